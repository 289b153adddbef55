using System.Globalization;
using LiqMon.Store;

namespace LiqMon.Backfill;

/// <summary>A span as log lines write it: without the day where that is today's, or that of its start.</summary>
internal static class SpanWords
{
    /// <summary><c>10:15:00–10:20:30</c>, or <c>2026-11-19 23:50:00–2026-11-20 00:10:00</c>.</summary>
    internal static string Of(CoverageGap gap, TimeProvider time)
    {
        var (from, to) = (DateTimeOffset.FromUnixTimeMilliseconds(gap.FromMs), DateTimeOffset.FromUnixTimeMilliseconds(gap.ToMs));
        var today = time.GetUtcNow().Date;
        return Text(from, from.Date == today) + "–" + Text(to, to.Date == from.Date);

        static string Text(DateTimeOffset time, bool timeOnly) =>
            time.ToString(timeOnly ? "HH:mm:ss" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }
}
