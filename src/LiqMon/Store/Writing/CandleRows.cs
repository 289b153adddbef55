using LiqMon.Context;
using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>
/// Keeps candles of four hours for every dollar perpetual, from its mark prices as they come and from those a venue publishes
/// of its past. Highs and lows thus outlive the samples, which are thinned. In whatever order prices come, the candle is
/// the same. Candles of the present lie together, for each of them changes every minute; when they are over they go to their
/// contract's others, where each would change a page of its own.
/// </summary>
internal sealed class CandleRows(Database database)
{
    /// <summary>After so long hardly any price arrives for a candle any more.</summary>
    internal const long GraceMs = 10 * UnixTime.MinuteMs;

    private const int SettledPerStep = 500;

    private const string Columns = "instrument_id, start_ms, open_ms, open, high, low, close, close_ms";

    private const string Merge =
        """
        ON CONFLICT (instrument_id, start_ms) DO UPDATE SET
            open = CASE WHEN (excluded.open_ms, excluded.open) < (row.open_ms, row.open) THEN excluded.open ELSE row.open END,
            open_ms = min(row.open_ms, excluded.open_ms),
            high = max(row.high, excluded.high),
            low = min(row.low, excluded.low),
            close = CASE WHEN (excluded.close_ms, excluded.close) > (row.close_ms, row.close) THEN excluded.close ELSE row.close END,
            close_ms = max(row.close_ms, excluded.close_ms)
        """;

    private readonly Statement _past = database.Prepare($"INSERT INTO candle AS row({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) {Merge}");
    private readonly Statement _present = database.Prepare($"INSERT INTO open_candle AS row({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) {Merge}");

    internal void Add(int instrument, MarkCandle candle) => Write(_past, instrument, candle);

    internal void Add(int instrument, in MarkPrice sample)
    {
        if (sample.Instrument is { Kind: InstrumentKind.Perpetual, AssetClass: AssetClass.Crypto } contract && AssetNames.IsUsd(contract.Quote)
            && sample.Mark > 0 && double.IsFinite(sample.Mark))
            Write(_present, instrument, new MarkCandle(contract, sample.TimeMs, sample.Mark, sample.Mark, sample.Mark, sample.Mark, sample.TimeMs));
    }

    /// <summary>Moves some candles that are over to the others of their contracts; true when there are more.</summary>
    internal static bool Settle(Database database, long nowMs)
    {
        var endedMs = nowMs - MarkCandle.LengthMs - GraceMs;
        const string some = "SELECT start_ms, instrument_id FROM open_candle WHERE start_ms <= ?1 ORDER BY start_ms, instrument_id LIMIT ?2";
        database.Prepare($"INSERT INTO candle AS row({Columns}) SELECT {Columns} FROM open_candle WHERE (start_ms, instrument_id) IN ({some}) {Merge}")
            .Bind(1, endedMs).Bind(2, SettledPerStep).Run();
        database.Prepare($"DELETE FROM open_candle WHERE (start_ms, instrument_id) IN ({some})").Bind(1, endedMs).Bind(2, SettledPerStep).Run();
        return database.Changes() == SettledPerStep;
    }

    /// <summary>The candles of one contract, in order of time; its versions are one.</summary>
    internal static List<Candle> Read(Database database, IEnumerable<int> versions, long fromMs, long toMs)
    {
        var candles = new SortedDictionary<long, Candle>();
        foreach (var version in versions)
        {
            foreach (var candle in OfVersion(database, version, fromMs, toMs).Values.Select(stored => stored.Candle))
            {
                // Where two versions share four hours, the later one has the end of them.
                candles[candle.StartMs] = candles.TryGetValue(candle.StartMs, out var earlier)
                    ? candle with { Open = earlier.Open, High = Math.Max(earlier.High, candle.High), Low = Math.Min(earlier.Low, candle.Low) }
                    : candle;
            }
        }

        return [.. candles.Values];
    }

    private static Dictionary<long, Stored> OfVersion(Database database, int version, long fromMs, long toMs)
    {
        var candles = new Dictionary<long, Stored>();
        Take(database.Prepare("SELECT start_ms, open, high, low, close, open_ms, close_ms FROM candle WHERE instrument_id = ?1 AND start_ms >= ?2 AND start_ms < ?3")
            .Bind(1, version).Bind(2, fromMs).Bind(3, toMs));
        for (var start = Next(fromMs); start < toMs; start = Next(start.Value + 1))
        {
            Take(database.Prepare("SELECT start_ms, open, high, low, close, open_ms, close_ms FROM open_candle WHERE start_ms = ?1 AND instrument_id = ?2")
                .Bind(1, start).Bind(2, version));
        }

        return candles;

        void Take(Statement query)
        {
            using var rows = query.Query();
            while (rows.Step())
            {
                var stored = new Stored(new(rows.Integer(0), rows.Real(1), rows.Real(2), rows.Real(3), rows.Real(4)), rows.Integer(5), rows.Integer(6));
                candles[stored.Candle.StartMs] = candles.TryGetValue(stored.Candle.StartMs, out var other) ? stored.With(other) : stored;
            }
        }

        // There are two or three at a time.
        long? Next(long atLeastMs)
        {
            using var rows = database.Prepare("SELECT min(start_ms) FROM open_candle WHERE start_ms >= ?1").Bind(1, atLeastMs).Query();
            return rows.Step() ? rows.IntegerOrNull(0) : null;
        }
    }

    private static void Write(Statement statement, int instrument, MarkCandle candle) => statement
        .Bind(1, instrument)
        .Bind(2, UnixTime.Floor(candle.OpenMs, MarkCandle.LengthMs))
        .Bind(3, candle.OpenMs)
        .Bind(4, candle.Open)
        .Bind(5, candle.High)
        .Bind(6, candle.Low)
        .Bind(7, candle.Close)
        .Bind(8, candle.CloseMs)
        .Run();

    private readonly record struct Stored(Candle Candle, long OpenMs, long CloseMs)
    {
        /// <summary>Both parts of a candle as one, by the rule of the tables.</summary>
        internal Stored With(Stored other) => new(
            new(
                Candle.StartMs,
                (other.OpenMs, other.Candle.Open).CompareTo((OpenMs, Candle.Open)) < 0 ? other.Candle.Open : Candle.Open,
                Math.Max(Candle.High, other.Candle.High),
                Math.Min(Candle.Low, other.Candle.Low),
                (other.CloseMs, other.Candle.Close).CompareTo((CloseMs, Candle.Close)) > 0 ? other.Candle.Close : Candle.Close),
            Math.Min(OpenMs, other.OpenMs),
            Math.Max(CloseMs, other.CloseMs));
    }
}
