using System.Threading.Channels;
using LiqMon.Configuration;
using LiqMon.External;
using LiqMon.Store;

namespace LiqMon.Pipelines;

/// <summary>The way to the store of sums that others counted in gaps; the bounded channel waits when it is full.</summary>
internal sealed class GapFillPipeline(
    GapFillOptions options, IReadOnlyDictionary<string, VenueOptions> venues, PipelineSetup setup, SharedParts shared)
{
    private const int Capacity = 4_096;

    public Channel<StoreItem> Items { get; } = Channel.CreateBounded<StoreItem>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    /// <summary>A loop that fills; it takes the place of one that failed.</summary>
    public GapFillService NewLoop() => new(
        [.. Coinalyze.Venues.Where(venues.ContainsKey).Select(venue => (venue, venues[venue]))],
        options, setup.Store.DataDirectory, Items.Writer, shared.Http, setup.Time,
        setup.Logs.CreateLogger("LiqMon.External"), shared.Failures.Of(Coinalyze.Source));
}
