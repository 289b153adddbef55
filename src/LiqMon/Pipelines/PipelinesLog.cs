namespace LiqMon.Pipelines;

/// <summary>What the pipeline writes to the log: events 2100 to 2199.</summary>
internal static partial class PipelinesLog
{
    [LoggerMessage(EventId = 2100, Level = LogLevel.Information, Message = "{Venue}: {Closed}; it is not watched")]
    internal static partial void VenueClosed(this ILogger logger, string venue, string closed);

    [LoggerMessage(EventId = 2102, Level = LogLevel.Error,
        Message = "The store did not take what was received last: at least {Items} items are lost. What was committed before is safe.")]
    internal static partial void LastItemsLost(this ILogger logger, int items);

    [LoggerMessage(EventId = 2103, Level = LogLevel.Error,
        Message = "The clock is wrong: {Detail}. Orders are kept under the times of their venues; set the clock and keep it set.")]
    internal static partial void MachineClockWrong(this ILogger logger, string detail);

    [LoggerMessage(EventId = 2104, Level = LogLevel.Warning,
        Message = "{Venue}: {Detail}; its orders are kept, under times that are doubtful")]
    internal static partial void VenueClockWrong(this ILogger logger, string venue, string detail);

    [LoggerMessage(EventId = 2105, Level = LogLevel.Information, Message = "Right again: {Clock}")]
    internal static partial void ClockRight(this ILogger logger, string clock);
}
