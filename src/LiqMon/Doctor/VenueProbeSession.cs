using System.Threading.Channels;
using LiqMon.Configuration;
using LiqMon.Feeds;
using LiqMon.Feeds.Coverage;
using LiqMon.Http;
using LiqMon.Ingestion;
using LiqMon.Market;
using LiqMon.Sampling;
using LiqMon.Store;
using LiqMon.Venues;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiqMon.Doctor;

/// <summary>
/// One venue called as a monitor would call it, with the same parts, but for a few contracts and without a store. Its
/// checks follow one another.
/// </summary>
internal sealed class VenueProbeSession
{
    private const int ContractsOfEachKind = 5;

    /// <summary>The fastest of several messages is here within this time.</summary>
    private const double MostDeliveryMs = 1_000;

    private static readonly string[] MostTraded = ["BTC", "ETH", "SOL"];

    private readonly VenueOptions _options;
    private readonly VenueClocks _clocks;
    private readonly InstrumentLoader _loader;
    private readonly SymbolRegistry _symbols = new();
    private readonly TaskCompletionSource _firstAnswer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _listened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public VenueProbeSession(IVenue venue, VenueOptions options, HttpClient http, VenueClocks clocks, TimeProvider time)
    {
        Venue = venue;
        _options = options;
        _clocks = clocks;
        var logger = NullLogger.Instance; // The checks report the same in their own words.
        // Nobody wants what is read here: it is dropped.
        var store = Channel.CreateBounded<StoreItem>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }).Writer;
        var assets = options.Assets.ToHashSet(StringComparer.OrdinalIgnoreCase);
        Intake = new FrameProcessor(new()
        {
            Venue = venue,
            Symbols = _symbols,
            Store = store,
            Options = new FrameProcessorOptions { Assets = assets },
            Time = time,
            Logger = logger,
        });
        var pauses = new HostRateLimits(time);
        Rest = new RestClient(http, venue.Profile, options, pauses, time);
        _loader = new InstrumentLoader(new()
        {
            Venue = venue,
            Symbols = _symbols,
            Rest = Rest,
            Store = store,
            Wanted = Intake.InstrumentsWanted,
            Random = new Random(1),
            Time = time,
            Logger = logger,
        });
        Feeds = new FeedContext
        {
            Profile = venue.Profile,
            Venue = options,
            Options = new FeedOptions(),
            Intake = Intake,
            Store = store,
            Pauses = pauses,
            ConnectTurns = new Throttle(venue.Profile.ConnectPacing, time),
            Time = time,
            Logger = logger,
            Clock = new ClockWatch(time, logger),
        };
    }

    public IVenue Venue { get; }

    public string Id => Venue.Profile.Id;

    public FrameProcessor Intake { get; }

    public RestClient Rest { get; }

    public FeedContext Feeds { get; }

    /// <summary>Ends when the venue has been requested its contracts, whatever came of it.</summary>
    public Task FirstAnswer => _firstAnswer.Task;

    /// <summary>Ends when its sockets have been listened to, whatever came of it.</summary>
    public Task Listened => _listened.Task;

    /// <summary>Its sockets have been listened to.</summary>
    public void EndListening() => _listened.TrySetResult();

    /// <summary>
    /// Its clock; null if it has sent no time. Orders carry the times of its messages: where these contradict the dates of
    /// its REST answers, which may be those of a server in between, the messages are right.
    /// </summary>
    public ClockOffset? Clock
    {
        get
        {
            var dated = Venue.InstrumentRequests.Select(request => _clocks.Of(_options.Rest(request.Url))).FirstOrDefault(clock => clock is not null);
            if (Intake.Counters.ClockOffsetMs is not { } aheadMs)
                return dated;
            // A message takes time to arrive, and never saves any.
            var stamped = new ClockOffset(aheadMs, aheadMs + MostDeliveryMs);
            return dated is { } date ? stamped.And(date) : stamped;
        }
    }

    /// <summary>How many contracts of the assets to watch it lists.</summary>
    public int Contracts => _loader.Listed.Count(instrument => Intake.Keeps(instrument.Asset));

    /// <summary>Why its contracts could not be listed; null when they were, or when nobody knows.</summary>
    public GapReason? ListFailure => _loader.State.Reason;

    /// <summary>The venue's own accounts, where it publishes them.</summary>
    public SystemAccounts Accounts => _symbols.Accounts;

    /// <summary>A few contracts of each kind, those that are traded most first: enough to see whether it delivers.</summary>
    public IReadOnlyList<Instrument> Sample =>
    [
        .. _loader.Listed.Where(instrument => Intake.Keeps(instrument.Asset))
            .GroupBy(instrument => (instrument.Margin, instrument.Quote, instrument.Kind))
            .SelectMany(kind => kind.OrderBy(Rank).Take(ContractsOfEachKind))
            .OrderBy(instrument => instrument.Kind).ThenBy(Rank),
    ];

    /// <summary>The setting that moves one kind of its addresses, for advice.</summary>
    public string Setting(string name) => $"Venues:{Id}:{name}";

    /// <summary>Loads the list of contracts.</summary>
    /// <returns>What went wrong; null for nothing.</returns>
    public async Task<string?> LoadAsync(CancellationToken cancellation)
    {
        try
        {
            return await _loader.LoadAsync(cancellation) ? null : _loader.State.Error;
        }
        finally
        {
            _firstAnswer.TrySetResult();
        }
    }

    private static int Rank(Instrument instrument) =>
        Array.IndexOf(MostTraded, instrument.Asset) is var place && place >= 0 ? place : MostTraded.Length;
}
