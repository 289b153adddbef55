namespace LiqMon.Store;

/// <summary>Leaves of each contract's old samples the last of each hour. Walks each hour backwards, once.</summary>
internal sealed class SampleThinning(Database database)
{
    private readonly HashSet<long> _seen = [];
    private long? _hour;
    private (long Grid, long Instrument) _before;
    private bool _marks;

    /// <summary>Looks at some rows before a moment; true when there is more to do.</summary>
    internal bool Step(long beforeMs, int rows)
    {
        beforeMs = UnixTime.Hour(beforeMs);
        if (_hour is null)
        {
            var from = database.Scalar("SELECT thinned_ms FROM state") ?? 0;
            if (Oldest(from) is not { } oldest || UnixTime.Hour(oldest) >= beforeMs)
                return false;
            _hour = UnixTime.Hour(oldest);
            Begin(marks: false);
        }

        var looked = _marks
            ? Thin(
                """
                SELECT grid_ms, instrument_id FROM mark_price WHERE grid_ms >= ?1 AND (grid_ms, instrument_id) < (?2, ?3)
                ORDER BY grid_ms DESC, instrument_id DESC LIMIT ?4
                """,
                "DELETE FROM mark_price WHERE grid_ms = ?1 AND instrument_id = ?2", rows)
            : Thin(
                """
                SELECT grid_ms, instrument_id FROM open_interest WHERE grid_ms >= ?1 AND (grid_ms, instrument_id) < (?2, ?3)
                ORDER BY grid_ms DESC, instrument_id DESC LIMIT ?4
                """,
                "DELETE FROM open_interest WHERE grid_ms = ?1 AND instrument_id = ?2", rows);
        if (looked == rows)
            return true;
        if (!_marks)
        {
            Begin(marks: true);
            return true;
        }

        database.Prepare("UPDATE state SET thinned_ms = ?1").Bind(1, _hour.Value + UnixTime.HourMs).Run();
        Restart();
        return true;
    }

    internal void Restart()
    {
        _hour = null;
        _seen.Clear();
    }

    private void Begin(bool marks)
    {
        _marks = marks;
        _before = (_hour!.Value + UnixTime.HourMs, long.MinValue);
        _seen.Clear();
    }

    private int Thin(string select, string delete, int limit)
    {
        var looked = 0;
        var superseded = new List<(long Grid, long Instrument)>();
        using (var rows = database.Prepare(select)
            .Bind(1, _hour!.Value).Bind(2, _before.Grid).Bind(3, _before.Instrument).Bind(4, limit).Query())
        {
            for (; rows.Step(); looked++)
            {
                _before = (rows.Integer(0), rows.Integer(1));
                if (!_seen.Add(_before.Instrument))
                    superseded.Add(_before);
            }
        }

        foreach (var (grid, instrument) in superseded)
            database.Prepare(delete).Bind(1, grid).Bind(2, instrument).Run();
        return looked;
    }

    private long? Oldest(long fromMs)
    {
        using var rows = database.Prepare(
            """
            SELECT min(first) FROM (
                SELECT min(grid_ms) AS first FROM open_interest WHERE grid_ms >= ?1
                UNION ALL SELECT min(grid_ms) FROM mark_price WHERE grid_ms >= ?1)
            """)
            .Bind(1, fromMs).Query();
        return rows.Step() ? rows.IntegerOrNull(0) : null;
    }
}
