namespace LiqMon.Venues;

/// <summary>A contract that the venue lists and that is not watched.</summary>
/// <param name="Symbol">The venue's symbol, at most 128 characters of it; empty where the row has none.</param>
/// <param name="Reason">Why.</param>
public sealed record RefusedContract(string Symbol, ContractRefusal Reason);
