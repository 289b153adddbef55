using LiqMon.Packing;

namespace LiqMon.Store;

/// <summary>
/// Finds of many contracts the sample nearest to one end of a span, hour by hour from that end: of a packed hour the block of
/// each contract, of one that is rows still cell by cell. Most contracts are found in the first hour.
/// </summary>
internal sealed class NearestSamples(Database database, SampleReader samples, int kind)
{
    // To look one contract up costs as much as to read so many of a cell or hour.
    private const int LookUpRows = 8;

    /// <summary>The sample with the greatest or smallest time in [from, to) of each of the contract versions given.</summary>
    /// <param name="instruments">The contract versions.</param>
    /// <param name="fromMs">Start, Unix milliseconds, inclusive.</param>
    /// <param name="toMs">End, Unix milliseconds, exclusive.</param>
    /// <param name="newest">Whether the greatest time is wanted.</param>
    /// <param name="isGivenUp">
    /// Whether a contract that has not been found is of no interest any more, given the start of the last cell or hour that was
    /// read: one that was not sampled for long would else be looked for in all of them. Null for never.
    /// </param>
    internal Dictionary<int, Sample> Find(
        HashSet<int> instruments, long fromMs, long toMs, bool newest, Func<int, long, Dictionary<int, Sample>, bool>? isGivenUp = null)
    {
        var search = new SampleSearch(Bounds(instruments, fromMs, toMs), (fromMs, toMs), newest, isGivenUp);
        // A cell that begins before the span may still hold a sample of it.
        var floor = fromMs - UnixTime.HourMs;
        for (var at = newest ? toMs : floor - 1; search.Wanted.Count > 0;)
        {
            at = newest
                ? Math.Min(at, search.Wanted.Values.Max(bound => bound.LastMs) + 1)
                : Math.Max(at, search.Wanted.Values.Min(bound => bound.FirstMs) - 1);
            if (Hour(at, newest) is not { } hour || hour + UnixTime.HourMs <= floor || hour >= toMs)
                break;
            Packed(search, hour, instruments.Count);
            Rows(search, hour, at, instruments.Count);
            at = newest ? hour : hour + UnixTime.HourMs - 1;
            search.Pass(at);
        }

        return search.Found;
    }

    private Dictionary<int, (long FirstMs, long LastMs)> Bounds(HashSet<int> instruments, long fromMs, long toMs)
    {
        var bounds = new Dictionary<int, (long, long)>();
        if (instruments.Count > SampleReader.Few)
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

    /// <summary>The nearest hour, before or after a moment, of which there is a cell or a block.</summary>
    private long? Hour(long at, bool before)
    {
        var cell = before ? samples.Rows(kind).LastBefore(at) : samples.Rows(kind).FirstFrom(at + 1);
        var rows = cell is { } start ? UnixTime.Hour(start) : (long?)null;
        var packed = before ? samples.Blocks.LastHour(at) : samples.Blocks.FirstHour(UnixTime.Hour(at + 1));
        return rows is null || packed is null ? rows ?? packed : before ? Math.Max(rows.Value, packed.Value) : Math.Min(rows.Value, packed.Value);
    }

    /// <summary>Looks into the blocks of an hour.</summary>
    private void Packed(SampleSearch search, long hour, int all)
    {
        var parts = kind == SampleRows.OpenInterestKind ? SampleParts.All : SampleParts.Marks;
        if (IsFew(search, all))
        {
            foreach (var instrument in search.Wanted.Keys.ToList())
            {
                if (samples.Blocks.Find(hour, instrument, parts) is { } block)
                    Look(instrument, block);
            }

            return;
        }

        samples.Blocks.Each(hour, 0, parts, (instrument, block) =>
        {
            if (search.Wanted.ContainsKey(instrument))
                Look(instrument, block);
            return search.Wanted.Count > 0;
        });

        void Look(int instrument, SampleUnpacker block)
        {
            var count = kind == SampleRows.OpenInterestKind ? block.OpenInterest.Length : block.Marks.Length;
            for (var i = 0; i < count; i++)
            {
                var at = search.IsNewest ? count - 1 - i : i;
                if (search.Take(kind == SampleRows.OpenInterestKind
                    ? Sample.Of(instrument, block.OpenInterest[at])
                    : Sample.Of(instrument, block.Marks[at])))
                    return;
            }
        }
    }

    /// <summary>Walks the rows of an hour, cell by cell. A contract that has a block in it has none.</summary>
    private void Rows(SampleSearch search, long hour, long at, int all)
    {
        var rows = samples.Rows(kind);
        var found = new List<Sample>();
        at = search.IsNewest ? Math.Min(at, hour + UnixTime.HourMs) : Math.Max(at, hour - 1);
        while (search.Wanted.Count > 0)
        {
            if ((search.IsNewest ? rows.LastBefore(at) : rows.FirstFrom(at + 1)) is not { } cell || UnixTime.Hour(cell) != hour)
                return;
            at = cell;
            found.Clear();
            if (IsFew(search, all))
            {
                foreach (var instrument in search.Wanted.Keys)
                {
                    if (rows.At(cell, instrument) is { } sample)
                        found.Add(sample);
                }
            }
            else
            {
                rows.OfContracts(cell, int.MinValue, int.MaxValue, found);
            }

            foreach (var sample in found)
                search.Take(sample);
            search.Pass(cell);
        }
    }

    private static bool IsFew(SampleSearch search, int all) => search.Wanted.Count <= Math.Max(SampleReader.Few, all / LookUpRows);
}
