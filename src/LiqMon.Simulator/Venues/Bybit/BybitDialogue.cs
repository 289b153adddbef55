using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>subscribe, unsubscribe and ping of Bybit. A frame with one unknown topic is refused as a whole.</summary>
internal sealed class BybitDialogue(BybitVenue venue, string category, long openedMs) : IDialogue
{
    private const int LongestArguments = 21_000;
    private const long PatienceMs = 60_000;

    private readonly SubscriptionSet _subscriptions = new();
    private long _lastPingMs = openedMs;

    public bool Wants(string topic) => _subscriptions.Contains(topic);

    public bool IsForsaken(long nowMs, long lastTrafficMs) => nowMs - _lastPingMs > PatienceMs;

    public void Received(string text, IClient client)
    {
        try
        {
            using var message = JsonDocument.Parse(text);
            var root = message.RootElement;
            var id = Text(root, "req_id");
            var operation = Text(root, "op");
            switch (operation)
            {
                case "ping":
                    _lastPingMs = client.NowMs;
                    client.Reply(Answer(true, "pong", id, "ping", client));
                    break;
                case "subscribe" or "unsubscribe":
                    Change(operation, root, id, client);
                    break;
                default:
                    client.Reply(Answer(false, "error:handler not found,op:" + operation, id, operation ?? "", client));
                    break;
            }
        }
        catch (JsonException)
        {
            client.Reply(Answer(false, "error:invalid json", null, "", client));
        }
    }

    private void Change(string operation, JsonElement root, string? id, IClient client)
    {
        if (client.IgnoresSubscriptions) return;
        if (client.RefusesSubscriptions)
        {
            client.Reply(Answer(false, "error:subscription refused", id, operation, client));
            return;
        }
        var topics = Topics(root);
        var unknown = topics?.Find(topic => client.Refuses(topic) || !venue.HasTopic(topic, category));
        if (topics is null || unknown is not null)
        {
            client.Reply(Answer(false, "error:handler not found,topic:" + unknown, id, operation, client));
            return;
        }
        if (operation == "unsubscribe")
        {
            _subscriptions.Remove(topics);
        }
        else
        {
            if (_subscriptions.Topics.Concat(topics).Distinct().Sum(topic => topic.Length) > LongestArguments)
            {
                client.Reply(Answer(false, $"args size >{LongestArguments}", id, operation, client));
                return;
            }
            _subscriptions.Add(topics);
        }
        client.Reply(Answer(true, "", id, operation, client));
        if (operation != "subscribe") return;
        foreach (var topic in topics)
        {
            if (venue.Snapshot(topic, client.VenueMs) is { } snapshot) client.Push(snapshot);
        }
    }

    private static List<string>? Topics(JsonElement root)
    {
        if (!root.TryGetProperty("args", out var list) || list.ValueKind != JsonValueKind.Array) return null;
        return [.. list.EnumerateArray().Select(topic => topic.ValueKind == JsonValueKind.String ? topic.GetString()! : "")];
    }

    private static string? Text(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static byte[] Answer(bool success, string text, string? id, string operation, IClient client) => JsonBody.Of(
        (success, text, id, operation, client.ConnectionId), static (json, answer) =>
        {
            json.WriteStartObject();
            json.WriteBoolean("success", answer.success);
            json.WriteString("ret_msg", answer.text);
            json.WriteString("conn_id", answer.ConnectionId);
            if (answer.id is not null) json.WriteString("req_id", answer.id);
            json.WriteString("op", answer.operation);
            json.WriteEndObject();
        });
}
