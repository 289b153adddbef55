using LiqMon.Store;

namespace LiqMon.Influx;

/// <summary>What a writer is made of.</summary>
public sealed record InfluxWriterSetup
{
    /// <summary>Where to write.</summary>
    public required InfluxOptions Options { get; init; }

    /// <summary>The store, opened with <see cref="InfluxOptions.Destination"/> among its destinations.</summary>
    public required EventStore Store { get; init; }

    /// <summary>The store's folder.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Source of jitter.</summary>
    public required Random Random { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The log.</summary>
    public required ILogger Log { get; init; }
}
