namespace LiqMon.Simulator;

/// <summary>What became of a liquidation of the market.</summary>
public enum LedgerOutcome
{
    /// <summary>Nobody was subscribed, or every subscribed socket broke before it was written.</summary>
    Undelivered,

    /// <summary>Written, or about to be written, to at least one subscribed socket.</summary>
    Delivered,

    /// <summary>Happened, but the venue does not publish it (sampling).</summary>
    Suppressed,

    /// <summary>Kept from every subscriber by a fault; <see cref="LedgerEntry.Faults"/> says by which.</summary>
    Withheld,
}
