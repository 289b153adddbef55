using System.Globalization;

namespace LiqMon.Influx;

/// <summary>
/// Reads <c>Retry-After</c> in every form that servers and proxies send: seconds (<c>120</c>), a fraction (<c>1.5</c>), a
/// date (<c>Wed, 21 Oct 2026 07:28:00 GMT</c>), or a number of any size.
/// </summary>
internal static class RetryAfterHeader
{
    /// <summary>The longest pause that is granted: a mistaken header must not end the writing.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <summary>The pause in whole seconds, at most <see cref="Longest"/>; null when the text names none.</summary>
    internal static TimeSpan? Read(string text, DateTimeOffset now)
    {
        double seconds;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number))
            seconds = number;
        else if (DateTimeOffset.TryParseExact(text.Trim(), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
            seconds = (date - now).TotalSeconds;
        else
            return null;
        return seconds > 0 ? TimeSpan.FromSeconds(Math.Ceiling(Math.Min(seconds, Longest.TotalSeconds))) : null;
    }
}
