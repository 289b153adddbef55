namespace LiqMon.Influx;

/// <summary>What the delivery to InfluxDB writes to the log: events 3500 to 3599.</summary>
internal static partial class InfluxLog
{
    [LoggerMessage(EventId = 3500, Level = LogLevel.Information,
        Message = "InfluxDB takes points again, after {Seconds:0} s.")]
    internal static partial void DeliveryResumed(this ILogger logger, double seconds);

    [LoggerMessage(EventId = 3501, Level = LogLevel.Warning,
        Message = "InfluxDB: {Detail}; everything is kept and tried again.")]
    internal static partial void DeliveryFailed(this ILogger logger, string? detail);

    [LoggerMessage(EventId = 3502, Level = LogLevel.Error,
        Message = "InfluxDB does not let LiqMon write to {Name}: {Detail}. Check Influx:Token or Influx:User and the name; "
            + "everything is kept, next attempt in {Seconds:0} s.")]
    internal static partial void DeliveryDenied(this ILogger logger, string name, string? detail, double seconds);

    [LoggerMessage(EventId = 3503, Level = LogLevel.Error,
        Message = "InfluxDB: the store fails, and keeps what is not yet written: {Detail}")]
    internal static partial void StoreFailed(this ILogger logger, string detail);

    [LoggerMessage(EventId = 3504, Level = LogLevel.Warning,
        Message = "InfluxDB refuses {Points} points of {Measurement}, which are kept in quarantine: {Reason}; {Line}. {Advice}")]
    internal static partial void PointsRefused(
        this ILogger logger, long points, string measurement, string reason, string line, string advice);

    [LoggerMessage(EventId = 3505, Level = LogLevel.Warning,
        Message = "InfluxDB misses the rolling windows of a moment: {Detail}")]
    internal static partial void SnapshotMissed(this ILogger logger, string detail);

    [LoggerMessage(EventId = 3506, Level = LogLevel.Error,
        Message = "The backlog of InfluxDB grew too long. Points of the moment are lost: {Points}. Liquidations, open "
            + "interest, prices and cascades are written later.")]
    internal static partial void PointsDropped(this ILogger logger, string points);
}
