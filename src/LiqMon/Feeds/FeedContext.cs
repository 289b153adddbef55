using System.Threading.Channels;
using LiqMon.Feeds.Sockets;
using LiqMon.Http;
using LiqMon.Ingestion;
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

    public long NowMs => Time.GetUtcNow().ToUnixTimeMilliseconds();
}
