using System.Threading.Channels;
using LiqMon.Configuration;
using LiqMon.Feeds.Coverage;
using LiqMon.Feeds.Sockets;
using LiqMon.Http;
using LiqMon.Ingestion;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Threading;
using LiqMon.Venues;

namespace LiqMon.Feeds;

/// <summary>Everything a venue's feed needs from outside.</summary>
public sealed record VenueSetup
{
    /// <summary>The venue.</summary>
    public required IVenue Venue { get; init; }

    /// <summary>The user's settings for it.</summary>
    public required VenueOptions Options { get; init; }

    /// <summary>Its symbols.</summary>
    public SymbolRegistry Symbols { get; init; } = new();

    /// <summary>Its contracts as the store knows them, each with its older versions behind it.</summary>
    public IReadOnlyList<Instrument> Known { get; init; } = [];

    /// <summary>Until when an earlier run watched the venue, Unix milliseconds; null for never.</summary>
    public long? WatchedUntilMs { get; init; }

    /// <summary>Where everything goes; full means wait.</summary>
    public required ChannelWriter<StoreItem> Store { get; init; }

    /// <summary>The HTTP client that all venues share.</summary>
    public required HttpClient Http { get; init; }

    /// <summary>Connects sockets.</summary>
    internal WebSocketDialer Dialer { get; init; } = WebSocketDialer.Shared;

    /// <summary>The pauses that all venues share.</summary>
    public required HostRateLimits Pauses { get; init; }

    /// <summary>Limits of every connection.</summary>
    public FeedOptions Feeds { get; init; } = new();

    /// <summary>How frames are taken in; its assets are replaced by those of <see cref="Options"/>.</summary>
    public FrameProcessorOptions Intake { get; init; } = new();

    /// <summary>Makes what runs beside the feed and ends with it, such as the repair of its gaps; null for nothing.</summary>
    internal Func<FeedParts, FeedCompanion?>? Companion { get; init; }

    /// <summary>Source of jitter; used while the feed is built and by its supervising task only.</summary>
    public required Random Random { get; init; }

    /// <summary>Clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Watches the process's own time; null where nobody does.</summary>
    public ClockWatch? Clock { get; init; }

    /// <summary>Runs loops whose faults must not end the feed; null for a supervisor of the feed's own.</summary>
    public Supervisor? Loops { get; init; }

    /// <summary>Logs what keeps failing; shared by all that calls the venue.</summary>
    internal FailureLog Failures { get => field ??= new FailureLog(Venue.Profile.Id, Time, Logger); init; }

    /// <summary>Log.</summary>
    public required ILogger Logger { get; init; }
}

/// <summary>What runs beside a feed is made of.</summary>
/// <param name="Setup">What the feed was made of.</param>
/// <param name="Loader">Keeps its contracts known.</param>
/// <param name="Intake">Takes its frames.</param>
/// <param name="Rest">Makes its calls.</param>
/// <param name="BehindMs">How far the venue's clock may be behind ours at this moment, milliseconds.</param>
internal sealed record FeedParts(VenueSetup Setup, InstrumentLoader Loader, FrameProcessor Intake, RestClient Rest, Func<long> BehindMs);

/// <summary>A loop beside a feed.</summary>
/// <param name="Name">What it does, for people: <c>repairs of okx</c>.</param>
/// <param name="RunAsync">Runs it until cancelled.</param>
internal sealed record FeedCompanion(string Name, Func<CancellationToken, Task> RunAsync);
