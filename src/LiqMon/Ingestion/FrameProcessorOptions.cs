namespace LiqMon.Ingestion;

/// <summary>How a venue's frames are taken in.</summary>
public sealed record FrameProcessorOptions
{
    /// <summary>Assets to keep, normalised; empty for all.</summary>
    public IReadOnlySet<string> Assets { get; init; } = new HashSet<string>();

    /// <summary>Grid to which open interest and mark prices are thinned out; see <see cref="Sampling.MarketSampler"/>.</summary>
    public TimeSpan SampleGrid { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How many unusable frames a minute are kept; more are only counted.</summary>
    public int QuarantinePerMinute { get; init; } = 120;

    /// <summary>Sees everything before it is interpreted.</summary>
    public IFrameSink? Sink { get; init; }

    /// <summary>Whether an asset is to be kept.</summary>
    public bool Keeps(string asset) => Assets.Count == 0 || Assets.Contains(asset);
}
