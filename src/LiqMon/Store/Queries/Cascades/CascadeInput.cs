using LiqMon.Market;
using LiqMon.Windows;

namespace LiqMon.Store;

/// <summary>Reads from the store what the search for cascades needs. Traditional assets are left out.</summary>
internal sealed class CascadeInput(Database database, InstrumentCatalog names)
{
    /// <summary>The first minute, since 1970, with a liquidation; null when there is none.</summary>
    internal long? FirstMinute()
    {
        using var rows = database.Prepare("SELECT start_ms, series_id FROM rollup_minute ORDER BY start_ms").Query();
        while (rows.Step())
        {
            if (names.Series((int)rows.Integer(1)).AssetClass == AssetClass.Crypto)
                return rows.Integer(0) / UnixTime.MinuteMs;
        }

        return null;
    }

    /// <summary>Number of the last commit that is part of the view.</summary>
    internal long Sequence() => database.Scalar("SELECT sequence FROM state") ?? 0;

    /// <summary>From which moment on cascades have yet to be looked for, Unix milliseconds.</summary>
    internal long SearchedTo() => database.Scalar("SELECT from_ms FROM cascade_search") ?? 0;

    /// <summary>Cascades that reach into [from, to).</summary>
    internal IReadOnlyList<Cascade> Known(long fromMs, long toMs) => new CascadeRows(database).Between(fromMs, toMs);

    /// <summary>From which moment on single liquidations are still kept, Unix milliseconds.</summary>
    internal long RawFromMs() => database.Scalar("SELECT raw_from_ms FROM state") ?? 0;

    /// <summary>Gives a book the dollars of each minute in [from, to).</summary>
    internal void AddMinutes(CascadeDetector book, long fromMinute, long toMinute)
    {
        using var rows = database.Prepare("SELECT start_ms, series_id, usd_micro FROM rollup_minute WHERE start_ms >= ?1 AND start_ms < ?2")
            .Bind(1, fromMinute * UnixTime.MinuteMs).Bind(2, toMinute * UnixTime.MinuteMs).Query();
        while (rows.Step())
        {
            var series = names.Series((int)rows.Integer(1));
            if (series.AssetClass == AssetClass.Crypto)
                book.AddMinute(series.Asset, rows.Integer(0) / UnixTime.MinuteMs, rows.Integer(2));
        }
    }

    /// <summary>Gives a book the sums of each second from one on.</summary>
    internal void AddSeconds(CascadeDetector book, long fromSecond) =>
        Each(fromSecond, long.MaxValue / UnixTime.SecondMs, book.Venues, book.Add);

    /// <summary>
    /// The sums of each second of some spans, one pass over the rows for all of them; times that no span touches are
    /// not read.
    /// </summary>
    internal IReadOnlyList<SecondSums[]> Seconds(IReadOnlyList<SecondSpan> spans, VenueBits venues)
    {
        var wanted = new WantedSeconds(spans);
        foreach (var (from, to) in wanted.Runs())
            Each(from, to + 1, venues, wanted.Add);
        return wanted.Found;
    }

    private void Each(long fromSecond, long toSecond, VenueBits venues, SecondTaker take)
    {
        using var rows = database.Prepare(
            """
            SELECT l.time_ms, l.side, l.usd_micro, i.series_id
            FROM liquidation l CROSS JOIN instrument i ON i.id = l.instrument_id
            WHERE l.time_ms >= ?1 AND l.time_ms < ?2
            ORDER BY l.time_ms
            """)
            .Bind(1, fromSecond * UnixTime.SecondMs).Bind(2, toSecond * UnixTime.SecondMs).Query();
        while (rows.Step())
        {
            var series = names.Series((int)rows.Integer(3));
            if (series.AssetClass != AssetClass.Crypto)
                continue;
            take(
                series.Asset,
                SecondSums.Of(
                    rows.Integer(0) / UnixTime.SecondMs, (LiquidatedSide)rows.Integer(1), rows.Integer(2), 1, venues.Of(series.Venue)));
        }
    }

    private delegate void SecondTaker(string asset, in SecondSums sums);
}
