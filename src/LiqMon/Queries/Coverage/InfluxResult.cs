using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Queries;

/// <summary>How far the store has been delivered to InfluxDB.</summary>
public sealed record InfluxResult
{
    /// <summary>Bucket or database and address, as the settings say now; null when they name none.</summary>
    public string? Target { get; init; }

    /// <summary>Commits that have still to be delivered.</summary>
    public required long WaitingCommits { get; init; }

    /// <summary>Age of the oldest of them in seconds; 0 when none waits.</summary>
    public required decimal LagSeconds { get; init; }

    /// <summary>Points written ever.</summary>
    public required long Points { get; init; }

    /// <summary>When something was last written.</summary>
    public DateTimeOffset? LastWritten { get; init; }

    /// <summary>Points that InfluxDB dropped because they are older than it keeps.</summary>
    public required long Expired { get; init; }

    /// <summary>Points that InfluxDB refused; the newest 1,000 are kept.</summary>
    public required long Quarantined { get; init; }

    /// <summary>What keeps points from being written; null when nothing does.</summary>
    public string? Fault { get; init; }

    /// <summary>Since when.</summary>
    public DateTimeOffset? FaultSince { get; init; }

    /// <summary>From when on the tables are still being delivered; null when they are not.</summary>
    public DateTimeOffset? ResyncFrom { get; init; }

    /// <summary>Points of the moment that waited too long and are lost, by measurement.</summary>
    public IReadOnlyList<DroppedPointsResult> Dropped { get; init; } = [];

    /// <summary>The newest refused points.</summary>
    public required IReadOnlyList<RefusedPointResult> Refused { get; init; }

    /// <summary>The answer for what the store knows.</summary>
    internal static InfluxResult Of(
        DestinationState state, IReadOnlyList<RefusedPoint> refused, IReadOnlyList<DroppedPoints> dropped, string? target, DateTimeOffset now) => new()
        {
            Dropped = [.. dropped.Select(lost => new DroppedPointsResult(lost.Measurement, lost.Points, Timestamps.FromUnixMs(lost.DroppedMs)))],
            Target = target,
            WaitingCommits = state.Waiting,
            LagSeconds = state.WaitingSinceMs is { } since ? Math.Max(0, now.ToUnixTimeMilliseconds() - since) / 1_000m : 0,
            Points = state.Points,
            LastWritten = Time(state.WrittenMs),
            Expired = state.Expired,
            Quarantined = state.Refused,
            Fault = state.Fault,
            FaultSince = Time(state.FaultMs),
            ResyncFrom = Time(state.ResyncFromMs),
            Refused = [.. refused.Select(point => new RefusedPointResult(Timestamps.FromUnixMs(point.RefusedMs), point.Reason, point.Line))],
        };

    private static DateTimeOffset? Time(long? ms) => ms is { } known ? Timestamps.FromUnixMs(known) : null;
}

/// <summary>Points of the moment that are lost.</summary>
/// <param name="Measurement">Their measurement.</param>
/// <param name="Points">How many, ever.</param>
/// <param name="Last">When the last were lost.</param>
public sealed record DroppedPointsResult(string Measurement, long Points, DateTimeOffset Last);

/// <summary>A point that InfluxDB refused.</summary>
/// <param name="Time">When.</param>
/// <param name="Reason">The reason it gave.</param>
/// <param name="Line">The point, in line protocol.</param>
public sealed record RefusedPointResult(DateTimeOffset Time, string Reason, string Line);
