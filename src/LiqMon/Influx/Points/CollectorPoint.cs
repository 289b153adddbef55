using LiqMon.Feeds;
using LiqMon.Store;

namespace LiqMon.Influx;

/// <summary>Writes how LiqMon itself is doing.</summary>
/// <param name="name">Distinguishes this process from others that write to the same server.</param>
/// <param name="commits">What commits have done.</param>
/// <param name="influx">What the writer has done.</param>
/// <param name="windowsQueue">Commits that wait to be counted.</param>
internal sealed class CollectorPoint(string name, CommitCounters commits, InfluxCounters influx, Func<int> windowsQueue)
{
    private (long Commits, TimeSpan Busy) _before;

    /// <summary>Begins and fills the point.</summary>
    internal void Write(LineWriter writer, IReadOnlyList<VenuePipelineStatus> lanes)
    {
        writer.Begin("collector");
        writer.Tag("collector", name);
        writer.Count("store_queue", lanes.Sum(lane => (long)lane.Waiting));
        writer.Count("windows_queue", windowsQueue());
        writer.Count("stored", commits.Stored);
        writer.Count("duplicates", commits.Duplicates);
        writer.Number("commit_ms", MeanCommitMs());
        writer.Number("influx_lag_s", influx.Lag.TotalSeconds);
        writer.Count("influx_points", influx.Points);
        writer.Count("influx_retries", influx.Retries);
        writer.Count("influx_quarantined", influx.Refused);
        writer.Count("memory_bytes", Environment.WorkingSet);
        writer.Number("cpu_seconds", Environment.CpuUsage.TotalTime.TotalSeconds);
    }

    /// <summary>Of the commits since the last point; null when there were none.</summary>
    private double? MeanCommitMs()
    {
        var (count, busy) = (commits.Commits, commits.Busy);
        double? mean = count > _before.Commits ? (busy - _before.Busy).TotalMilliseconds / (count - _before.Commits) : null;
        _before = (count, busy);
        return mean;
    }
}
