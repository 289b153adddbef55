using System.Globalization;

namespace LiqMon.Tests.Grafana;

/// <summary>Expands what Grafana itself puts into a statement: the span, its end and the interval.</summary>
internal static class GrafanaMacros
{
    /// <summary>The statement as InfluxDB gets it.</summary>
    /// <param name="text">The statement as it is written.</param>
    /// <param name="fromMs">Start of the span, Unix milliseconds.</param>
    /// <param name="toMs">Its end, which belongs to it.</param>
    /// <param name="interval">Distance of two points.</param>
    internal static string Expand(string text, long fromMs, long toMs, TimeSpan interval) => text
        .Replace("$timeFilter", string.Create(CultureInfo.InvariantCulture, $"time >= {fromMs}ms and time <= {toMs}ms"), StringComparison.Ordinal)
        .Replace("${__to}", toMs.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("$__interval_ms", ((long)interval.TotalMilliseconds).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("$__interval", string.Create(CultureInfo.InvariantCulture, $"{(long)interval.TotalSeconds}s"), StringComparison.Ordinal);
}
