namespace LiqMon.Pipelines;

/// <summary>What the pipeline writes to the log: events 2100 to 2199.</summary>
internal static partial class PipelinesLog
{
    [LoggerMessage(EventId = 2100, Level = LogLevel.Information, Message = "{Venue}: {Closed}; it is not watched")]
    internal static partial void VenueClosed(this ILogger logger, string venue, string closed);

    [LoggerMessage(EventId = 2102, Level = LogLevel.Error,
        Message = "The store did not take what was received last: at least {Items} items are lost. What was committed before is safe.")]
    internal static partial void LastItemsLost(this ILogger logger, int items);
}
