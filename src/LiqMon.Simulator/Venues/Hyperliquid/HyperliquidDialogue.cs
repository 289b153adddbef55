using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>
/// subscribe, unsubscribe and ping of Hyperliquid: ten accounts at most, and a minute of silence ends the connection.
/// </summary>
internal sealed class HyperliquidDialogue(HyperliquidVenue venue) : IDialogue
{
    private const int MostAccounts = 10;
    private const long PatienceMs = 60_000;

    private readonly SubscriptionSet _subscriptions = new();

    public bool Wants(string topic) => _subscriptions.Contains(topic);

    public bool IsForsaken(long nowMs, long lastTrafficMs) => nowMs - lastTrafficMs > PatienceMs;

    public void Received(string text, IClient client)
    {
        try
        {
            using var message = JsonDocument.Parse(text);
            var root = message.RootElement;
            switch (root.Text("method"))
            {
                case "ping":
                    client.Reply("""{"channel":"pong"}"""u8.ToArray());
                    break;
                case "subscribe" when root.TryGetProperty("subscription", out var subscription):
                    if (!client.IgnoresSubscriptions) Subscribe(subscription, client);
                    break;
                case "unsubscribe" when root.TryGetProperty("subscription", out var subscription):
                    _subscriptions.Remove([Topic(subscription) ?? ""]);
                    client.Reply(HyperliquidFrames.Confirmation("unsubscribe", subscription));
                    break;
                default:
                    client.Reply(HyperliquidFrames.Error("Error parsing JSON into valid websocket request: " + text));
                    break;
            }
        }
        catch (JsonException)
        {
            client.Reply(HyperliquidFrames.Error("Error parsing JSON into valid websocket request: " + text));
        }
    }

    private void Subscribe(JsonElement subscription, IClient client)
    {
        if (Topic(subscription) is not { } topic || client.Refuses(topic))
        {
            client.Reply(HyperliquidFrames.Error($"Invalid subscription {subscription.GetRawText()}"));
        }
        else if (_subscriptions.Contains(topic))
        {
            client.Reply(HyperliquidFrames.Error($"Already subscribed: {subscription.GetRawText()}"));
        }
        else if (HyperliquidVenue.IsFills(topic) && _subscriptions.Topics.Count(HyperliquidVenue.IsFills) >= MostAccounts)
        {
            client.Reply(HyperliquidFrames.Error("Cannot track more than 10 total users."));
        }
        else
        {
            _subscriptions.Add([topic]);
            client.Reply(HyperliquidFrames.Confirmation("subscribe", subscription));
            client.Push(venue.Snapshot(topic));
        }
    }

    private string? Topic(JsonElement subscription) => subscription.Text("type") switch
    {
        "userFills" when subscription.Text("user") is { Length: 42 } user => HyperliquidVenue.FillsOf(user),
        "activeAssetCtx" when subscription.Text("coin") is { } coin && venue.Has(coin) => HyperliquidVenue.ContextOf(coin),
        _ => null,
    };
}
