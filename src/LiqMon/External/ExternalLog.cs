namespace LiqMon.External;

/// <summary>What the filling of gaps with external sums writes to the log: events 1300 to 1399.</summary>
internal static partial class ExternalLog
{
    [LoggerMessage(EventId = 1300, Level = LogLevel.Information,
        Message = "{Venue}: in {Covered} s of {Gaps} gaps, {Seconds} s in all, Coinalyze counted ${Long} of longs and ${Short} "
            + "of shorts; external, in no total; of {NotKept} s it has no sums any more")]
    internal static partial void GapsFilled(
        this ILogger logger, string venue, long covered, int gaps, long seconds, string @long, string @short, long notKept);

    [LoggerMessage(EventId = 1301, Level = LogLevel.Warning,
        Message = "{Venue}: Coinalyze's sums of {Gaps} gaps are not whole ({Detail}); {Next}")]
    internal static partial void GapsNotFilled(this ILogger logger, string venue, int gaps, string? detail, string next);

    [LoggerMessage(EventId = 1302, Level = LogLevel.Error,
        Message = "{Venue}: filling gaps failed; it is tried again later")]
    internal static partial void FillError(this ILogger logger, string venue, Exception failure);
}
