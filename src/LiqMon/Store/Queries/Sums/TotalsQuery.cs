using LiqMon.Windows;

namespace LiqMon.Store;

/// <summary>Adds up totals: whole days, hours and minutes from the sums, only the ragged ends from single events.</summary>
/// <param name="database">The database.</param>
/// <param name="names">Names of contracts.</param>
/// <param name="filter">Which liquidations.</param>
/// <param name="grouping">What totals are by.</param>
/// <param name="barMs">Length of one group of time, a whole number of minutes; 0 for that of the grouping.</param>
internal sealed class TotalsQuery(Database database, InstrumentCatalog names, LiquidationFilter filter, Grouping grouping, long barMs = 0)
{
    // Up to so many series one search per series beats reading every series of the span.
    private const int FewSeries = 64;

    private readonly SeriesFilter _series = new(filter);
    private readonly Dictionary<string, TotalsSum> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<long, TotalsSum> _byStart = [];
    private readonly TotalsSum _all = new();

    private long GroupWidthMs => barMs > 0 ? barMs : grouping == Grouping.Day ? UnixTime.DayMs : UnixTime.HourMs;

    internal List<LiquidationTotals> Run()
    {
        var (fromMs, toMs) = ExactEnds(database, filter);
        var coarsest = grouping is not (Grouping.Day or Grouping.Hour) || GroupWidthMs % UnixTime.DayMs == 0 ? SpanPart.Days
            : GroupWidthMs % UnixTime.HourMs == 0 ? SpanPart.Hours
            : SpanPart.Minutes;
        var few = _series.IsNarrow ? names.AllSeries().Where(_series.Includes).ToList() : null;
        if (few?.Count > FewSeries)
            few = null;
        foreach (var (part, from, to) in SpanParts.Of(fromMs, toMs, coarsest))
        {
            if (few is null || part < SpanPart.Hours)
            {
                Each(database.Prepare(BucketSql.Of(part)), from, to);
                continue;
            }

            foreach (var series in few)
                Each(database.Prepare(part == SpanPart.Days ? BucketSql.DaysOfSeries : BucketSql.HoursOfSeries).Bind(3, series.Id), from, to);
        }

        return grouping switch
        {
            Grouping.Asset or Grouping.Venue => ByName(),
            Grouping.Day or Grouping.Hour => ByTime(),
            _ => [_all.Totals("ALL", filter.FromMs, filter.ToMs)],
        };
    }

    /// <summary>A span's ends, moved to the minute where there are no longer single events.</summary>
    internal static (long FromMs, long ToMs) ExactEnds(Database database, LiquidationFilter filter)
    {
        var rawFromMs = database.Scalar("SELECT raw_from_ms FROM state") ?? 0;
        return (End(filter.FromMs), End(filter.ToMs));

        // Without single events a minute cannot be cut; both ends down, so that adjacent spans share no minute.
        long End(long ms) => ms < rawFromMs ? UnixTime.Minute(ms) : ms;
    }

    private void Each(Statement query, long fromMs, long toMs)
    {
        using var rows = query.Bind(1, fromMs).Bind(2, toMs).Query();
        while (rows.Step())
        {
            if (_series.Includes(names.Series(rows.Series())))
                Add(BucketSql.Read(rows, names));
        }
    }

    private void Add(in Bucket cell) => (grouping switch
    {
        Grouping.Asset => Of(_byName, cell.Asset),
        Grouping.Venue => Of(_byName, cell.Venue),
        Grouping.Day or Grouping.Hour => Of(_byStart, UnixTime.Floor(cell.StartMs, GroupWidthMs)),
        _ => _all,
    }).Add(cell);

    private static TotalsSum Of<TKey>(Dictionary<TKey, TotalsSum> sums, TKey key)
        where TKey : notnull
    {
        if (!sums.TryGetValue(key, out var sum))
            sums.Add(key, sum = new TotalsSum());
        return sum;
    }

    private List<LiquidationTotals> ByName() => _byName
        .Select(pair => pair.Value.Totals(pair.Key, filter.FromMs, filter.ToMs))
        .OrderByDescending(totals => totals.LongMicroUsd + totals.ShortMicroUsd)
        .ThenBy(totals => totals.Group, StringComparer.Ordinal)
        .ToList();

    private List<LiquidationTotals> ByTime()
    {
        var totals = new List<LiquidationTotals>();
        var empty = new TotalsSum();
        for (var start = UnixTime.Floor(filter.FromMs, GroupWidthMs); start < filter.ToMs; start += GroupWidthMs)
        {
            totals.Add(_byStart.GetValueOrDefault(start, empty).Totals(
                null, Math.Max(start, filter.FromMs), Math.Min(start + GroupWidthMs, filter.ToMs)));
        }

        return totals;
    }
}
