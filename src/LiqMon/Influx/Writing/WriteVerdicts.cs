using System.Globalization;
using System.Text.RegularExpressions;
using LiqMon.Text;

namespace LiqMon.Influx;

/// <summary>
/// The one table of what an answer to a write means, for every API. Sources: InfluxDB 2 API, POST /api/v2/write; InfluxDB
/// 1.x, Writing points, which answers 400 (partial write) also when it has stored the rest. As Telegraf's outputs do it.
/// </summary>
internal static partial class WriteVerdicts
{
    /// <summary>The verdict on an answer.</summary>
    /// <param name="status">HTTP status.</param>
    /// <param name="message">The server's reason, in one line.</param>
    /// <param name="retryAfter">For how long the server asks to be left alone.</param>
    internal static WriteResult Of(int status, string message, TimeSpan? retryAfter = null)
    {
        var text = $"HTTP {status}{(message.Length > 0 ? ": " + message : "")}";
        return status switch
        {
            >= 200 and < 300 => new(WriteStatus.Stored),
            413 => new(WriteStatus.TooLarge, text),
            // 1.x answers 400, 2.x 422, and some versions 500.
            400 or 422 or 500 when IsBeyondRetention(message) => new(WriteStatus.PartlyExpired, text, Expired: Dropped(message) ?? 1),
            // The points are well; the server's owner has to raise the limit.
            400 or 422 when message.Contains("max-series-per-database", StringComparison.Ordinal) => new(WriteStatus.Denied, text),
            400 or 422 => new(WriteStatus.BadPoint, text, Dropped: Dropped(message) ?? 0),
            408 or 429 or >= 500 => new(WriteStatus.Unavailable, text, retryAfter),
            >= 300 and < 400 => new(WriteStatus.Denied, text + "; the address leads elsewhere"),
            _ => new(WriteStatus.Denied, text),
        };
    }

    /// <summary>The verdict when no answer came in time.</summary>
    internal static WriteResult TimedOut(InfluxOptions options) => new(
        WriteStatus.Unavailable,
        string.Create(CultureInfo.InvariantCulture, $"{options.Url.Authority} did not answer within {options.Timeout.TotalSeconds:0} s"));

    /// <summary>The verdict when there was no answer, or none that can be read.</summary>
    internal static WriteResult Unreachable(InfluxOptions options, Exception failure) =>
        new(WriteStatus.Unavailable, $"{options.Url.Authority} cannot be reached ({TerminalText.Of(failure.GetBaseException().Message)})");

    // InfluxDB 1.x: partial write: points beyond retention policy dropped=3
    // InfluxDB 2.7: partial write: dropped 3 points outside retention policy of duration 24h0m0s - oldest point …
    private static bool IsBeyondRetention(string message) =>
        message.Contains("beyond retention policy", StringComparison.Ordinal)
        || message.Contains("outside retention policy", StringComparison.Ordinal);

    private static long? Dropped(string message)
    {
        var match = DroppedPoints().Match(message);
        return match.Success && long.TryParse(match.ValueSpan[8..], NumberStyles.None, CultureInfo.InvariantCulture, out var points)
            ? points
            : null;
    }

    [GeneratedRegex(@"\bdropped[= ][0-9]+")]
    private static partial Regex DroppedPoints();
}
