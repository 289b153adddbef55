namespace LiqMon.Api;

/// <summary>What the HTTP server writes to the log: events 3000 to 3099.</summary>
internal static partial class ApiLog
{
    [LoggerMessage(EventId = 3000, Level = LogLevel.Error, Message = "A request to {Path} failed")]
    internal static partial void RequestFailed(this ILogger logger, string path, Exception failure);
}
