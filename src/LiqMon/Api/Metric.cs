namespace LiqMon.Api;

/// <summary>What a metric does over time.</summary>
public enum MetricKind
{
    /// <summary>Goes up and down.</summary>
    Gauge,

    /// <summary>Only goes up until a restart.</summary>
    Counter,
}

/// <summary>One figure about the monitor, with its values.</summary>
/// <param name="Name">Its name: letters, digits and underscores.</param>
/// <param name="Help">What it means.</param>
/// <param name="Kind">What it does over time.</param>
/// <param name="Samples">Its values.</param>
public sealed record Metric(string Name, string Help, MetricKind Kind, IReadOnlyList<MetricSample> Samples)
{
    /// <summary>A metric with a single value and no labels.</summary>
    public static Metric Of(string name, string help, MetricKind kind, double value) =>
        new(name, help, kind, [new MetricSample(value)]);
}

/// <summary>One value of a metric.</summary>
/// <param name="Value">The value.</param>
/// <param name="Labels">Names and values that distinguish it from others.</param>
public sealed record MetricSample(double Value, params IReadOnlyList<(string Name, string Value)> Labels);
