using System.Globalization;
using System.Text.Json;

namespace LiqMon.Text;

/// <summary>How names and times are written wherever people or programs read them.</summary>
public static class Words
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>An enum member in lower snake case: <c>closed_by_venue</c>.</summary>
    public static string Of<T>(T value) where T : struct, Enum =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>A time as ISO-8601 in UTC with milliseconds.</summary>
    public static string Of(DateTimeOffset time) =>
        time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>A time from Unix milliseconds.</summary>
    public static DateTimeOffset Time(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);

    /// <summary>Dollars from an exact number of micro-dollars.</summary>
    public static decimal Dollars(Int128 microUsd) => (decimal)microUsd / 1_000_000m;

    /// <summary>«closed 2026-09-23».</summary>
    public static string Closed(DateOnly on) => "closed " + on.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
