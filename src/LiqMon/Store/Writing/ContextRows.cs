using LiqMon.Context;
using LiqMon.Context.Sources;

namespace LiqMon.Store;

/// <summary>Keeps what others published about the market: of each source and name one number for each time, the last that came.</summary>
internal sealed class ContextRows(Database database)
{
    private readonly Statement _sample = database.Prepare(
        "INSERT INTO context_sample(source, name, time_ms, value) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET value = excluded.value");

    internal void Add(ContextSample sample) =>
        _sample.Bind(1, sample.Source).Bind(2, sample.Name).Bind(3, sample.TimeMs).Bind(4, sample.Value).Run();

    /// <summary>The numbers of [from, to) in order of time.</summary>
    internal static List<Close> Read(Database database, string source, string name, long fromMs, long toMs) => Read(database.Prepare(
        "SELECT time_ms, value FROM context_sample WHERE source = ?1 AND name = ?2 AND time_ms >= ?3 AND time_ms < ?4 ORDER BY time_ms")
        .Bind(1, source).Bind(2, name).Bind(3, fromMs).Bind(4, toMs));

    /// <summary>The last number of each day of UTC within [from, to), in order of time.</summary>
    internal static List<Close> ReadDays(Database database, string source, string name, long fromMs, long toMs) => Read(database.Prepare(
        // The value is that of the row with the greatest time: SQLite documents it so for max().
        """
        SELECT max(time_ms), value FROM context_sample WHERE source = ?1 AND name = ?2 AND time_ms >= ?3 AND time_ms < ?4
        GROUP BY time_ms / 86400000 ORDER BY 1
        """)
        .Bind(1, source).Bind(2, name).Bind(3, fromMs).Bind(4, toMs));

    /// <summary>The names that begin with some text, in order: one look into the index for each, however many numbers it has.</summary>
    internal static List<string> Names(Database database, string source, string start)
    {
        var names = new List<string>();
        for (var last = start; ; last = names[^1])
        {
            using var rows = database.Prepare("SELECT min(name) FROM context_sample WHERE source = ?1 AND name > ?2")
                .Bind(1, source).Bind(2, last).Query();
            if (!rows.Step() || rows.TextOrNull(0) is not { } name || !name.StartsWith(start, StringComparison.Ordinal))
                return names;
            names.Add(name);
        }
    }

    /// <summary>Removes what is past its time, so many rows of each name at most; true when there may be more.</summary>
    internal static bool Prune(Database database, long beforeMs, int rows)
    {
        var more = false;
        foreach (var (source, name) in SpotTickers.Passing)
        {
            database.Prepare(
                """
                DELETE FROM context_sample WHERE (source, name, time_ms) IN (
                    SELECT source, name, time_ms FROM context_sample
                    WHERE source = ?1 AND name = ?2 AND time_ms < ?3 ORDER BY time_ms LIMIT ?4)
                """)
                .Bind(1, source).Bind(2, name).Bind(3, beforeMs).Bind(4, rows).Run();
            more |= database.Changes() == rows;
        }

        return more;
    }

    private static List<Close> Read(Statement query)
    {
        var samples = new List<Close>();
        using var rows = query.Query();
        while (rows.Step())
            samples.Add(new Close(rows.Integer(0), rows.Real(1)));
        return samples;
    }
}
