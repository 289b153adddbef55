using System.Globalization;

namespace LiqMon.Http;

/// <summary>
/// Reads <c>Retry-After</c> in every form that servers and proxies send: seconds (<c>120</c>), a fraction (<c>1.5</c>), a
/// date (<c>Wed, 21 Oct 2026 07:28:00 GMT</c>), or a number of any size.
/// </summary>
internal static class RetryAfterHeader
{
    /// <summary>
    /// The longest pause that is granted: a mistaken header must not silence a server for ever. Whoever is requested to wait
    /// longer tries again after it, once, and is tried again.
    /// </summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <summary>The pause in whole seconds, at most <see cref="Longest"/>; zero for a time that is over, null when the text names none.</summary>
    internal static TimeSpan? Read(string text, DateTimeOffset now)
    {
        double seconds;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) && !double.IsNaN(number))
            seconds = number;
        else if (DateTimeOffset.TryParseExact(text.Trim(), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
            seconds = (date - now).TotalSeconds;
        else
            return null;
        return TimeSpan.FromSeconds(Math.Ceiling(Math.Clamp(seconds, 0, Longest.TotalSeconds)));
    }
}
