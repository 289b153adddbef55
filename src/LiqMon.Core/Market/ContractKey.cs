namespace LiqMon.Market;

/// <summary>One contract, over all its versions.</summary>
/// <param name="Venue">Venue id, lower case.</param>
/// <param name="Symbol">The venue's symbol.</param>
public readonly record struct ContractKey(string Venue, string Symbol)
{
    /// <summary>Compares by venue, then by symbol, character by character: the same order on every machine.</summary>
    public static IComparer<ContractKey> Ordinal { get; } = Comparer<ContractKey>.Create(static (one, other) =>
        string.CompareOrdinal(one.Venue, other.Venue) is var venue && venue != 0 ? venue : string.CompareOrdinal(one.Symbol, other.Symbol));
}
