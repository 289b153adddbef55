using LiqMon.Context;
using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>
/// The one rule by which a contract's price stands for an asset, at a moment. Of its dollar perpetuals come first those whose
/// candles of the 50 days before are nearly as many as those of the fullest; among these, and among the others behind them, the
/// one with more open interest comes first, and of equals the first by venue and symbol.
/// </summary>
internal sealed class PriceContractsQuery(Database database, InstrumentCatalog names)
{
    // A contract whose candles are this part of the fullest ones' has as good a history.
    private const double NearlyAll = 0.9;

    // The slowest poll of open interest comes every three minutes; what thinned samples keep is hourly.
    private const long OpenInterestWithinMs = UnixTime.HourMs;

    private const long HistoryMs = MovingAverage.Closes * UnixTime.DayMs;

    /// <summary>The contracts, the first choice first.</summary>
    /// <param name="asset">Normalised asset.</param>
    /// <param name="atMs">The moment, Unix milliseconds.</param>
    internal List<ContractKey> Run(string asset, long atMs)
    {
        var perpetuals = names.AllInstruments().Where(instrument => instrument.IsDollarPerpetual && instrument.Series.Asset == asset).ToList();
        if (perpetuals.Count == 0)
            return [];
        var candles = Candles(perpetuals, atMs);
        var open = new NearestSamples(database, new SampleReader(database), SampleRows.OpenInterestKind)
            .Find(perpetuals.Select(instrument => instrument.Id).ToHashSet(), atMs - OpenInterestWithinMs, atMs + 1, newest: true);
        // The versions of one contract are one line.
        var lines = perpetuals.GroupBy(instrument => instrument.Key)
            .Select(versions => (
                versions.Key,
                Candles: versions.Sum(version => candles.GetValueOrDefault(version.Id)),
                Usd: versions.Select(version => open.TryGetValue(version.Id, out var sample) ? sample : (Sample?)null)
                    .MaxBy(sample => sample?.TimeMs)?.Third ?? 0))
            .ToList();
        var fullest = lines.Max(line => line.Candles);
        return
        [
            .. lines.OrderBy(line => line.Candles >= fullest * NearlyAll ? 0 : 1)
                .ThenByDescending(line => line.Usd)
                .ThenBy(line => line.Key, ContractKey.Ordinal)
                .Select(line => line.Key),
        ];
    }

    private Dictionary<int, long> Candles(List<InstrumentName> contracts, long atMs)
    {
        var counts = contracts.ToDictionary(contract => contract.Id, _ => 0L);
        var settled = database.Prepare("SELECT count(*) FROM candle WHERE instrument_id = ?1 AND start_ms >= ?2 AND start_ms < ?3");
        foreach (var contract in contracts)
        {
            using var row = settled.Bind(1, contract.Id).Bind(2, atMs - HistoryMs).Bind(3, atMs).Query();
            if (row.Step())
                counts[contract.Id] = row.Integer(0);
        }

        using var present = database.Prepare("SELECT instrument_id, count(*) FROM open_candle WHERE start_ms >= ?1 AND start_ms < ?2 GROUP BY instrument_id")
            .Bind(1, atMs - HistoryMs).Bind(2, atMs).Query();
        while (present.Step())
        {
            if (counts.TryGetValue((int)present.Integer(0), out var count))
                counts[(int)present.Integer(0)] = count + present.Integer(1);
        }

        return counts;
    }
}
