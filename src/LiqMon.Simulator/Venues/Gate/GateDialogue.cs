using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>subscribe, unsubscribe and ping of Gate; a subscription must carry the client's time.</summary>
internal sealed class GateDialogue(GateVenue venue, string settle) : IDialogue
{
    private const long ToleratedSeconds = 60;

    private readonly SubscriptionSet _subscriptions = new();

    public bool Wants(string topic) => _subscriptions.Contains(topic);

    public void Received(string text, IClient client)
    {
        try
        {
            using var message = JsonDocument.Parse(text);
            var root = message.RootElement;
            var channel = Text(root, "channel");
            if (channel == "futures.ping") client.Reply(Answer(client, "futures.pong", "", null, null));
            else Change(root, channel ?? "", Text(root, "event") ?? "", client);
        }
        catch (JsonException)
        {
            client.Reply(Answer(client, "", "", null, (1, "invalid body")));
        }
    }

    private void Change(JsonElement root, string channel, string change, IClient client)
    {
        if (client.IgnoresSubscriptions) return;
        var id = Number(root, "id");
        if (Refusal(root, channel, change, client) is { } refusal)
        {
            client.Reply(Answer(client, channel, change, id, refusal));
            return;
        }
        var topics = Topics(root, channel)!;
        if (change == "subscribe") _subscriptions.Add(topics);
        else _subscriptions.Remove(topics);
        client.Reply(Answer(client, channel, change, id, null));
    }

    private (int Code, string Text)? Refusal(JsonElement root, string channel, string change, IClient client)
    {
        if (client.RefusesSubscriptions) return (3, "server error");
        if (change is not ("subscribe" or "unsubscribe")) return (1, "invalid event");
        if (Number(root, "time") is not { } time || Math.Abs((client.VenueMs / 1000) - time) > ToleratedSeconds)
            return (2, "invalid time");
        return Topics(root, channel) is not { } topics || topics.Exists(client.Refuses) ? (2, "unknown channel or contract") : null;
    }

    private List<string>? Topics(JsonElement root, string channel)
    {
        if (!root.TryGetProperty("payload", out var payload) || payload.ValueKind != JsonValueKind.Array) return null;
        var names = payload.EnumerateArray().Select(name => name.ValueKind == JsonValueKind.String ? name.GetString()! : "").ToList();
        return channel switch
        {
            "futures.public_liquidates" when names is ["!all"] => [GateVenue.LiquidationTopic(settle)],
            "futures.tickers" when names.Count > 0 && names.TrueForAll(name => venue.HasContract(name, settle)) =>
                [.. names.Select(GateVenue.TickerTopic)],
            _ => null,
        };
    }

    private static string? Text(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long? Number(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    private static byte[] Answer(IClient client, string channel, string change, long? id, (int Code, string Text)? error) => JsonBody.Of(
        (client, channel, change, id, error), static (json, answer) =>
        {
            json.WriteStartObject();
            json.WriteNumber("time", answer.client.VenueMs / 1000);
            json.WriteNumber("time_ms", answer.client.VenueMs);
            if (answer.id is { } id) json.WriteNumber("id", id);
            json.WriteString("conn_id", answer.client.ConnectionId);
            json.WriteString("channel", answer.channel);
            json.WriteString("event", answer.change);
            if (answer.error is { } error)
            {
                json.WriteStartObject("error");
                json.WriteNumber("code", error.Code);
                json.WriteString("message", error.Text);
                json.WriteEndObject();
            }
            if (answer.change.Length == 0)
            {
                json.WriteNull("result");
            }
            else
            {
                json.WriteStartObject("result");
                json.WriteString("status", answer.error is null ? "success" : "fail");
                json.WriteEndObject();
            }
            json.WriteEndObject();
        });
}
