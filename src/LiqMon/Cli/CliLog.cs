namespace LiqMon.Cli;

/// <summary>What a running monitor writes to the log by itself: events 3600 to 3699.</summary>
internal static partial class CliLog
{
    [LoggerMessage(EventId = 3600, Level = LogLevel.Warning, Message = "{Notice}")]
    internal static partial void NothingReached(this ILogger logger, string notice);
}
