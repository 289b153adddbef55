namespace LiqMon.Store;

/// <summary>What the event store writes to the log: events 2000 to 2099.</summary>
internal static partial class StoreLog
{
    [LoggerMessage(EventId = 2000, Level = LogLevel.Error,
        Message = "The store cannot write: {Detail} {Items} items wait; next attempt in {Seconds} s.")]
    internal static partial void CommitFailed(this ILogger logger, string detail, int items, double seconds);

    [LoggerMessage(EventId = 2001, Level = LogLevel.Warning, Message = "Old rows could not be removed: {Detail}")]
    internal static partial void PruneFailed(this ILogger logger, string detail);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Information,
        Message = "The store writes again after {Seconds:0} s; nothing was lost.")]
    internal static partial void CommitsResumed(this ILogger logger, double seconds);

    [LoggerMessage(EventId = 2003, Level = LogLevel.Error,
        Message = "The store refuses {Items} items, which are kept in quarantine; the rest is stored. The first: {Reason}")]
    internal static partial void ItemsRefused(this ILogger logger, int items, string reason);

    [LoggerMessage(EventId = 2004, Level = LogLevel.Error,
        Message = "The store cannot be read, so old minutes stay in the long windows until it can be: {Detail}")]
    internal static partial void WindowsNotRead(this ILogger logger, string detail);

    [LoggerMessage(EventId = 2005, Level = LogLevel.Error,
        Message = "The store lacks the last {Commits} commits of the run before: its log was damaged or removed, or the database is an older copy. What they held of {From} to {To} is lost, and that span is a gap.")]
    internal static partial void CommitsLost(this ILogger logger, long commits, string from, string to);

    [LoggerMessage(EventId = 2006, Level = LogLevel.Information,
        Message = "The run before did not end by itself; the store holds everything that it committed.")]
    internal static partial void RunCutOff(this ILogger logger);
}
