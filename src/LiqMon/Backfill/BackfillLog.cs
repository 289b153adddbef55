namespace LiqMon.Backfill;

/// <summary>What the repair of gaps writes to the log: events 1200 to 1299.</summary>
internal static partial class BackfillLog
{
    [LoggerMessage(EventId = 1200, Level = LogLevel.Information,
        Message = "{Venue}: gap {Gap} repaired, {Found} liquidations found, {New} of them new")]
    internal static partial void GapRepaired(this ILogger logger, string venue, string gap, long found, long @new);

    [LoggerMessage(EventId = 1201, Level = LogLevel.Information,
        Message = "{Venue}: gap {Gap} stays, for its history may not be whole; {Found} liquidations found, {New} of them new")]
    internal static partial void GapNotProven(this ILogger logger, string venue, string gap, long found, long @new);

    [LoggerMessage(EventId = 1202, Level = LogLevel.Information,
        Message = "{Venue}: repairing gap {Gap}: {Read} of {Requests} read, {Pages} pages, {Found} liquidations in all repairs so far")]
    internal static partial void RepairProgress(
        this ILogger logger, string venue, string gap, long read, long requests, long pages, long found);

    [LoggerMessage(EventId = 1203, Level = LogLevel.Warning,
        Message = "{Venue}: gap {Gap} is not repaired yet ({Detail}); next attempt in {Seconds:0} s")]
    internal static partial void GapNotRepaired(this ILogger logger, string venue, string gap, string? detail, double seconds);

    [LoggerMessage(EventId = 1204, Level = LogLevel.Warning,
        Message = "{Venue}: gap {Gap} is not repaired after {Failures} attempts ({Detail}); from now on it is tried every "
            + "{Seconds:0} s, as long as the venue's history reaches it")]
    internal static partial void GapTriedRarely(
        this ILogger logger, string venue, string gap, int failures, string? detail, double seconds);

    [LoggerMessage(EventId = 1205, Level = LogLevel.Information,
        Message = "{Venue}: gap {Gap} is not repaired yet ({Detail}); next attempt in {Seconds:0} s")]
    internal static partial void GapStillNotRepaired(this ILogger logger, string venue, string gap, string? detail, double seconds);

    [LoggerMessage(EventId = 1206, Level = LogLevel.Warning,
        Message = "{Venue}: gap {Gap} is final after {Failures} attempts: the venue's history no longer reaches it")]
    internal static partial void GapFinal(this ILogger logger, string venue, string gap, int failures);

    [LoggerMessage(EventId = 1207, Level = LogLevel.Error,
        Message = "{Venue}: a repair failed; it is tried again later: {Detail}")]
    internal static partial void RepairFailed(this ILogger logger, string venue, string detail);

    [LoggerMessage(EventId = 1208, Level = LogLevel.Information,
        Message = "{Venue}: {Orders} orders and messages of {Deficits} spans that could not be taken are made good from its history, "
            + "which has {Found} liquidations of that time")]
    internal static partial void DeficitsMadeGood(this ILogger logger, string venue, long orders, int deficits, long found);

    [LoggerMessage(EventId = 1210, Level = LogLevel.Information,
        Message = "{Venue}: fetching its past, the newest first: liquidations back to {Liquidations}, open interest back to {Market}")]
    internal static partial void WarmUpProgress(this ILogger logger, string venue, string liquidations, string market);

    [LoggerMessage(EventId = 1211, Level = LogLevel.Information,
        Message = "{Venue}: its past is fetched, as far as its history reaches")]
    internal static partial void WarmUpEnded(this ILogger logger, string venue);

    [LoggerMessage(EventId = 1212, Level = LogLevel.Information,
        Message = "{Venue}: open interest of {Span} is not fetched yet ({Detail}); it is tried again")]
    internal static partial void WarmUpPostponed(this ILogger logger, string venue, string span, string detail);

    [LoggerMessage(EventId = 1213, Level = LogLevel.Information,
        Message = "{Venue}: its history has no liquidation of {Span}, which may be beyond what it keeps; that time stays a gap, "
            + "and nothing older is fetched")]
    internal static partial void WarmUpSilent(this ILogger logger, string venue, string span);

    [LoggerMessage(EventId = 1214, Level = LogLevel.Information,
        Message = "{Venue}: fetching its past is paused; 'liqmon backfill --resume' goes on")]
    internal static partial void WarmUpPaused(this ILogger logger, string venue);

    [LoggerMessage(EventId = 1215, Level = LogLevel.Information, Message = "{Venue}: fetching its past goes on")]
    internal static partial void WarmUpResumed(this ILogger logger, string venue);

    [LoggerMessage(EventId = 1209, Level = LogLevel.Information,
        Message = "{Venue}: {Reason} ({Count}) is not made good from its history yet ({Detail}); next attempt in {Seconds:0} s")]
    internal static partial void DeficitNotMadeGood(
        this ILogger logger, string venue, Market.DeficitReason reason, long count, string? detail, double seconds);
}
