using LiqMon.Windows;

namespace LiqMon.Store;

/// <summary>
/// Finds the orders that can still become a window's largest, newest part first. A day's hours, and an hour's minutes,
/// are only read when its largest order reaches what was found after it: of a month few days and hours are opened.
/// </summary>
internal sealed class LargestChain(Database database, InstrumentCatalog names)
{
    // From so many series on, reading all minutes of an hour beats looking up each series' minutes.
    private const int ManySeries = 200;

    private readonly Dictionary<int, long> _largest = [];
    private readonly List<Bucket> _chain = [];

    internal List<Bucket> Find(long fromMs, long toMs)
    {
        var parts = SpanParts.Of(fromMs, toMs);
        parts.Reverse();
        foreach (var (part, from, to) in parts)
        {
            switch (part)
            {
                case SpanPart.Days:
                    for (var day = to - UnixTime.DayMs; day >= from; day -= UnixTime.DayMs)
                        AddDay(day);
                    break;
                case SpanPart.Hours:
                    for (var hour = to - UnixTime.HourMs; hour >= from; hour -= UnixTime.HourMs)
                        AddHour(hour, Reaching(BucketSql.Hours, hour));
                    break;
                default:
                    AddMinutes(Cells(BucketSql.Minutes, from, to));
                    break;
            }
        }

        _chain.Reverse();
        return _chain;
    }

    private void AddDay(long day)
    {
        var byHour = new SortedDictionary<long, HashSet<int>>();
        foreach (var series in Reaching(BucketSql.Days, day))
        {
            var query = database.Prepare(BucketSql.HoursOfSeries).Bind(1, day).Bind(2, day + UnixTime.DayMs).Bind(3, series);
            using var rows = query.Query();
            while (rows.Step())
            {
                if (!Reaches(series, rows.LargestMicroUsd()))
                    continue;
                if (!byHour.TryGetValue(rows.Start(), out var open))
                    byHour.Add(rows.Start(), open = []);
                open.Add(series);
            }
        }

        foreach (var (hour, open) in byHour.Reverse())
            AddHour(hour, open);
    }

    private void AddHour(long hour, HashSet<int> open)
    {
        if (open.Count >= ManySeries)
        {
            AddMinutes(Cells(BucketSql.Minutes, hour, hour + UnixTime.HourMs).FindAll(cell => open.Contains(cell.Series)));
            return;
        }

        var cells = new List<Entry>();
        var minute = database.Prepare(BucketSql.MinuteOfSeries);
        foreach (var series in open)
        {
            for (var start = hour; start < hour + UnixTime.HourMs; start += UnixTime.MinuteMs)
                Add(minute.Bind(1, start).Bind(2, series), cells);
        }

        AddMinutes(cells);
    }

    private void AddMinutes(List<Entry> cells)
    {
        foreach (var minute in cells.GroupBy(cell => (cell.Cell.StartMs, cell.Series)).OrderByDescending(group => group.Key.StartMs))
        {
            var largest = minute.Select(entry => entry.Cell)
                .Aggregate((one, other) => LargestFirst.Compare(other, one) < 0 ? other : one);
            if (!Reaches(minute.Key.Series, largest.LargestMicroUsd))
                continue;
            _largest[minute.Key.Series] = largest.LargestMicroUsd;
            _chain.Add(largest);
        }
    }

    // An equal order counts: it is the earlier one, which is the largest while the window holds both.
    private bool Reaches(int series, long microUsd) =>
        !_largest.TryGetValue(series, out var largest) || microUsd >= largest;

    private HashSet<int> Reaching(string sql, long start)
    {
        var open = new HashSet<int>();
        using var rows = database.Prepare(sql).Bind(1, start).Bind(2, start + 1).Query();
        while (rows.Step())
        {
            if (Reaches(rows.Series(), rows.LargestMicroUsd()))
                open.Add(rows.Series());
        }

        return open;
    }

    private List<Entry> Cells(string sql, long fromMs, long toMs)
    {
        var cells = new List<Entry>();
        Add(database.Prepare(sql).Bind(1, fromMs).Bind(2, toMs), cells);
        return cells;
    }

    private void Add(Statement query, List<Entry> cells)
    {
        using var rows = query.Query();
        while (rows.Step())
        {
            if (Reaches(rows.Series(), rows.LargestMicroUsd()))
                cells.Add(new Entry(rows.Series(), BucketSql.Read(rows, names)));
        }
    }

    private readonly record struct Entry(int Series, Bucket Cell);
}
