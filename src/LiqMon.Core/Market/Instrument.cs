namespace LiqMon.Market;

/// <summary>
/// One contract of a venue as it was from <see cref="ValidFromMs"/> on. A change of its contract size is a new version
/// that points to the one before, so an event is always valued by the rules of its own time.
/// </summary>
public sealed class Instrument
{
    /// <summary>Venue id, lower case.</summary>
    public required string Venue { get; init; }

    /// <summary>The venue's own symbol.</summary>
    public required string Symbol { get; init; }

    /// <summary>The contract whose version this is.</summary>
    public ContractKey Key => new(Venue, Symbol);

    /// <summary>Normalised base asset: <c>BTC</c> also for XBT, <c>PEPE</c> for 1000PEPE.</summary>
    public required string Asset { get; init; }

    /// <summary>Currency the price is in, upper case.</summary>
    public required string Quote { get; init; }

    /// <summary>Whether the contract ends.</summary>
    public InstrumentKind Kind { get; init; }

    /// <summary>How it is settled.</summary>
    public MarginKind Margin { get; init; }

    /// <summary>What a quantity in a liquidation message counts.</summary>
    public QuantityUnit QuantityUnit { get; init; }

    /// <summary>
    /// What one contract is: units of the venue's base asset (linear), US dollars (inverse), or the settle-coin
    /// multiplier per price point (quanto). Greater than zero.
    /// </summary>
    public ExactNumber ContractSize { get; init; } = ExactNumber.One;

    /// <summary>How many units of <see cref="Asset"/> one unit of the venue's base asset is: 1000 for 1000PEPE, otherwise 1.</summary>
    public long AssetFactor { get; init; } = 1;

    /// <summary>
    /// What the venue's messages call the contract, where that is another name than <see cref="Symbol"/>: Lighter writes the
    /// number of a market, <c>"market_id":1</c> for BTC. Null where they use the symbol.
    /// </summary>
    public string? WireSymbol { get; init; }

    /// <summary>What the venue's messages call the contract.</summary>
    public string WireName => WireSymbol ?? Symbol;

    /// <summary>Symbol under which the venue publishes the index price, when it is another than <see cref="Symbol"/>.</summary>
    public string? IndexSymbol { get; init; }

    /// <summary>Crypto or traditional.</summary>
    public AssetClass AssetClass { get; init; }

    /// <summary>First moment at which this version's rules hold, Unix milliseconds; 0 for the first version known.</summary>
    public long ValidFromMs { get; init; }

    /// <summary>The version before this one, if the rules changed while they were watched.</summary>
    public Instrument? Previous { get; init; }

    /// <summary>The version whose rules hold at a time; the oldest known for times before all of them.</summary>
    public Instrument At(long timeMs)
    {
        var version = this;
        while (timeMs < version.ValidFromMs && version.Previous is { } previous)
            version = previous;
        return version;
    }

    /// <summary>Whether another version would value every event the same.</summary>
    public bool SameRules(Instrument other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Asset == other.Asset && Quote == other.Quote && Kind == other.Kind && Margin == other.Margin
            && QuantityUnit == other.QuantityUnit && ContractSize == other.ContractSize
            && AssetFactor == other.AssetFactor && AssetClass == other.AssetClass;
    }

    /// <summary>This version's rules, valid from a time, following another version.</summary>
    public Instrument Following(Instrument previous, long validFromMs) => Copy(Asset, AssetFactor, validFromMs, previous);

    /// <summary>All versions up to this one under another symbol: the contract was called otherwise before.</summary>
    public Instrument Renamed(string symbol, string? wireSymbol) => new()
    {
        Venue = Venue,
        Symbol = symbol,
        WireSymbol = wireSymbol,
        Asset = Asset,
        Quote = Quote,
        Kind = Kind,
        Margin = Margin,
        QuantityUnit = QuantityUnit,
        ContractSize = ContractSize,
        AssetFactor = AssetFactor,
        IndexSymbol = IndexSymbol,
        AssetClass = AssetClass,
        ValidFromMs = ValidFromMs,
        Previous = Previous?.Renamed(symbol, wireSymbol),
    };

    /// <summary>The same contract under another normalised asset, of which one unit of the venue's base is a number.</summary>
    public Instrument Of(string asset, long assetFactor) => Copy(asset, assetFactor, ValidFromMs, Previous);

    private Instrument Copy(string asset, long assetFactor, long validFromMs, Instrument? previous) => new()
    {
        Venue = Venue,
        Symbol = Symbol,
        WireSymbol = WireSymbol,
        Asset = asset,
        Quote = Quote,
        Kind = Kind,
        Margin = Margin,
        QuantityUnit = QuantityUnit,
        ContractSize = ContractSize,
        AssetFactor = assetFactor,
        IndexSymbol = IndexSymbol,
        AssetClass = AssetClass,
        ValidFromMs = validFromMs,
        Previous = previous,
    };
}
