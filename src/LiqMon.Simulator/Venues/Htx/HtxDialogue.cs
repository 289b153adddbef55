using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>sub, unsub and pong of HTX. Who leaves the venue's pings unanswered is cut.</summary>
internal sealed class HtxDialogue(HtxVenue venue, HtxFamily family, long openedMs) : IDialogue
{
    private const long PatienceMs = 25_000;

    private readonly SubscriptionSet _subscriptions = new();
    private long _lastPongMs = openedMs;

    public bool Wants(string topic) => topic == HtxVenue.PingTopic || _subscriptions.Contains(topic);

    public bool IsForsaken(long nowMs, long lastTrafficMs) => nowMs - _lastPongMs > PatienceMs;

    public void Received(string text, IClient client)
    {
        try
        {
            using var message = JsonDocument.Parse(text);
            var (operation, id, topic) = (Text(message.RootElement, "op"), Text(message.RootElement, "cid"), Text(message.RootElement, "topic"));
            switch (operation)
            {
                case "pong": _lastPongMs = client.NowMs; break;
                case "sub" or "unsub": Change(operation, id, topic ?? "", client); break;
                default: client.Reply(HtxFrames.Answer("error", null, null, 2002, "invalid.op", client.VenueMs)); break;
            }
        }
        catch (JsonException)
        {
            client.Reply(HtxFrames.Answer("error", null, null, 2001, "invalid.json", client.VenueMs));
        }
    }

    private void Change(string operation, string? id, string topic, IClient client)
    {
        if (client.IgnoresSubscriptions) return;
        var key = HtxVenue.Key(family, topic);
        if (client.Refuses(topic) || !venue.HasTopic(family, topic))
        {
            client.Reply(HtxFrames.Answer(operation, id, topic, 2011, "invalid.topic", client.VenueMs));
            return;
        }
        if (operation == "sub" && _subscriptions.Contains(key))
        {
            client.Reply(HtxFrames.Answer(operation, id, topic, 2014, "already.subscribed", client.VenueMs));
            return;
        }
        if (operation == "sub") _subscriptions.Add([key]);
        else _subscriptions.Remove([key]);
        client.Reply(HtxFrames.Answer(operation, id, topic, 0, null, client.VenueMs));
        if (operation == "sub" && venue.Snapshot(family, topic, client.VenueMs) is { } snapshot) client.Push(snapshot);
    }

    private static string? Text(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
