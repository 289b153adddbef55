using System.Threading.Channels;
using LiqMon.Backfill;
using LiqMon.Configuration;
using LiqMon.Feeds;
using LiqMon.Ingestion;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Venues;

namespace LiqMon.Pipelines;

/// <summary>One venue's way to the store: its feed, and the bounded channel that waits when it is full.</summary>
internal sealed class VenuePipeline(
    IVenue venue, VenueOptions options, PipelineSetup setup, SharedParts shared, Random random)
{
    private volatile VenueFeed? _feed;

    public string Id => venue.Profile.Id;

    public Channel<StoreItem> Items { get; } = Channel.CreateBounded<StoreItem>(
        new BoundedChannelOptions(setup.LaneCapacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    public VenuePipelineStatus Status => new(
        venue.Profile.Id, venue.Profile.FeedClass, _feed?.Status, _feed?.Intake.Counters, Items.Reader.Count, setup.LaneCapacity);

    /// <summary>The span of commits that are lost is a gap of the whole venue. Before anything else waits in the channel.</summary>
    public void AddLoss(LostCommits lost)
    {
        if (lost.FromMs < lost.ToMs)
            Items.Writer.TryWrite(StoreItem.Of(new Gap(Id, CoveredSpan.WholeVenue, lost.FromMs, lost.ToMs, GapReason.StoreFailed)));
    }

    /// <summary>A feed that starts from the contracts known to the store; it takes the place of one that failed.</summary>
    /// <param name="known">The venue's contracts as the store knows them.</param>
    /// <param name="watchedUntilMs">Until when an earlier run watched it, Unix milliseconds; null for never.</param>
    public VenueFeed NewFeed(IReadOnlyList<Instrument> known, long? watchedUntilMs) => _feed = new VenueFeed(new VenueSetup
    {
        Venue = venue,
        Options = options,
        Known = known,
        WatchedUntilMs = watchedUntilMs,
        Store = Items.Writer,
        Http = shared.Http,
        Pauses = shared.Pauses,
        Feeds = setup.Feeds,
        Intake = new FrameProcessorOptions { SampleGrid = setup.Store.SampleGrid, Sink = setup.Sink },
        Companion = setup.Repairs is { } repairs
            ? parts => GapRepairService.Beside(parts, repairs with { DataDirectory = setup.Store.DataDirectory, SampleDetail = setup.Store.SampleDetail })
            : null,
        Random = random,
        Time = setup.Time,
        Clock = shared.Clock,
        Loops = shared.Loops,
        Failures = shared.Failures.Of(venue.Profile.Id),
        Logger = setup.Logs.CreateLogger("LiqMon.Feeds." + venue.Profile.Id),
    });
}
