namespace LiqMon.Reports;

/// <summary>What the loop of weekly reports writes to the log: events 3400 to 3499.</summary>
internal static partial class ReportsLog
{
    [LoggerMessage(EventId = 3400, Level = LogLevel.Information,
        Message = "The report of {Week} is in {Directory}: {Headline}")]
    internal static partial void ReportWritten(this ILogger logger, IsoWeek week, string directory, string headline);

    [LoggerMessage(EventId = 3401, Level = LogLevel.Error,
        Message = "The report of {Week} was not written and is tried again: {Reason}")]
    internal static partial void ReportNotWritten(this ILogger logger, IsoWeek week, string reason);
}
