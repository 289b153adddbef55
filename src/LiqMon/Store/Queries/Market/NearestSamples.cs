namespace LiqMon.Store;

/// <summary>A stored sample: its contract version, its time, and its values.</summary>
internal readonly record struct Sample(int Instrument, long TimeMs, double? First, double? Second, double? Third);

/// <summary>
/// Finds of many contracts the sample nearest to one end of a span, walking the raster from that end. Most contracts
/// are found in the first cell or two.
/// </summary>
internal sealed class NearestSamples(Database database, int kind)
{
    // Up to so many contracts are looked up one by one; for more the whole cell is read.
    private const int Few = 64;

    // To look one up costs as much as to read so many rows of a cell.
    private const int LookUpRows = 8;

    private bool IsOpenInterest => kind == SampleRows.OpenInterestKind;

    /// <summary>The sample with the greatest or smallest time in [from, to) of each of the contract versions given.</summary>
    /// <param name="instruments">The contract versions.</param>
    /// <param name="fromMs">Start, Unix milliseconds, inclusive.</param>
    /// <param name="toMs">End, Unix milliseconds, exclusive.</param>
    /// <param name="newest">Whether the greatest time is wanted.</param>
    /// <param name="isGivenUp">
    /// Whether a contract that has not been found is of no interest any more, given the start of the last cell that was read:
    /// one that was not sampled for long would else be looked for in every cell. Null for never.
    /// </param>
    internal Dictionary<int, Sample> Find(
        HashSet<int> instruments, long fromMs, long toMs, bool newest, Func<int, long, Dictionary<int, Sample>, bool>? isGivenUp = null)
    {
        var found = new Dictionary<int, Sample>();
        var bounds = Bounds(instruments, fromMs, toMs);
        // A cell that begins before the span may still hold a sample of it.
        var floor = fromMs - UnixTime.HourMs;
        for (var at = newest ? toMs : floor - 1; bounds.Count > 0;)
        {
            at = newest
                ? Math.Min(at, bounds.Values.Max(bound => bound.LastMs) + 1)
                : Math.Max(at, bounds.Values.Min(bound => bound.FirstMs) - 1);
            if (Neighbour(at, newest) is not { } cell || cell < floor || cell >= toMs)
                break;
            at = cell;
            foreach (var sample in Read(cell, bounds, instruments.Count))
            {
                if (sample.TimeMs >= fromMs && sample.TimeMs < toMs)
                    found.Add(sample.Instrument, sample);
            }

            foreach (var (instrument, bound) in bounds)
            {
                if (found.ContainsKey(instrument) || (newest ? bound.FirstMs >= cell : bound.LastMs <= cell)
                    || isGivenUp?.Invoke(instrument, cell, found) == true)
                    bounds.Remove(instrument);
            }
        }

        return found;
    }

    private Dictionary<int, (long FirstMs, long LastMs)> Bounds(HashSet<int> instruments, long fromMs, long toMs)
    {
        var bounds = new Dictionary<int, (long, long)>();
        if (instruments.Count > Few)
        {
            Take(database.Prepare(
                "SELECT instrument_id, first_ms, last_ms FROM sampled WHERE kind = ?1 AND first_ms < ?3 AND last_ms >= ?2"));
            return bounds;
        }

        foreach (var instrument in instruments)
        {
            Take(database.Prepare(
                """
                SELECT instrument_id, first_ms, last_ms FROM sampled
                WHERE kind = ?1 AND first_ms < ?3 AND last_ms >= ?2 AND instrument_id = ?4
                """)
                .Bind(4, instrument));
        }

        return bounds;

        void Take(Statement query)
        {
            using var rows = query.Bind(1, kind).Bind(2, fromMs - UnixTime.HourMs).Bind(3, toMs).Query();
            while (rows.Step())
            {
                if (instruments.Contains((int)rows.Integer(0)))
                    bounds.Add((int)rows.Integer(0), (rows.Integer(1), rows.Integer(2)));
            }
        }
    }

    private long? Neighbour(long at, bool before)
    {
        var sql = (IsOpenInterest, before) switch
        {
            (true, true) => "SELECT max(grid_ms) FROM open_interest WHERE grid_ms < ?1",
            (true, false) => "SELECT min(grid_ms) FROM open_interest WHERE grid_ms > ?1",
            (false, true) => "SELECT max(grid_ms) FROM mark_price WHERE grid_ms < ?1",
            (false, false) => "SELECT min(grid_ms) FROM mark_price WHERE grid_ms > ?1",
        };
        using var rows = database.Prepare(sql).Bind(1, at).Query();
        return rows.Step() ? rows.IntegerOrNull(0) : null;
    }

    private List<Sample> Read(long cell, Dictionary<int, (long, long)> wanted, int all)
    {
        var samples = new List<Sample>();
        if (wanted.Count <= Math.Max(Few, all / LookUpRows))
        {
            foreach (var instrument in wanted.Keys)
            {
                Take(database.Prepare(IsOpenInterest
                    ? "SELECT instrument_id, time_ms, contracts, base, usd FROM open_interest WHERE grid_ms = ?1 AND instrument_id = ?2"
                    : "SELECT instrument_id, time_ms, mark, index_price, funding_rate FROM mark_price WHERE grid_ms = ?1 AND instrument_id = ?2")
                    .Bind(2, instrument));
            }
        }
        else
        {
            Take(database.Prepare(IsOpenInterest
                ? "SELECT instrument_id, time_ms, contracts, base, usd FROM open_interest WHERE grid_ms = ?1"
                : "SELECT instrument_id, time_ms, mark, index_price, funding_rate FROM mark_price WHERE grid_ms = ?1"));
        }

        return samples;

        void Take(Statement query)
        {
            using var rows = query.Bind(1, cell).Query();
            while (rows.Step())
            {
                if (wanted.ContainsKey((int)rows.Integer(0)))
                {
                    samples.Add(new Sample(
                        (int)rows.Integer(0), rows.Integer(1), rows.RealOrNull(2), rows.RealOrNull(3), rows.RealOrNull(4)));
                }
            }
        }
    }
}
