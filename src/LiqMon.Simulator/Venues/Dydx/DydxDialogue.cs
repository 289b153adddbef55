using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>subscribe, unsubscribe and ping of the dYdX indexer: 32 subscriptions of a channel on a connection.</summary>
internal sealed class DydxDialogue(DydxVenue venue) : IDialogue
{
    private const int MostOfAChannel = 32;

    private readonly SubscriptionSet _subscriptions = new();

    public bool Wants(string topic) => _subscriptions.Contains(topic);

    public void Received(string text, IClient client)
    {
        try
        {
            using var message = JsonDocument.Parse(text);
            var root = message.RootElement;
            switch (root.Text("type"))
            {
                case "ping":
                    client.Reply(DydxFrames.Message("pong", client.ConnectionId, null));
                    break;
                case "subscribe":
                    Subscribe(root.Text("channel"), root.Text("id"), client);
                    break;
                case "unsubscribe":
                    _subscriptions.Remove([Topic(root.Text("channel"), root.Text("id"))]);
                    client.Reply(DydxFrames.Message("unsubscribed", client.ConnectionId, null));
                    break;
                default:
                    client.Reply(DydxFrames.Message("error", client.ConnectionId, "Invalid message: could not parse message"));
                    break;
            }
        }
        catch (JsonException)
        {
            client.Reply(DydxFrames.Message("error", client.ConnectionId, "Invalid message: could not parse message"));
        }
    }

    private static string Topic(string? channel, string? market) => market is null ? channel ?? "" : $"{channel}:{market}";

    private void Subscribe(string? channel, string? market, IClient client)
    {
        if (client.IgnoresSubscriptions) return;
        var isKnown = channel == "v4_markets" ? market is null : channel == "v4_trades" && market is not null && venue.Has(market);
        if (!isKnown || client.Refuses(Topic(channel, market)))
        {
            client.Reply(DydxFrames.Message("error", client.ConnectionId, $"Invalid subscription: {channel} {market}"));
            return;
        }
        if (_subscriptions.Contains(Topic(channel, market)))
        {
            client.Reply(DydxFrames.Message("error", client.ConnectionId, $"Invalid subscribe message: already subscribed ({channel}-{market})"));
            return;
        }
        if (_subscriptions.Topics.Count(topic => topic.StartsWith(channel!, StringComparison.Ordinal)) >= MostOfAChannel)
        {
            client.Reply(DydxFrames.Message("error", client.ConnectionId, $"Per-connection subscription limit reached for {channel} (limit={MostOfAChannel})."));
            return;
        }
        _subscriptions.Add([Topic(channel, market)]);
        var snapshot = venue.Snapshot(channel!, market);
        // The confirmation is the snapshot, so it counts as data as soon as it holds any.
        if (snapshot.Carries.Count > 0) client.Push(snapshot);
        else client.Reply(snapshot.Body);
    }
}
