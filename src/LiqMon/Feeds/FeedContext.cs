using System.Threading.Channels;
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

    public required VenueIntake Intake { get; init; }

    public required ChannelWriter<StoreItem> Store { get; init; }

    public required HostPauses Pauses { get; init; }

    public required Pacer ConnectTurns { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILogger Logger { get; init; }

    public long NowMs => Time.GetUtcNow().ToUnixTimeMilliseconds();
}
