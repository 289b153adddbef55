namespace LiqMon.Store;

/// <summary>From when to when contract versions were sampled within a span, to the hour.</summary>
internal sealed class SampledBounds
{
    private readonly Dictionary<int, (long FirstMs, long LastMs)> _bounds = [];

    internal SampledBounds(Database database, int kind, LiquidationFilter filter)
    {
        using var rows = database.Prepare(
            "SELECT instrument_id, first_ms, last_ms FROM sampled WHERE kind = ?1 AND first_ms < ?3 AND last_ms >= ?2")
            .Bind(1, kind).Bind(2, UnixTime.Minute(filter.FromMs)).Bind(3, filter.ToMs).Query();
        while (rows.Step())
            _bounds.Add((int)rows.Integer(0), (Math.Max(rows.Integer(1), UnixTime.Minute(filter.FromMs)), Math.Min(rows.Integer(2), filter.ToMs)));
    }

    /// <summary>Whether a cell of the raster may hold a sample of it.</summary>
    internal bool Reach(int instrument, long cell) =>
        _bounds.TryGetValue(instrument, out var bounds) && cell >= bounds.FirstMs && cell <= bounds.LastMs;
}
