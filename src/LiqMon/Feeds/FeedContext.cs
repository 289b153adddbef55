using System.Threading.Channels;
using LiqMon.Configuration;
using LiqMon.Feeds.Coverage;
using LiqMon.Feeds.Sockets;
using LiqMon.Http;
using LiqMon.Ingestion;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Venues;

namespace LiqMon.Feeds;

/// <summary>What all feeds of one venue share.</summary>
internal sealed record FeedContext
{
    public required VenueProfile Profile { get; init; }

    public required VenueOptions Venue { get; init; }

    public required FeedOptions Options { get; init; }

    public required FrameProcessor Intake { get; init; }

    public required ChannelWriter<StoreItem> Store { get; init; }

    public required HostRateLimits Pauses { get; init; }

    public required Throttle ConnectTurns { get; init; }

    /// <summary>Connects its sockets.</summary>
    public WebSocketDialer Dialer { get; init; } = WebSocketDialer.Shared;

    public required TimeProvider Time { get; init; }

    public required ILogger Logger { get; init; }

    /// <summary>Logs what keeps failing; shared by all that calls the venue.</summary>
    public FailureLog Failures { get => field ??= new FailureLog(Profile.Id, Time, Logger); init; }

    /// <summary>Watches the process's own time.</summary>
    public required ClockWatch Clock { get; init; }

    /// <summary>The contracts that are subscribed, to find out which of them a topic names.</summary>
    public Func<IReadOnlyList<Instrument>> Contracts { get; init; } = () => [];

    /// <summary>Loads the list of contracts at once: a refused topic says that it is old.</summary>
    public Action ReloadContracts { get; init; } = () => { };

    /// <summary>Takes a contract that the venue refuses: it is of no use as the proof that a socket delivers.</summary>
    public Action<string> ContractRefused { get; init; } = _ => { };

    /// <summary>Listed contracts that no confirmed subscription brings yet.</summary>
    public UnwatchedContracts Unwatched { get; init; } = new();

    /// <summary>How far the venue's clock may be from ours now.</summary>
    public ClockDifference ClockDifference => ClockDifference.Of(Intake.Counters.ClockOffsetMs, Clock.LatelyMoved);

    /// <summary>
    /// How much earlier than a moment of our clock the orders are dated that the venue sends then, milliseconds: its clock may
    /// be behind, and it may hold orders back.
    /// </summary>
    public long BackMs => ClockDifference.BehindMs + (long)Profile.HoldsOrdersFor.TotalMilliseconds;

    /// <summary>
    /// As <see cref="BackMs"/> and by how late orders arrive: from when on orders may be missing that were not received from a
    /// moment on.
    /// </summary>
    public long MissingFromMs(long sinceMs) =>
        sinceMs - ClockDifference.BehindMs - OrderTimes.LagMs(Profile, Intake.Counters);

    /// <summary>Up to when orders may be missing that were not received up to a moment: the venue's clock may be ahead.</summary>
    public long MissingToMs(long untilMs) => untilMs + ClockDifference.AheadMs + 1;

    public long NowMs => Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The contract that a topic names, the one with the longest symbol; null for a topic of no contract.</summary>
    public string? ContractOf(string topic) => Contracts().Select(contract => contract.Symbol)
        .Where(symbol => SubscribeTopics.Names(topic, symbol)).MaxBy(symbol => symbol.Length);
}
