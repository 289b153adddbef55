namespace LiqMon.Store;

/// <summary>What the event store writes to the log: events 2000 to 2099.</summary>
internal static partial class StoreLog
{
    [LoggerMessage(EventId = 2000, Level = LogLevel.Error,
        Message = "The store cannot write: {Detail} {Items} items wait; next attempt in {Seconds} s.")]
    internal static partial void CommitFailed(this ILogger logger, string detail, int items, double seconds);

    [LoggerMessage(EventId = 2001, Level = LogLevel.Warning, Message = "Old rows could not be removed: {Detail}")]
    internal static partial void PruneFailed(this ILogger logger, string detail);
}
