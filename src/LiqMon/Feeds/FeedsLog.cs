namespace LiqMon.Feeds;

/// <summary>What a venue's feeds write to the log: events 1000 to 1099.</summary>
internal static partial class FeedsLog
{
    [LoggerMessage(EventId = 1000, Level = LogLevel.Information, Message = "{Venue} {Feed}: live")]
    internal static partial void FeedLive(this ILogger logger, string venue, string feed);

    [LoggerMessage(EventId = 1001, Level = LogLevel.Warning, Message = "{Venue} {Feed}: {Detail}")]
    internal static partial void FeedFailed(this ILogger logger, string venue, string feed, string detail);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Error, Message = "{Venue} {Feed}: {Detail}")]
    internal static partial void FeedRefused(this ILogger logger, string venue, string feed, string detail);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Information,
        Message = "{Venue} {Feed}: connection replaced as planned")]
    internal static partial void ConnectionReplaced(this ILogger logger, string venue, string feed);

    [LoggerMessage(EventId = 1004, Level = LogLevel.Warning,
        Message = "{Venue} {Feed}: the connection could not be replaced yet ({Detail}); the old one stays")]
    internal static partial void ConnectionNotReplaced(this ILogger logger, string venue, string feed, string detail);

    [LoggerMessage(EventId = 1005, Level = LogLevel.Error, Message = "{Venue} {Feed}: LiqMon failed on a connection")]
    internal static partial void ConnectionError(this ILogger logger, string venue, string feed, Exception failure);

    [LoggerMessage(EventId = 1006, Level = LogLevel.Warning,
        Message = "{Venue} {Feed}: the venue refuses {Topic} ({Detail}); the rest goes on, and the list of contracts is loaded again")]
    internal static partial void TopicRefused(this ILogger logger, string venue, string feed, string topic, string detail);

    [LoggerMessage(EventId = 1007, Level = LogLevel.Warning,
        Message = "{Venue} {Feed}: the venue reports an error: {Detail}")]
    internal static partial void VenueError(this ILogger logger, string venue, string feed, string detail);

    [LoggerMessage(EventId = 1008, Level = LogLevel.Warning,
        Message = "{Venue} {Feed}: the orders that arrive cannot be taken; until one is, nothing is covered")]
    internal static partial void OrdersNotTaken(this ILogger logger, string venue, string feed);

    [LoggerMessage(EventId = 1010, Level = LogLevel.Warning, Message = "{Venue}: a poll failed: {Detail}")]
    internal static partial void PollFailed(this ILogger logger, string venue, string detail);

    [LoggerMessage(EventId = 1011, Level = LogLevel.Warning,
        Message = "{Venue}: the pages of {Poll} cannot be followed: {Detail}")]
    internal static partial void PagesNotFollowed(this ILogger logger, string venue, string poll, string detail);

    [LoggerMessage(EventId = 1020, Level = LogLevel.Error,
        Message = "{Venue}: no contract is known; nothing can be watched until a list is loaded")]
    internal static partial void NoContracts(this ILogger logger, string venue);

    [LoggerMessage(EventId = 1021, Level = LogLevel.Warning,
        Message = "{Venue}: {Part} could not be loaded ({Detail}); what was known stays")]
    internal static partial void ListNotLoaded(this ILogger logger, string venue, string part, string detail);

    [LoggerMessage(EventId = 1022, Level = LogLevel.Error, Message = "{Venue}: LiqMon could not read {Part}")]
    internal static partial void ListNotRead(this ILogger logger, string venue, string part, Exception failure);

    [LoggerMessage(EventId = 1023, Level = LogLevel.Warning,
        Message = "{Venue}: not all listed contracts are taken: {Losses}, such as {Examples}")]
    internal static partial void ContractsNotTaken(this ILogger logger, string venue, string losses, string examples);

    [LoggerMessage(EventId = 1024, Level = LogLevel.Warning,
        Message = "{Venue}: its own accounts could not be loaded ({Detail}); those known before are followed")]
    internal static partial void AccountsNotLoaded(this ILogger logger, string venue, string detail);

    [LoggerMessage(EventId = 1030, Level = LogLevel.Warning,
        Message = "{Venue}: the store did not take the last samples")]
    internal static partial void SamplesNotStored(this ILogger logger, string venue);

    [LoggerMessage(EventId = 1031, Level = LogLevel.Warning,
        Message = "{Venue} {Feed}: the store did not take the end of a span")]
    internal static partial void CoverageNotStored(this ILogger logger, string venue, string feed);

    [LoggerMessage(EventId = 1040, Level = LogLevel.Warning,
        Message = "The wall clock was moved {Direction} by {Seconds:0.0} s, or the machine was suspended; the span is a gap of every feed")]
    internal static partial void ClockMoved(this ILogger logger, string direction, double seconds);

    [LoggerMessage(EventId = 1041, Level = LogLevel.Warning,
        Message = "LiqMon stood still for {Seconds:0.0} s; the span is a gap of every feed")]
    internal static partial void StoodStill(this ILogger logger, double seconds);
}
