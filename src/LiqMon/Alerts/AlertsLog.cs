namespace LiqMon.Alerts;

/// <summary>What the delivery of alerts writes to the log: events 3300 to 3399.</summary>
internal static partial class AlertsLog
{
    [LoggerMessage(EventId = 3300, Level = LogLevel.Warning,
        Message = "{Target} did not take an alert, which is sent again: {Reason}")]
    internal static partial void AlertRetried(this ILogger logger, string target, string? reason);

    [LoggerMessage(EventId = 3301, Level = LogLevel.Error, Message = "{Target} did not get '{Title}': {Reason}")]
    internal static partial void AlertLost(this ILogger logger, string target, string title, string? reason);

    [LoggerMessage(EventId = 3302, Level = LogLevel.Information, Message = "{Title}")]
    internal static partial void RuleChanged(this ILogger logger, string title);

    [LoggerMessage(EventId = 3303, Level = LogLevel.Warning, Message = "the rules of alerts cannot be looked at ({Reason}); they are tried again")]
    internal static partial void RulesUnread(this ILogger logger, string reason);
}
