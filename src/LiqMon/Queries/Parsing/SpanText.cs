using System.Globalization;

namespace LiqMon.Queries;

/// <summary>Reads windows and times as people write them; always UTC, whatever the machine is set to.</summary>
public static class SpanText
{
    private static readonly string[] TimeFormats =
    [
        "yyyy-MM-dd",
        "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mmK",
        "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd HH:mm:ssK",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
    ];

    /// <summary>The windows that are offered; any other number with a unit is understood as well.</summary>
    public static IReadOnlyList<string> Presets { get; } = ["1m", "5m", "15m", "1h", "4h", "12h", "24h", "7d", "30d"];

    /// <summary>Reads a window: a whole number and <c>m</c>, <c>h</c>, <c>d</c> or <c>w</c>.</summary>
    public static bool TryWindow(string text, out TimeSpan window) => TryLength(text, allowSeconds: false, out window);

    /// <summary>Reads a length of time: as a window, or with <c>s</c> for seconds.</summary>
    public static bool TryDuration(string text, out TimeSpan duration) => TryLength(text, allowSeconds: true, out duration);

    /// <summary>Reads an ISO-8601 date or time. Without an offset it is UTC.</summary>
    public static bool TryTime(string text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text,
        TimeFormats,
        CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
        out time) && time.Year is >= 1970 and < 9999;

    private static bool TryLength(string text, bool allowSeconds, out TimeSpan length)
    {
        length = default;
        if (text is not { Length: >= 2 and <= 8 }
            || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count == 0)
            return false;
        var seconds = text[^1] switch
        {
            's' when allowSeconds => 1L,
            'm' => 60L,
            'h' => 3_600L,
            'd' => 86_400L,
            'w' => 604_800L,
            _ => 0L,
        };
        if (seconds == 0 || seconds * count > 100L * 366 * 86_400)
            return false;
        length = TimeSpan.FromSeconds(seconds * count);
        return true;
    }
}
