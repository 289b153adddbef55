namespace LiqMon.Simulator;

/// <summary>An entry as kept in memory: the instrument is shared, and the copies still promised are counted.</summary>
internal struct StoredEntry
{
    public SimulatedInstrument Instrument;
    public decimal Price;
    public decimal Quantity;
    public long MicroUsd;
    public long EventTimeMs;
    public long StampedTimeMs;
    public int Copies;
    public LedgerFaults Faults;
    public LiquidatedPosition Position;
    public LedgerOutcome Outcome;

    public readonly LedgerEntry ToEntry() => new(
        Instrument.Venue, Instrument.Symbol, Instrument.Asset, Position, Price, Quantity, MicroUsd, EventTimeMs, Outcome, Faults, StampedTimeMs);
}
