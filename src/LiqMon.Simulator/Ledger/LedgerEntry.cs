namespace LiqMon.Simulator;

/// <summary>One liquidation of the ledger.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Symbol">The venue's own symbol.</param>
/// <param name="Asset">Normalised base asset.</param>
/// <param name="Position">The position that was closed.</param>
/// <param name="Price">Price that values the order, as sent.</param>
/// <param name="Quantity">Quantity as sent, in the venue's unit.</param>
/// <param name="MicroUsd">Dollars in millionths.</param>
/// <param name="EventTimeMs">Event time in milliseconds since 1970 UTC.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Faults">What the venue did wrong with it, on request.</param>
/// <param name="StampedTimeMs">Event time as sent: by the venue's own clock, which may be wrong.</param>
public readonly record struct LedgerEntry(
    string Venue,
    string Symbol,
    string Asset,
    LiquidatedPosition Position,
    decimal Price,
    decimal Quantity,
    long MicroUsd,
    long EventTimeMs,
    LedgerOutcome Outcome,
    LedgerFaults Faults,
    long StampedTimeMs);
