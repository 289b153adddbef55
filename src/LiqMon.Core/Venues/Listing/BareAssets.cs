using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// Takes powers of ten off the names of listed assets where the venue lists the bare asset as well: Binance's
/// <c>1000XUSDT</c> beside <c>XUSDT</c> is a contract on X, 1000 at a time.
/// </summary>
public static class BareAssets
{
    /// <summary>The contracts of a list, each under its bare asset.</summary>
    /// <param name="listed">Contracts of one list, as read.</param>
    /// <param name="symbols">What the venue has listed so far, in other lists.</param>
    public static IReadOnlyList<Instrument> Of(IReadOnlyList<Instrument> listed, SymbolRegistry symbols)
    {
        ArgumentNullException.ThrowIfNull(listed);
        ArgumentNullException.ThrowIfNull(symbols);
        if (!listed.Any(IsMultiple))
            return listed;
        var names = listed.Select(instrument => instrument.Asset)
            .Concat(symbols.Symbols.Select(symbol => symbol.Instrument?.Asset).OfType<string>())
            .ToHashSet(StringComparer.Ordinal);
        return [.. listed.Select(instrument => AssetNames.Multiple(instrument.Asset, names.Contains) is { } multiple
            ? instrument.Of(multiple.Asset, checked(instrument.AssetFactor * multiple.Factor))
            : instrument)];
    }

    private static bool IsMultiple(Instrument instrument) => instrument.Asset is ['1', '0', _, ..];
}
