namespace LiqMon.Store;

/// <summary>
/// Where an order stands in a list, newest first. No two orders stand at the same place, also where they have the same millisecond,
/// so that a list that is read in parts loses none.
/// </summary>
/// <param name="TimeMs">Venue time, Unix milliseconds.</param>
/// <param name="InstrumentId">The contract's number in this store.</param>
/// <param name="Identity">Identity within contract and millisecond.</param>
public readonly record struct OrderPosition(long TimeMs, int InstrumentId, ulong Identity);
