using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>
/// Finds the orders that can still become a window's largest, newest hour first. An hour's minutes are only read when
/// its largest order reaches what was found after it, so of a month few hours are opened.
/// </summary>
internal sealed class LargestChain(Database database, Names names)
{
    private readonly Dictionary<(string Venue, string Asset, AssetClass Class), long> _largest = [];
    private readonly List<WindowCell> _chain = [];

    internal List<WindowCell> Find(long fromMs, long toMs)
    {
        foreach (var (part, from, to) in SpanParts.Of(fromMs, toMs).Reverse())
        {
            switch (part)
            {
                case SpanPart.Minutes:
                    TakeMinutes(Read(CellRows.Minutes, from, to));
                    break;
                case SpanPart.Hours:
                    TakeHours(from, to);
                    break;
                default:
                    throw new ArgumentException("Both ends must be whole minutes.", nameof(fromMs));
            }
        }

        _chain.Reverse();
        return _chain;
    }

    private void TakeHours(long fromMs, long toMs)
    {
        for (var day = toMs; day > fromMs;)
        {
            var dayFrom = Math.Max(fromMs, day - Span.DayMs);
            var byHour = Read(CellRows.Hours, dayFrom, day).GroupBy(cell => cell.StartMs).OrderByDescending(group => group.Key);
            foreach (var hour in byHour)
                TakeHour(hour);
            day = dayFrom;
        }
    }

    private void TakeHour(IGrouping<long, WindowCell> hour)
    {
        var open = hour.Where(Reaches).Select(Series).ToHashSet();
        if (open.Count > 0)
            TakeMinutes(Read(CellRows.Minutes, hour.Key, hour.Key + Span.HourMs).FindAll(cell => open.Contains(Series(cell))));
    }

    private void TakeMinutes(List<WindowCell> cells)
    {
        foreach (var minute in cells.GroupBy(cell => (cell.StartMs, Series(cell))).OrderByDescending(group => group.Key.StartMs))
        {
            var largest = minute.Aggregate((one, other) => LargestFirst.Compare(other, one) < 0 ? other : one);
            if (!Reaches(largest))
                continue;
            _largest[Series(largest)] = largest.LargestMicroUsd;
            _chain.Add(largest);
        }
    }

    // An equal order counts: it is the earlier one, which is the largest while the window holds both.
    private bool Reaches(WindowCell cell) =>
        cell.LargestMicroUsd >= _largest.GetValueOrDefault(Series(cell), long.MinValue);

    private List<WindowCell> Read(string sql, long fromMs, long toMs)
    {
        var cells = new List<WindowCell>();
        using var rows = database.Prepare(sql).Bind(1, fromMs).Bind(2, toMs).Query();
        while (rows.Step())
            cells.Add(CellRows.Read(rows, names));
        return cells;
    }

    private static (string Venue, string Asset, AssetClass Class) Series(WindowCell cell) =>
        (cell.Venue, cell.Asset, cell.AssetClass);
}
