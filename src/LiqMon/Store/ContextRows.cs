using LiqMon.Context;

namespace LiqMon.Store;

/// <summary>Keeps what others published about the market: of each source and name one number for each time, the last that came.</summary>
internal sealed class ContextRows(Database database)
{
    private readonly Statement _sample = database.Prepare(
        "INSERT INTO context_sample(source, name, time_ms, value) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET value = excluded.value");

    internal void Add(ContextSample sample) =>
        _sample.Bind(1, sample.Source).Bind(2, sample.Name).Bind(3, sample.TimeMs).Bind(4, sample.Value).Run();

    /// <summary>The numbers of [from, to) in order of time.</summary>
    internal static List<Close> Read(Database database, string source, string name, long fromMs, long toMs)
    {
        var samples = new List<Close>();
        using var rows = database.Prepare(
            "SELECT time_ms, value FROM context_sample WHERE source = ?1 AND name = ?2 AND time_ms >= ?3 AND time_ms < ?4 ORDER BY time_ms")
            .Bind(1, source).Bind(2, name).Bind(3, fromMs).Bind(4, toMs).Query();
        while (rows.Step())
            samples.Add(new Close(rows.Integer(0), rows.Real(1)));
        return samples;
    }
}
