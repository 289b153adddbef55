using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>subscribe, unsubscribe and the text ping of Bitget; every argument is acknowledged by itself, without an id.</summary>
internal sealed class BitgetDialogue(BitgetVenue venue, long openedMs) : IDialogue
{
    private const long PatienceMs = 120_000;

    private static readonly byte[] Pong = "pong"u8.ToArray();

    private readonly SubscriptionSet _subscriptions = new();
    private long _lastPingMs = openedMs;

    public bool Wants(string topic) => _subscriptions.Contains(topic);

    public bool IsForsaken(long nowMs, long lastTrafficMs) => nowMs - _lastPingMs > PatienceMs;

    public void Received(string text, IClient client)
    {
        if (text == "ping")
        {
            _lastPingMs = client.NowMs;
            client.Reply(Pong);
            return;
        }
        try
        {
            using var message = JsonDocument.Parse(text);
            Answer(message.RootElement, client);
        }
        catch (JsonException)
        {
            client.Reply(BitgetFrames.Error("30003", "invalid json", null));
        }
    }

    private void Answer(JsonElement root, IClient client)
    {
        var operation = Text(root, "op");
        if (operation is not ("subscribe" or "unsubscribe")
            || !root.TryGetProperty("args", out var arguments) || arguments.ValueKind != JsonValueKind.Array)
        {
            client.Reply(BitgetFrames.Error("30003", "invalid op", null));
            return;
        }
        if (client.IgnoresSubscriptions) return;
        foreach (var argument in arguments.EnumerateArray())
        {
            var topic = Text(argument, "topic") == "liquidation"
                ? "liquidation:" + Text(argument, "instType")
                : $"{Text(argument, "topic")}:{Text(argument, "instType")}:{Text(argument, "symbol")}";
            if (client.Refuses(topic) || !venue.HasTopic(topic))
            {
                client.Reply(BitgetFrames.Error("30001", "channel does not exist", argument));
                continue;
            }
            if (operation == "subscribe") _subscriptions.Add([topic]);
            else _subscriptions.Remove([topic]);
            client.Reply(BitgetFrames.Acknowledge(operation, argument, client.ConnectionId));
            if (operation == "subscribe" && venue.Snapshot(topic, client.VenueMs) is { } snapshot) client.Push(snapshot);
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
