using LiqMon.Queries;
using LiqMon.Store;

namespace LiqMon.Influx;

/// <summary>
/// Writes the ratios of long to short accounts as venues publish them: each reading once in the life of the process, at its own
/// time. After a start the readings of the last 30 days are written again, and are the same points.
/// </summary>
internal sealed class LongShortPoints
{
    private const long NsOfAMs = 1_000_000;
    private const long RememberedMs = 30L * 86_400_000;

    private readonly Dictionary<(string Asset, string Venue), long> _writtenMs = [];

    /// <summary>The readings to look through.</summary>
    internal static SpanQuery Query(long nowMs) => new()
    {
        Filter = new LiquidationFilter { FromMs = nowMs - RememberedMs, ToMs = nowMs + 1 },
        DisplayFromMs = nowMs - RememberedMs,
        DisplayToMs = nowMs,
        NowMs = nowMs,
    };

    /// <summary>Begins anew, when it is not known whether what was written has been kept.</summary>
    internal void Forget() => _writtenMs.Clear();

    /// <summary>Writes those that are newer than what was written of their asset and venue.</summary>
    internal void Write(LineWriter writer, LongShortResult result)
    {
        foreach (var series in result.Series)
        {
            var key = (series.Asset, series.Venue);
            var writtenMs = _writtenMs.GetValueOrDefault(key, long.MinValue);
            foreach (var reading in series.Readings)
            {
                var timeMs = reading.Time.ToUnixTimeMilliseconds();
                if (timeMs <= writtenMs)
                    continue;
                writer.Begin("long_short");
                writer.Tag("asset", series.Asset);
                writer.Tag("venue", series.Venue);
                writer.Number("ratio", reading.Ratio);
                writer.Number("long_share", reading.LongShare);
                writer.End(timeMs * NsOfAMs);
                _writtenMs[key] = timeMs;
            }
        }
    }
}
