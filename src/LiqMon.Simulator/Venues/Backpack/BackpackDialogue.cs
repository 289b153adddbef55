using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>SUBSCRIBE and UNSUBSCRIBE of Backpack: silent when they work, an error for a stream that does not exist.</summary>
internal sealed class BackpackDialogue(BackpackVenue venue) : IDialogue
{
    private readonly SubscriptionSet _subscriptions = new();

    public bool Wants(string topic) => _subscriptions.Contains(topic);

    public void Received(string text, IClient client)
    {
        try
        {
            using var message = JsonDocument.Parse(text);
            Answer(message.RootElement, client);
        }
        catch (JsonException)
        {
            client.Reply(Error(4000, "Parse error", null));
        }
    }

    private void Answer(JsonElement root, IClient client)
    {
        var isObject = root.ValueKind == JsonValueKind.Object;
        var id = isObject && root.TryGetProperty("id", out var given) && given.TryGetInt64(out var number) ? number : (long?)null;
        var method = isObject && root.TryGetProperty("method", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null;
        if (method is not ("SUBSCRIBE" or "UNSUBSCRIBE") || !root.TryGetProperty("params", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            client.Reply(Error(4001, "Invalid request", id));
            return;
        }
        if (client.IgnoresSubscriptions) return;
        foreach (var stream in list.EnumerateArray())
        {
            var topic = stream.ValueKind == JsonValueKind.String ? stream.GetString()! : "";
            if (client.Refuses(topic) || !venue.HasTopic(topic)) client.Reply(Error(4006, "Invalid stream", id));
            else if (method == "SUBSCRIBE") _subscriptions.Add([topic]);
            else _subscriptions.Remove([topic]);
        }
    }

    private static byte[] Error(int code, string text, long? id) => JsonBody.Of((code, text, id), static (json, error) =>
    {
        json.WriteStartObject();
        if (error.id is { } id) json.WriteNumber("id", id);
        json.WriteStartObject("error");
        json.WriteNumber("code", error.code);
        json.WriteString("message", error.text);
        json.WriteEndObject();
        json.WriteEndObject();
    });
}
