namespace LiqMon.Postgres;

/// <summary>What the delivery to PostgreSQL writes to the log: events 3800 to 3899.</summary>
internal static partial class PostgresLog
{
    [LoggerMessage(EventId = 3800, Level = LogLevel.Information,
        Message = "PostgreSQL takes rows again, after {Seconds:0} s.")]
    internal static partial void PostgresResumed(this ILogger logger, double seconds);

    [LoggerMessage(EventId = 3801, Level = LogLevel.Warning,
        Message = "PostgreSQL: {Detail}; everything is kept and tried again.")]
    internal static partial void PostgresFailed(this ILogger logger, string detail);

    [LoggerMessage(EventId = 3802, Level = LogLevel.Error,
        Message = "PostgreSQL does not take rows for {Name}: {Detail}. Everything is kept, next attempt in {Seconds:0} s.")]
    internal static partial void PostgresDenied(this ILogger logger, string name, string detail, double seconds);

    [LoggerMessage(EventId = 3803, Level = LogLevel.Error,
        Message = "PostgreSQL: the store fails, and keeps what is not yet written: {Detail}")]
    internal static partial void PostgresStoreFailed(this ILogger logger, string detail);
}
