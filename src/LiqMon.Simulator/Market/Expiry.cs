namespace LiqMon.Simulator;

/// <summary>Delivery dates of quarterly contracts.</summary>
internal static class Expiry
{
    /// <summary>08:00 UTC on the last Friday of a quarter, the first one more than two weeks away.</summary>
    public static DateTimeOffset NextQuarter(DateTimeOffset now)
    {
        var month = new DateTimeOffset(now.Year, ((now.Month - 1) / 3 * 3) + 3, 1, 8, 0, 0, TimeSpan.Zero);
        while (true)
        {
            var last = month.AddMonths(1).AddDays(-1);
            while (last.DayOfWeek != DayOfWeek.Friday) last = last.AddDays(-1);
            if (last > now.AddDays(14)) return last;
            month = month.AddMonths(3);
        }
    }
}
