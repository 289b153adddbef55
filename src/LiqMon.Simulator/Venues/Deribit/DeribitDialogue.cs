using System.Globalization;
using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>Deribit's JSON-RPC: subscriptions, the heartbeat the client asks for and must then answer.</summary>
internal sealed class DeribitDialogue(DeribitVenue venue, IClient connected) : IDialogue
{
    public const int ShortestHeartbeat = 10;
    public const int LongestHeartbeat = 60;

    private readonly SubscriptionSet _subscriptions = new();
    private int? _heartbeat;
    private long? _requestedMs;

    /// <summary>The topic under which test requests of an interval go out.</summary>
    public static string Heartbeat(int seconds) => string.Create(CultureInfo.InvariantCulture, $"heartbeat:{seconds}");

    public bool Wants(string topic) => _subscriptions.Contains(topic);

    public bool IsForsaken(long nowMs, long lastTrafficMs) =>
        _heartbeat is { } seconds && _requestedMs is { } requested && nowMs - requested > seconds * 1000L;

    public byte[] Wrap(Publication publication)
    {
        if (publication.Topic.StartsWith("heartbeat:", StringComparison.Ordinal)) _requestedMs ??= connected.NowMs;
        return publication.Body;
    }

    public void Received(string text, IClient client)
    {
        try
        {
            using var message = JsonDocument.Parse(text);
            Take(message.RootElement, client);
        }
        catch (JsonException)
        {
            client.Reply(DeribitFrames.Error(null, -32700, "Parse error"));
        }
    }

    private void Take(JsonElement root, IClient client)
    {
        var id = root.Whole("id");
        var parameters = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("params", out var given) ? given : default;
        switch (root.Text("method"))
        {
            case "public/test":
                _requestedMs = null;
                client.Reply(DeribitFrames.Version(id));
                break;
            case "public/set_heartbeat" when parameters.Whole("interval") is >= ShortestHeartbeat and <= LongestHeartbeat and var seconds:
                if (_heartbeat is { } before) _subscriptions.Remove([Heartbeat(before)]);
                _heartbeat = seconds;
                _requestedMs = null;
                _subscriptions.Add([Heartbeat(seconds)]);
                client.Reply(DeribitFrames.Done(id));
                break;
            case "public/subscribe" or "public/unsubscribe" when parameters.Texts("channels") is { } channels:
                Change(root.Text("method") == "public/subscribe", channels, id, client);
                break;
            case null:
                client.Reply(DeribitFrames.Error(id, -32600, "Invalid Request"));
                break;
            default:
                client.Reply(DeribitFrames.Error(id, -32602, "Invalid params"));
                break;
        }
    }

    private void Change(bool isSubscribing, List<string> channels, int? id, IClient client)
    {
        if (client.IgnoresSubscriptions) return;
        if (client.RefusesSubscriptions)
        {
            client.Reply(DeribitFrames.Error(id, 10028, "too_many_requests"));
            return;
        }
        if (channels.Exists(channel => channel.EndsWith(".raw", StringComparison.Ordinal)))
        {
            client.Reply(DeribitFrames.Error(id, 13778, "raw_subscriptions_not_available_for_unauthorized"));
            return;
        }
        // What does not exist is left out of the answer without a word.
        var known = channels.FindAll(channel => venue.HasTopic(channel) && !client.Refuses(channel));
        if (isSubscribing) _subscriptions.Add(known);
        else _subscriptions.Remove(known);
        client.Reply(DeribitFrames.Channels(id, known));
    }
}
