namespace LiqMon.Recordings;

/// <summary>What the replay of recordings writes to the log: events 1500 to 1599.</summary>
internal static partial class RecordingsLog
{
    [LoggerMessage(EventId = 1500, Level = LogLevel.Warning,
        Message = "{Venue}: a recorded list of contracts is not readable; it is left out.")]
    internal static partial void RecordedListNotRead(this ILogger logger, string venue);

    [LoggerMessage(EventId = 1501, Level = LogLevel.Warning,
        Message = "{Venue}: a recorded list of its accounts is not readable; it is left out.")]
    internal static partial void RecordedAccountsNotRead(this ILogger logger, string venue);
}
