using System.Globalization;

namespace LiqMon.Text;

/// <summary>How times are written: ISO-8601, UTC; in the sentences of pages without the letters.</summary>
public static class Timestamps
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>A time in UTC with milliseconds: <c>2026-11-20T12:00:00.123Z</c>.</summary>
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>A time for people: <c>2026-11-20 12:00:00 UTC</c>.</summary>
    public static string InWords(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>A time from Unix milliseconds.</summary>
    public static DateTimeOffset FromUnixMs(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);

    /// <summary>The day on which a venue closed: <c>closed 2026-09-23</c>.</summary>
    public static string ClosedOn(DateOnly day) => "closed " + day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
