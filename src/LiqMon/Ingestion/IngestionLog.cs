namespace LiqMon.Ingestion;

/// <summary>What the reading of messages writes to the log: events 1100 to 1199.</summary>
internal static partial class IngestionLog
{
    [LoggerMessage(EventId = 1100, Level = LogLevel.Warning,
        Message = "{Venue} {Feed}: messages cannot be counted ({Reason}), totals are a floor; the next line in an hour. Example: "
            + "{Example}")]
    internal static partial void MessagesNotCounted(this ILogger logger, string venue, string feed, string reason, string example);

    [LoggerMessage(EventId = 1101, Level = LogLevel.Error,
        Message = "{Venue} {Feed}: LiqMon could not interpret a message; it is kept in quarantine")]
    internal static partial void MessageNotInterpreted(this ILogger logger, string venue, string feed, Exception failure);

    [LoggerMessage(EventId = 1102, Level = LogLevel.Warning,
        Message = "{Venue}: {Messages} messages of the venue never arrived, by its own numbering")]
    internal static partial void MessagesLost(this ILogger logger, string venue, long messages);
}
