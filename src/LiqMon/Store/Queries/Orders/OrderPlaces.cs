namespace LiqMon.Store;

/// <summary>
/// Finds by the sums in which parts of a span a list of orders can have rows at all, so that what is rare is not looked for
/// among all orders: of a month the days, of these the hours, of these the minutes. Where a list has rows everywhere it is
/// the span itself.
/// </summary>
internal sealed class OrderPlaces(Database database, InstrumentCatalog names, LiquidationFilter filter, long minMicroUsd, bool newestFirst)
{
    // Up to so many series one search per series beats reading every series of the span.
    private const int FewSeries = 64;

    /// <summary>The parts in the order of the list, each [from, to), found as they are requested.</summary>
    internal IEnumerable<(long FromMs, long ToMs)> Find()
    {
        var series = new SeriesFilter(filter);
        var few = series.IsNarrow ? names.AllSeries().Where(series.Includes).Select(one => one.Id).ToList() : null;
        if (few?.Count > FewSeries)
            few = null;
        if (few is null && minMicroUsd == 0)
            return [(filter.FromMs, filter.ToMs)];
        return few is null ? OfAll() : OfSeries(few);
    }

    private IEnumerable<(long FromMs, long ToMs)> OfAll() =>
        from day in Starts("SELECT DISTINCT start_ms FROM rollup_day", filter.FromMs, filter.ToMs, UnixTime.DayMs)
        from hour in Starts("SELECT DISTINCT start_ms FROM rollup_hour", day.FromMs, day.ToMs, UnixTime.HourMs)
        from minute in Starts("SELECT DISTINCT start_ms FROM rollup_minute", hour.FromMs, hour.ToMs, UnixTime.MinuteMs)
        select minute;

    private IEnumerable<(long FromMs, long ToMs)> OfSeries(List<int> few)
    {
        const string Day = "SELECT start_ms FROM rollup_day WHERE series_id = ?4 AND";
        const string Hour = "SELECT start_ms FROM rollup_hour WHERE series_id = ?4 AND";
        const string Minute = "SELECT start_ms FROM rollup_minute WHERE series_id = ?4 AND";
        return
            from day in Starts(Day, filter.FromMs, filter.ToMs, UnixTime.DayMs, few)
            from hour in Starts(Hour, day.FromMs, day.ToMs, UnixTime.HourMs, few)
            from minute in Starts(Minute, hour.FromMs, hour.ToMs, UnixTime.MinuteMs, few)
            select minute;
    }

    /// <summary>The cells of one width within [from, to) that hold an order of the least size, clipped to it.</summary>
    private List<(long FromMs, long ToMs)> Starts(string cells, long fromMs, long toMs, long widthMs, List<int>? few = null)
    {
        database.ThrowIfStopped();
        var starts = new SortedSet<long>();
        var query = database.Prepare(
            $"{cells}{(few is null ? " WHERE" : "")} start_ms >= ?1 AND start_ms < ?2 AND max_usd_micro >= ?3")
            .Bind(1, UnixTime.Floor(fromMs, widthMs)).Bind(2, toMs).Bind(3, minMicroUsd);
        if (few is null)
            Take();
        foreach (var series in few ?? [])
        {
            query.Bind(4, (long)series);
            Take();
        }

        var found = starts.Select(start => (Math.Max(start, fromMs), Math.Min(start + widthMs, toMs))).ToList();
        if (newestFirst)
            found.Reverse();
        return found;

        void Take()
        {
            using var rows = query.Query();
            while (rows.Step())
                starts.Add(rows.Integer(0));
        }
    }
}
