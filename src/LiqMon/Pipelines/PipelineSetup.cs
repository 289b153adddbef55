using LiqMon.Backfill;
using LiqMon.Cascades;
using LiqMon.Configuration;
using LiqMon.Context;
using LiqMon.External;
using LiqMon.Feeds;
using LiqMon.Influx;
using LiqMon.Ingestion;
using LiqMon.Lake;
using LiqMon.Live;
using LiqMon.Postgres;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Threading;
using LiqMon.Venues;

namespace LiqMon.Pipelines;

/// <summary>What a pipeline is made of.</summary>
public sealed record PipelineSetup
{
    /// <summary>The venues to watch, with the user's settings; closed ones are passed over.</summary>
    public required IReadOnlyList<(IVenue Venue, VenueOptions Options)> Venues { get; init; }

    /// <summary>Where and how events are kept.</summary>
    public required StoreOptions Store { get; init; }

    /// <summary>Where live events go.</summary>
    public required LiveBroadcaster Live { get; init; }

    /// <summary>Answers from the same store, for what the live stream says beside totals.</summary>
    public required StoreQueries Answers { get; init; }

    /// <summary>What is watched besides the venues; null for nothing.</summary>
    public ContextOptions? Context { get; init; }

    /// <summary>Items that may wait between one venue and the store; then its sockets wait.</summary>
    public int LaneCapacity { get; init; } = 65_536;

    /// <summary>Commits that may wait to be counted; then the store waits.</summary>
    public int CommittedCapacity { get; init; } = 256;

    /// <summary>Sees every frame before it is read, for recordings.</summary>
    public IFrameSink? Sink { get; init; }

    /// <summary>Runs each background loop; null for plainly. Tests make loops fail by it.</summary>
    public LoopRunner? Runner { get; init; }

    /// <summary>Seed of all jitter.</summary>
    public int Seed { get; init; }

    /// <summary>Limits of every connection.</summary>
    public FeedOptions Feeds { get; init; } = new();

    /// <summary>How gaps are repaired from the venues' history; null for not at all.</summary>
    public GapRepairOptions? Repairs { get; init; } = new();

    /// <summary>How gaps of venues without history are filled with external sums; null for not at all.</summary>
    public GapFillOptions? Fills { get; init; }

    /// <summary>What a cascade is.</summary>
    public CascadeRule Cascades { get; init; } = new();

    /// <summary>Who receives what happens to cascades besides the live stream, such as the targets of alerts.</summary>
    public IReadOnlyList<ICascadeObserver> CascadeObservers { get; init; } = [];

    /// <summary>Where InfluxDB is; null when it is not configured.</summary>
    public InfluxOptions? Influx { get; init; }

    /// <summary>Where closed days are written as Parquet; null for nowhere.</summary>
    public LakePlan? Lake { get; init; }

    /// <summary>Where PostgreSQL is; null when it is not configured.</summary>
    public PostgresOptions? Postgres { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The logs.</summary>
    public required ILoggerFactory Logs { get; init; }
}
