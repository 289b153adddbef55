namespace LiqMon.Api;

/// <summary>What the HTTP server writes to the log: events 3000 to 3099.</summary>
internal static partial class ApiLog
{
    [LoggerMessage(EventId = 3000, Level = LogLevel.Warning, Message = "HTTP: {Line}{More}")]
    internal static partial void HttpWarning(this ILogger logger, string line, string more, Exception? failure);
}
