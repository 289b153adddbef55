using System.Threading.Channels;
using LiqMon.Feeds;
using LiqMon.Feeds.Coverage;
using LiqMon.Http;
using LiqMon.Ingestion;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Threading;
using LiqMon.Venues;

namespace LiqMon.Pipelines;

/// <summary>One venue's way to the store: its feed, and the bounded channel that waits when it is full.</summary>
internal sealed class VenuePipeline(
    IVenue venue, VenueOptions options, PipelineSetup setup, HttpClient http, HostRateLimits pauses, ClockWatch clock, Supervisor loops,
    Random random)
{
    private volatile VenueFeed? _feed;

    public string Id => venue.Profile.Id;

    public Channel<StoreItem> Items { get; } = Channel.CreateBounded<StoreItem>(
        new BoundedChannelOptions(setup.LaneCapacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    public VenuePipelineStatus Status => new(
        venue.Profile.Id, venue.Profile.FeedClass, _feed?.Status, _feed?.Intake.Counters, Items.Reader.Count, setup.LaneCapacity);

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
        Http = http,
        Pauses = pauses,
        Feeds = setup.Feeds,
        Intake = new FrameProcessorOptions { SampleGrid = setup.Store.SampleGrid, Sink = setup.Sink },
        Repairs = setup.Repairs is { } repairs ? repairs with { DataDirectory = setup.Store.DataDirectory } : null,
        Random = random,
        Time = setup.Time,
        Clock = clock,
        Loops = loops,
        Logger = setup.Logs.CreateLogger("LiqMon.Feeds." + venue.Profile.Id),
    });
}

/// <summary>What a lane is doing.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="FeedClass">How much of its liquidations the venue publishes.</param>
/// <param name="Feed">Its feed; null before it has started.</param>
/// <param name="Counters">What has passed through; null before it has started.</param>
/// <param name="Waiting">Items that wait for the store.</param>
/// <param name="Capacity">How many may.</param>
public sealed record VenuePipelineStatus(
    string Venue, FeedClass FeedClass, VenueStatus? Feed, VenueCounters? Counters, int Waiting, int Capacity);
