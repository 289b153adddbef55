using LiqMon.Context;
using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>Reads contracts and what was sampled of them: prices, open interest, funding, candles.</summary>
public sealed class MarketReader
{
    private readonly Database _database;
    private readonly InstrumentCatalog _names;

    internal MarketReader(Database database, InstrumentCatalog names) => (_database, _names) = (database, names);

    /// <summary>The assets of all known contracts, sorted.</summary>
    public IReadOnlyList<string> Assets() => _database.Snapshot(() =>
        _names.AllInstruments().Select(instrument => instrument.Series.Asset).Distinct().Order(StringComparer.Ordinal).ToList());

    /// <summary>The newest version of every known contract, each with its older versions behind it.</summary>
    public IReadOnlyList<Instrument> Instruments() => _database.Snapshot(() => StoredInstruments.Newest(_database));

    /// <summary>The contracts of a venue of which something was sampled at a time or later, or in the same hour, by symbol.</summary>
    /// <param name="venue">Venue id.</param>
    /// <param name="fromMs">The time, Unix milliseconds.</param>
    public IReadOnlyList<Instrument> SampledSince(string venue, long fromMs) => _database.Snapshot(() =>
    {
        var symbols = new HashSet<string>(StringComparer.Ordinal);
        using var rows = _database.Prepare("SELECT DISTINCT instrument_id FROM sampled WHERE last_ms >= ?1").Bind(1, fromMs).Query();
        while (rows.Step())
        {
            if (_names.Instrument((int)rows.Integer(0)) is var name && name.Series.Venue == venue)
                symbols.Add(name.Symbol);
        }

        return symbols.Count == 0 ? [] : StoredInstruments.Newest(_database).Where(it => it.Venue == venue && symbols.Contains(it.Symbol)).ToList();
    });

    /// <summary>The newest sample of each contract within the span, and how it was at the span's start.</summary>
    public IReadOnlyList<OpenInterestRow> OpenInterest(LiquidationFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return _database.Snapshot(() => new OpenInterestQuery(_database, _names, filter).Run());
    }

    /// <summary>
    /// Dollars by which the open interest of contracts fell and rose over a span; null if any of them was not sampled
    /// all over it.
    /// </summary>
    public double? OpenInterestMovement(IEnumerable<ContractKey> contracts, long fromMs, long toMs) =>
        _database.Snapshot(() => new MovementQuery(_database, _names).Run(contracts, fromMs, toMs));

    /// <summary>Open interest and price of each contract at both ends of the span.</summary>
    public IReadOnlyList<SpanEnds> Ends(LiquidationFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return _database.Snapshot(() => new SpanEndsQuery(_database, _names, filter).Run());
    }

    /// <summary>Mark prices of one contract, in order of time, at most one a minute.</summary>
    public IReadOnlyList<MarkPoint> Marks(ContractKey contract, long fromMs, long toMs) =>
        _database.Snapshot(() => new MarkLineQuery(_database, _names).Run(contract, fromMs, toMs));

    /// <summary>Mark prices of one contract at some moments; null where no sample is near enough.</summary>
    /// <param name="contract">Which.</param>
    /// <param name="moments">Unix milliseconds.</param>
    /// <param name="toleranceMs">How much older than its moment a sample may be.</param>
    public IReadOnlyList<double?> Marks(ContractKey contract, IReadOnlyList<long> moments, long toleranceMs)
    {
        ArgumentNullException.ThrowIfNull(moments);
        return _database.Snapshot(() => SpanEndsQuery.Marks(_database, _names, contract, moments, toleranceMs));
    }

    /// <summary>Open interest of an asset at some moments, in coins; null where no sample is near enough.</summary>
    /// <param name="asset">Normalised asset.</param>
    /// <param name="moments">Unix milliseconds, in order of time.</param>
    /// <param name="toleranceMs">How much older than its moment a sample may be.</param>
    public IReadOnlyList<double?> OpenInterest(string asset, IReadOnlyList<long> moments, long toleranceMs)
    {
        ArgumentNullException.ThrowIfNull(moments);
        return _database.Snapshot(() => SpanEndsQuery.OpenInterest(_database, _names, asset, moments, toleranceMs));
    }

    /// <summary>
    /// The dollar perpetuals of an asset in the order in which their prices stand for it at a moment: every price of an asset is that
    /// of the first of them that has one where it is needed.
    /// </summary>
    /// <param name="asset">Normalised asset.</param>
    /// <param name="atMs">The moment, Unix milliseconds.</param>
    public IReadOnlyList<ContractKey> PriceContracts(string asset, long atMs) =>
        _database.Snapshot(() => new PriceContractsQuery(_database, _names).Run(asset, atMs));

    /// <summary>The newest mark price of one contract within [from, to); null if there is none.</summary>
    public Close? NewestMark(ContractKey contract, long fromMs, long toMs) =>
        _database.Snapshot(() => SpanEndsQuery.NewestMark(_database, _names, contract, fromMs, toMs));

    /// <summary>Candles of four hours of every dollar perpetual of an asset that has any which begin within [from, to).</summary>
    public IReadOnlyList<ContractCandles> Candles(string asset, long fromMs, long toMs) =>
        _database.Snapshot(() => new CandleQuery(_database, _names).OfAsset(asset, fromMs, toMs));

    /// <summary>Candles of four hours of one contract which begin within [from, to), in order of time.</summary>
    public IReadOnlyList<Candle> Candles(ContractKey contract, long fromMs, long toMs) =>
        _database.Snapshot(() => new CandleQuery(_database, _names).OfContract(contract, fromMs, toMs));

    /// <summary>Funding rates of each contract that has any in the span, sampled once an hour, sorted by venue and symbol.</summary>
    public IReadOnlyList<ContractFunding> Funding(LiquidationFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return _database.Snapshot(() => new FundingQuery(new SampleReader(_database, Only(filter)), _names, filter).Run());
    }

    // Rates of some assets are read of their contracts alone.
    private HashSet<int>? Only(LiquidationFilter filter)
    {
        var series = new SeriesFilter(filter);
        return series.IsNarrow
            ? _names.AllInstruments().Where(instrument => series.Includes(instrument.Series)).Select(instrument => instrument.Id).ToHashSet()
            : null;
    }

    /// <summary>Price and open interest of one asset, minute by minute.</summary>
    public MapSamples MapSamples(LiquidationFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return _database.Snapshot(() => new MapSamplesQuery(_database, _names, filter).Run());
    }

    /// <summary>The price that a map of one asset stands around, minute by minute, without its open interest: much faster.</summary>
    public IReadOnlyList<MapStep> MapPrices(LiquidationFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return _database.Snapshot(() => new MapSamplesQuery(_database, _names, filter).Prices());
    }

    /// <summary>Start of the newest cell of the raster in which a venue was sampled, Unix milliseconds; null for never.</summary>
    public long? NewestSampleMs(string venue) => _database.Snapshot(() => new NewestSampleQuery(_database, _names).Run(venue));
}
