using System.Text;
using LiqMon.Text;

namespace LiqMon.Influx;

/// <summary>Reports refused points in the log: for each measurement at most a line a minute, with what to do about it.</summary>
internal sealed class RefusalLog(ILogger log, TimeProvider time)
{
    private const int ShownBytes = 200;

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, (long LoggedAt, long NotLogged)> _measurements = new(StringComparer.Ordinal);

    /// <summary>Reports points that are in quarantine now.</summary>
    internal void Report(IEnumerable<(ReadOnlyMemory<byte> Line, string Reason)> refused)
    {
        foreach (var group in refused.GroupBy(point => LinesByMeasurement.Name(point.Line.Span), StringComparer.Ordinal))
        {
            var isKnown = _measurements.TryGetValue(group.Key, out var known);
            var points = known.NotLogged + group.Count();
            if (isKnown && time.GetElapsedTime(known.LoggedAt) < Every)
            {
                _measurements[group.Key] = (known.LoggedAt, points);
                continue;
            }

            _measurements[group.Key] = (time.GetTimestamp(), 0);
            var (line, reason) = group.First();
            log.PointsRefused(points, TerminalText.Of(group.Key), reason, Shown(line.Span), FieldConflict.In(reason)?.Advice ?? "");
        }
    }

    private static string Shown(ReadOnlySpan<byte> line) =>
        TerminalText.Of(Encoding.UTF8.GetString(line[..Math.Min(line.Length, ShownBytes)]));
}
