namespace LiqMon.Context;

/// <summary>What the sources of market context write to the log: events 1400 to 1499.</summary>
internal static partial class ContextLog
{
    [LoggerMessage(EventId = 1400, Level = LogLevel.Warning,
        Message = "{Source}: {Detail}; what it reports about the market is missing until it answers.")]
    internal static partial void SourceFailed(this ILogger logger, string source, string detail);

    [LoggerMessage(EventId = 1401, Level = LogLevel.Information, Message = "{Venue}: no {Name}: {Detail}")]
    internal static partial void MarketDataMissing(this ILogger logger, string venue, string name, string detail);

    [LoggerMessage(EventId = 1402, Level = LogLevel.Warning,
        Message = "Candles and ratios wait for the store: {Detail}")]
    internal static partial void MarketDataWaits(this ILogger logger, string detail);

    [LoggerMessage(EventId = 1403, Level = LogLevel.Warning,
        Message = "{Source}: the store cannot be read for when it answered last ({Detail}); it is called now.")]
    internal static partial void LastAnswerUnknown(this ILogger logger, string source, string detail);
}
