namespace LiqMon.Lake;

/// <summary>What the lake's writer writes to the log: events 3700 to 3799.</summary>
internal static partial class LakeLog
{
    [LoggerMessage(EventId = 3700, Level = LogLevel.Information,
        Message = "The lake has {Day}: {Rows} rows in {Files} files, in {Seconds:0.0} s")]
    internal static partial void DayWritten(this ILogger logger, string day, long rows, int files, double seconds);

    [LoggerMessage(EventId = 3701, Level = LogLevel.Information,
        Message = "The lake has {Day} anew, for something of it came late: {Files} files of {Part}")]
    internal static partial void DayRewritten(this ILogger logger, string day, int files, string part);

    [LoggerMessage(EventId = 3702, Level = LogLevel.Error,
        Message = "The lake in {Directory} cannot be written; it is tried again in {Seconds:0} s: {Reason}")]
    internal static partial void LakeNotWritten(this ILogger logger, string directory, double seconds, string reason);

    [LoggerMessage(EventId = 3703, Level = LogLevel.Information,
        Message = "The lake: {Files} half-written files of a run that was cut off are removed")]
    internal static partial void LeftoversRemoved(this ILogger logger, int files);
}
