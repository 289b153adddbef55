using System.Threading.Channels;
using LiqMon.Configuration;
using LiqMon.Context;
using LiqMon.Store;

namespace LiqMon.Pipelines;

/// <summary>The way to the store of what is watched besides the venues' feeds; the bounded channel waits when it is full.</summary>
internal sealed class ContextPipeline(
    ContextOptions options, IReadOnlyDictionary<string, VenueOptions> venues, PipelineSetup setup, SharedParts shared)
{
    // A thousand candles of one asset come at once.
    private const int Capacity = 2_048;

    public Channel<StoreItem> Items { get; } = Channel.CreateBounded<StoreItem>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    /// <summary>What its sources did.</summary>
    public SourceCounters Counters { get; } = new();

    /// <summary>A watch; it takes the place of one that failed.</summary>
    public ContextWatch NewWatch() => new(new ContextSetup
    {
        Options = options,
        Venues = venues,
        Http = shared.Http,
        Pauses = shared.Pauses,
        Failures = shared.Failures,
        Store = Items.Writer,
        Counters = Counters,
        Open = () => StoreReader.Open(setup.Store.DataDirectory),
        Time = setup.Time,
        Log = setup.Logs.CreateLogger("LiqMon.Context"),
    });
}
