namespace LiqMon.Simulator;

/// <summary>What a simulated venue did wrong with an order, on request.</summary>
[Flags]
public enum LedgerFaults
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Never sent on a socket: the venue was silent.</summary>
    Silence = 1,

    /// <summary>Never sent on a socket: the order was lost.</summary>
    Lost = 1 << 1,

    /// <summary>Happened while the venue could not be reached.</summary>
    DeadVenue = 1 << 2,

    /// <summary>Not sent to a client whose subscription of its topic was refused.</summary>
    RefusedTopic = 1 << 3,

    /// <summary>Altered: its side is spelt otherwise.</summary>
    ChangedWord = 1 << 4,

    /// <summary>Altered: a number of it is none.</summary>
    BrokenNumber = 1 << 5,

    /// <summary>Altered: its stamp is that of a wrong clock; the ledger has the true time.</summary>
    ShiftedClock = 1 << 6,

    /// <summary>Published late, with the time at which it happened.</summary>
    Late = 1 << 7,

    /// <summary>Sent in two frames, or as two executions.</summary>
    Split = 1 << 8,

    /// <summary>Sent twice with equal content.</summary>
    SentTwice = 1 << 9,
}
