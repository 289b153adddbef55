namespace LiqMon.Live;

/// <summary>What the live stream writes to the log: events 3100 to 3199.</summary>
internal static partial class LiveLog
{
    [LoggerMessage(EventId = 3100, Level = LogLevel.Warning,
        Message = "The live stream misses a second of totals: {Detail}")]
    internal static partial void TotalsMissed(this ILogger logger, string detail);
}
