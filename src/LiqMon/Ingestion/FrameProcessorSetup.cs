using System.Threading.Channels;
using LiqMon.Sampling;
using LiqMon.Store;
using LiqMon.Venues;

namespace LiqMon.Ingestion;

/// <summary>What a processor of frames is made of.</summary>
public sealed record FrameProcessorSetup
{
    /// <summary>The venue.</summary>
    public required IVenue Venue { get; init; }

    /// <summary>Its symbols.</summary>
    public SymbolRegistry Symbols { get; init; } = new();

    /// <summary>Where everything goes; full means wait.</summary>
    public required ChannelWriter<StoreItem> Store { get; init; }

    /// <summary>Thins out open interest and prices.</summary>
    public MarketSampler Sampler { get; init; } = new();

    /// <summary>How frames are taken in.</summary>
    public FrameProcessorOptions Options { get; init; } = new();

    /// <summary>Counts what passes through.</summary>
    public VenueCounters Counters { get; init; } = new();

    /// <summary>Clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Log.</summary>
    public required ILogger Logger { get; init; }
}
