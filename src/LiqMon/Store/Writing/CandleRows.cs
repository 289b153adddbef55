using LiqMon.Context;
using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>
/// Keeps candles of four hours for every dollar perpetual, from its mark prices as they come and from those a venue publishes
/// of its past. Highs and lows thus outlive the samples, which are thinned. In whatever order prices come, the candle is
/// the same.
/// </summary>
internal sealed class CandleRows(Database database)
{
    private readonly Statement _candle = database.Prepare(
        """
        INSERT INTO candle AS row(instrument_id, start_ms, open_ms, open, high, low, close, close_ms)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        ON CONFLICT (instrument_id, start_ms) DO UPDATE SET
            open = CASE WHEN (excluded.open_ms, excluded.open) < (row.open_ms, row.open) THEN excluded.open ELSE row.open END,
            open_ms = min(row.open_ms, excluded.open_ms),
            high = max(row.high, excluded.high),
            low = min(row.low, excluded.low),
            close = CASE WHEN (excluded.close_ms, excluded.close) > (row.close_ms, row.close) THEN excluded.close ELSE row.close END,
            close_ms = max(row.close_ms, excluded.close_ms)
        """);

    internal void Add(int instrument, MarkCandle candle) => _candle
        .Bind(1, instrument)
        .Bind(2, UnixTime.Floor(candle.OpenMs, MarkCandle.LengthMs))
        .Bind(3, candle.OpenMs)
        .Bind(4, candle.Open)
        .Bind(5, candle.High)
        .Bind(6, candle.Low)
        .Bind(7, candle.Close)
        .Bind(8, candle.CloseMs)
        .Run();

    internal void Add(int instrument, in MarkPrice sample)
    {
        if (sample.Instrument is { Kind: InstrumentKind.Perpetual, AssetClass: AssetClass.Crypto } contract && AssetNames.IsUsd(contract.Quote)
            && sample.Mark > 0 && double.IsFinite(sample.Mark))
            Add(instrument, new MarkCandle(contract, sample.TimeMs, sample.Mark, sample.Mark, sample.Mark, sample.Mark, sample.TimeMs));
    }

    /// <summary>The candles of one contract, in order of time; its versions are one.</summary>
    internal static List<Candle> Read(Database database, IEnumerable<int> versions, long fromMs, long toMs)
    {
        var candles = new SortedDictionary<long, Candle>();
        foreach (var version in versions)
        {
            using var rows = database.Prepare(
                "SELECT start_ms, open, high, low, close FROM candle WHERE instrument_id = ?1 AND start_ms >= ?2 AND start_ms < ?3")
                .Bind(1, version).Bind(2, fromMs).Bind(3, toMs).Query();
            while (rows.Step())
            {
                // Where two versions share four hours, the later one has the end of them.
                var candle = new Candle(rows.Integer(0), rows.Real(1), rows.Real(2), rows.Real(3), rows.Real(4));
                candles[candle.StartMs] = candles.TryGetValue(candle.StartMs, out var earlier)
                    ? candle with { Open = earlier.Open, High = Math.Max(earlier.High, candle.High), Low = Math.Min(earlier.Low, candle.Low) }
                    : candle;
            }
        }

        return [.. candles.Values];
    }
}
