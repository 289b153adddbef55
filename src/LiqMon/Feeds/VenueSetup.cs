using System.Threading.Channels;
using LiqMon.Backfill;
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

    /// <summary>How gaps are repaired from history; null for not at all.</summary>
    public GapRepairOptions? Repairs { get; init; }

    /// <summary>Source of jitter; used while the feed is built and by its supervising task only.</summary>
    public required Random Random { get; init; }

    /// <summary>Clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Watches the process's own time; null where nobody does.</summary>
    public ClockWatch? Clock { get; init; }

    /// <summary>Runs loops whose faults must not end the feed; null for a supervisor of the feed's own.</summary>
    public Supervisor? Loops { get; init; }

    /// <summary>Log.</summary>
    public required ILogger Logger { get; init; }
}
