namespace LiqMon.Store;

/// <summary>Counts what the store holds of each venue, from the hour sums.</summary>
internal static class CountsQuery
{
    internal static List<VenueCounts> Run(Database database, Names names)
    {
        var venues = new SortedDictionary<string, VenueCounts>(StringComparer.Ordinal);
        Change("SELECT venue, count(DISTINCT symbol) FROM instrument GROUP BY venue",
            (counts, rows) => counts with { Instruments = (int)rows.Integer(1) });
        Change("SELECT venue, count(*) FROM pending GROUP BY venue",
            (counts, rows) => counts with { Pending = rows.Integer(1) });
        Change("SELECT venue, sum(frames) FROM quarantine_total GROUP BY venue",
            (counts, rows) => counts with { Quarantined = rows.Integer(1) });
        Change(
            """
            SELECT s.venue, sum(h.orders) FROM rollup_hour h JOIN series s ON s.id = h.series_id GROUP BY s.venue
            """,
            (counts, rows) => counts with { Liquidations = rows.Integer(1) });
        foreach (var venue in venues.Keys.ToList())
        {
            var series = names.AllSeries().Where(one => one.Venue == venue).Select(one => one.Id).ToList();
            venues[venue] = venues[venue] with
            {
                FirstMs = series.Min(id => Edge(id, "SELECT min(start_ms) FROM rollup_hour WHERE series_id = ?1",
                    "SELECT min(start_ms) FROM rollup_minute WHERE series_id = ?1 AND start_ms >= ?2 AND start_ms < ?3")),
                LastMs = series.Max(id => Edge(id, "SELECT max(start_ms) FROM rollup_hour WHERE series_id = ?1",
                    "SELECT max(start_ms) FROM rollup_minute WHERE series_id = ?1 AND start_ms >= ?2 AND start_ms < ?3")),
            };
        }

        return [.. venues.Values];

        void Change(string sql, Func<VenueCounts, Statement.Rows, VenueCounts> change)
        {
            using var rows = database.Prepare(sql).Query();
            while (rows.Step())
            {
                var venue = rows.Text(0);
                venues[venue] = change(venues.GetValueOrDefault(venue, new VenueCounts(venue, 0, null, null, 0, 0, 0)), rows);
            }
        }

        long? Edge(int series, string hours, string minutes)
        {
            if (One(database.Prepare(hours).Bind(1, series)) is not { } hour)
                return null;
            return One(database.Prepare(minutes).Bind(1, series).Bind(2, hour).Bind(3, hour + Span.HourMs));
        }
    }

    private static long? One(Statement query)
    {
        using var rows = query.Query();
        return rows.Step() ? rows.IntegerOrNull(0) : null;
    }
}
