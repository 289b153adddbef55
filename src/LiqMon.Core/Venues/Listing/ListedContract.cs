using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// Makes a contract of what a venue lists: normalises its asset and classifies it, so that no venue forgets. One without
/// a base asset or a quote currency is made too; <see cref="SymbolRegistry.Update"/> refuses and counts it.
/// </summary>
internal static class ListedContract
{
    /// <summary>The contract.</summary>
    /// <param name="venue">Venue id.</param>
    /// <param name="symbol">The venue's own symbol.</param>
    /// <param name="baseAsset">The base asset as the venue names it; null or empty where it is missing.</param>
    /// <param name="quote">Currency the price is in; null or empty where it is missing.</param>
    /// <param name="isTraditional">Whether the venue calls it traditional; null where it does not say: its name decides.</param>
    /// <param name="kind">Whether it ends.</param>
    /// <param name="margin">How it is settled.</param>
    /// <param name="unit">What a quantity in a liquidation message counts.</param>
    /// <param name="contractSize">What one contract is; null for one.</param>
    /// <param name="indexSymbol">Symbol of its index, when it is another than its own.</param>
    /// <param name="wireSymbol">How the venue's messages call it, when not by its symbol.</param>
    public static Instrument Of(
        string venue,
        string symbol,
        string? baseAsset,
        string? quote,
        bool? isTraditional = null,
        InstrumentKind kind = InstrumentKind.Perpetual,
        MarginKind margin = MarginKind.Linear,
        QuantityUnit unit = QuantityUnit.Base,
        ExactNumber? contractSize = null,
        string? indexSymbol = null,
        string? wireSymbol = null)
    {
        var (asset, factor) = AssetNames.Normalise(baseAsset ?? "");
        return new Instrument
        {
            Venue = venue,
            Symbol = symbol,
            Asset = asset,
            AssetFactor = factor,
            Quote = quote ?? "",
            Kind = kind,
            Margin = margin,
            QuantityUnit = unit,
            ContractSize = contractSize ?? ExactNumber.One,
            IndexSymbol = indexSymbol,
            WireSymbol = wireSymbol,
            AssetClass = isTraditional ?? AssetNames.IsTraditional(asset) ? AssetClass.Traditional : AssetClass.Crypto,
        };
    }
}
