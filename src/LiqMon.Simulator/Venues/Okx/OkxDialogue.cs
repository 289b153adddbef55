using System.Text;
using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>subscribe, unsubscribe and the text ping of OKX; every argument is acknowledged by itself.</summary>
internal sealed class OkxDialogue(OkxVenue venue) : IDialogue
{
    private const int LongestRequest = 64 * 1024;
    private const long PatienceMs = 30_000;

    private static readonly byte[] Pong = "pong"u8.ToArray();

    private readonly SubscriptionSet _subscriptions = new();

    public bool Wants(string topic) => _subscriptions.Contains(topic);

    public bool IsForsaken(long nowMs, long lastTrafficMs) => nowMs - lastTrafficMs > PatienceMs;

    public void Received(string text, IClient client)
    {
        if (text == "ping")
        {
            client.Reply(Pong);
            return;
        }
        if (Encoding.UTF8.GetByteCount(text) > LongestRequest)
        {
            client.Reply(Error("60012", "Invalid request: the request is longer than 64 KB", null, client));
            return;
        }
        try
        {
            using var message = JsonDocument.Parse(text);
            Answer(message.RootElement, text, client);
        }
        catch (JsonException)
        {
            client.Reply(Error("60012", "Invalid request: " + text, null, client));
        }
    }

    private void Answer(JsonElement root, string text, IClient client)
    {
        var id = Text(root, "id");
        var operation = Text(root, "op");
        if (operation is not ("subscribe" or "unsubscribe")
            || !root.TryGetProperty("args", out var arguments) || arguments.ValueKind != JsonValueKind.Array)
        {
            client.Reply(Error("60012", "Invalid request: " + text, id, client));
            return;
        }
        if (client.IgnoresSubscriptions) return;
        foreach (var argument in arguments.EnumerateArray())
        {
            var topic = Topic(argument);
            if (topic is null || client.Refuses(topic) || !venue.HasTopic(topic))
            {
                client.Reply(Error("60018", $"Wrong URL or channel:{Text(argument, "channel")},instId:{Text(argument, "instId")} " +
                    "doesn't exist. Please use the correct URL, channel and parameters referring to API document.", id, client));
                continue;
            }
            if (operation == "subscribe") _subscriptions.Add([topic]);
            else _subscriptions.Remove([topic]);
            client.Reply(Acknowledge(operation, argument, id, client));
            if (operation == "subscribe" && venue.Snapshot(topic, client.VenueMs) is { } snapshot) client.Push(snapshot);
        }
    }

    /// <summary>Liquidation orders come for a whole instrument type only; the other channels for one instrument only.</summary>
    private static string? Topic(JsonElement argument)
    {
        var (channel, instrument) = (Text(argument, "channel"), Text(argument, "instId"));
        if (channel == "liquidation-orders") return instrument is null ? channel + ":" + Text(argument, "instType") : null;
        return instrument is null ? null : channel + ":" + instrument;
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static byte[] Acknowledge(string operation, JsonElement argument, string? id, IClient client) => JsonBody.Of(
        (operation, argument, id, client.ConnectionId), static (json, answer) =>
        {
            json.WriteStartObject();
            if (answer.id is not null) json.WriteString("id", answer.id);
            json.WriteString("event", answer.operation);
            json.WritePropertyName("arg");
            answer.argument.WriteTo(json);
            json.WriteString("connId", answer.ConnectionId);
            json.WriteEndObject();
        });

    private static byte[] Error(string code, string text, string? id, IClient client) => JsonBody.Of(
        (code, text, id, client.ConnectionId), static (json, error) =>
        {
            json.WriteStartObject();
            if (error.id is not null) json.WriteString("id", error.id);
            json.WriteString("event", "error");
            json.WriteString("code", error.code);
            json.WriteString("msg", error.text);
            json.WriteString("connId", error.ConnectionId);
            json.WriteEndObject();
        });
}
