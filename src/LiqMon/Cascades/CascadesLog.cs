namespace LiqMon.Cascades;

/// <summary>What the search for cascades writes to the log: events 3200 to 3299.</summary>
internal static partial class CascadesLog
{
    [LoggerMessage(EventId = 3200, Level = LogLevel.Error,
        Message = "The search for cascades failed and begins again: {Detail}")]
    internal static partial void SearchRestarted(this ILogger logger, string detail);
}
