namespace LiqMon.Store;

/// <summary>Counts what the store holds of each venue, from the sums.</summary>
internal static class CountsQuery
{
    private const string EventsOfVenue =
        """
        SELECT l.time_ms FROM liquidation l CROSS JOIN instrument i ON i.id = l.instrument_id
        WHERE l.time_ms >= ?1 AND l.time_ms < ?2 AND i.venue = ?3
        """;

    internal static List<VenueCounts> Run(Database database, InstrumentCatalog names)
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
            SELECT s.venue, sum(d.orders) FROM rollup_day d JOIN series s ON s.id = d.series_id GROUP BY s.venue
            """,
            (counts, rows) => counts with { Liquidations = rows.Integer(1) });
        foreach (var venue in venues.Keys.ToList())
        {
            venues[venue] = venues[venue] with
            {
                FirstMs = Edge(
                    venue, "SELECT min(start_ms) FROM rollup_hour WHERE series_id = ?1", (one, other) => Math.Min(one, other),
                    $"{EventsOfVenue} ORDER BY l.time_ms LIMIT 1"),
                LastMs = Edge(
                    venue, "SELECT max(start_ms) FROM rollup_hour WHERE series_id = ?1", (one, other) => Math.Max(one, other),
                    $"{EventsOfVenue} ORDER BY l.time_ms DESC LIMIT 1"),
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

        long? Edge(string venue, string hourOfSeries, Func<long, long, long> outer, string eventInHour)
        {
            long? hour = null;
            foreach (var series in names.AllSeries().Where(one => one.Venue == venue))
            {
                if (One(database.Prepare(hourOfSeries).Bind(1, series.Id)) is { } found)
                    hour = hour is { } known ? outer(known, found) : found;
            }

            if (hour is not { } start)
                return null;
            // Of events past their retention only the hour is left.
            return One(database.Prepare(eventInHour).Bind(1, start).Bind(2, start + UnixTime.HourMs).Bind(3, venue)) ?? start;
        }
    }

    private static long? One(Statement query)
    {
        using var rows = query.Query();
        return rows.Step() ? rows.IntegerOrNull(0) : null;
    }
}
