namespace LiqMon.Http;

/// <summary>What failures that last write to the log: events 2300 to 2399.</summary>
internal static partial class HttpLog
{
    [LoggerMessage(EventId = 2300, Level = LogLevel.Warning,
        Message = "{Source}: it still fails ({Parts}); {Failures} failures since the last line: {Detail}")]
    internal static partial void FailureLasts(this ILogger logger, string source, string parts, long failures, string detail);

    [LoggerMessage(EventId = 2301, Level = LogLevel.Information,
        Message = "{Source}: works again after {Seconds:0} s and {Failures} failures")]
    internal static partial void FailureOver(this ILogger logger, string source, double seconds, long failures);
}
