using LiqMon.Store;

namespace LiqMon.Queries;

/// <summary>
/// The columns of a map over time. They begin at multiples of their length; the last ends at the newest multiple of five
/// minutes, at which open interest is read, so that one question has one answer for so long.
/// </summary>
/// <param name="FromMs">Start of the first, Unix milliseconds.</param>
/// <param name="ToMs">End of the last.</param>
/// <param name="ColumnMs">Length of each but the last.</param>
public readonly record struct HeatSpan(long FromMs, long ToMs, long ColumnMs)
{
    /// <summary>Most columns, of which the first and the last may reach beyond the length.</summary>
    public const int MostColumns = 97;

    private const long ReadingMs = 5 * UnixTime.MinuteMs;

    /// <summary>For so long before the first column the map fills, as long as a map of its own does that names no span.</summary>
    private const long FillingMs = 7 * UnixTime.DayMs;

    private static readonly long[] Lengths = [.. new[] { 5, 10, 15, 30, 60, 120 }.Select(minutes => minutes * UnixTime.MinuteMs)];

    /// <summary>The shortest map over time.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromHours(1);

    /// <summary>The longest.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>Since when positions are in the map.</summary>
    public long OpenedFromMs => FromMs - FillingMs;

    /// <summary>The columns of a length of time that ends at a moment.</summary>
    /// <param name="length">From <see cref="Shortest"/> to <see cref="Longest"/>.</param>
    /// <param name="endMs">The moment, Unix milliseconds.</param>
    public static HeatSpan Of(TimeSpan length, long endMs)
    {
        var lengthMs = (long)length.TotalMilliseconds;
        var columnMs = Lengths.First(one => lengthMs <= one * (MostColumns - 1));
        var toMs = endMs - (endMs % ReadingMs);
        return new HeatSpan((toMs - lengthMs) / columnMs * columnMs, toMs, columnMs);
    }
}
