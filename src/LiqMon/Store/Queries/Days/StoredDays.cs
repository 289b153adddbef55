namespace LiqMon.Store;

/// <summary>Which days of UTC the store has anything of, and from when on it has all of it.</summary>
internal sealed class StoredDays(Database database)
{
    private readonly SampleReader _samples = new(database);

    /// <summary>Starts of the days before a moment of which there is any liquidation or sample, in order.</summary>
    /// <param name="beforeMs">The moment, Unix milliseconds.</param>
    internal IReadOnlyList<long> Before(long beforeMs) => database.Snapshot(() =>
    {
        _samples.Refresh();
        var days = new List<long>();
        for (var day = Next(0); day is { } start && start < beforeMs; day = Next(start + UnixTime.DayMs))
            days.Add(start);
        return days;
    });

    /// <summary>Single liquidations before this moment may have been removed, Unix milliseconds.</summary>
    internal long RawFromMs() => database.Snapshot(() => database.Scalar("SELECT raw_from_ms FROM state") ?? 0);

    /// <summary>Samples before this moment are the last of each hour, Unix milliseconds.</summary>
    internal long ThinnedMs() => database.Snapshot(() => database.Scalar("SELECT thinned_ms FROM state") ?? 0);

    private long? Next(long fromMs)
    {
        long?[] starts =
        [
            FirstOrders(fromMs),
            _samples.FirstMinute(SampleRows.OpenInterestKind, fromMs),
            _samples.FirstMinute(SampleRows.MarkPriceKind, fromMs),
        ];
        return starts.Min() is { } first ? UnixTime.Day(first) : null;
    }

    private long? FirstOrders(long fromMs)
    {
        using var rows = database.Prepare("SELECT min(start_ms) FROM rollup_day WHERE start_ms >= ?1").Bind(1, fromMs).Query();
        return rows.Step() ? rows.IntegerOrNull(0) : null;
    }
}
