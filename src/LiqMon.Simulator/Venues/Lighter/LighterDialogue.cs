using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>subscribe and ping of Lighter; a client that says nothing for two minutes is cut.</summary>
internal sealed class LighterDialogue(LighterVenue venue, IClient opened) : IDialogue
{
    private const int MostChannels = 500;
    private const long PatienceMs = 120_000;

    private readonly SubscriptionSet _subscriptions = new();
    private long _lastHeardMs = opened.NowMs;

    public bool Wants(string topic) => _subscriptions.Contains(topic);

    public bool IsForsaken(long nowMs, long lastTrafficMs) => nowMs - _lastHeardMs > PatienceMs;

    public void Received(string text, IClient client)
    {
        _lastHeardMs = client.NowMs;
        try
        {
            using var message = JsonDocument.Parse(text);
            Answer(Text(message.RootElement, "type"), Text(message.RootElement, "channel"), client);
        }
        catch (JsonException)
        {
            client.Reply(Error(30001, "invalid json"));
        }
    }

    private void Answer(string? type, string? channel, IClient client)
    {
        if (type == "ping")
        {
            client.Reply("""{"type":"pong"}"""u8.ToArray());
            return;
        }
        if (type == "pong") return;
        if (type != "subscribe")
        {
            client.Reply(Error(30002, $"Invalid Type: ({type})"));
            return;
        }
        if (client.IgnoresSubscriptions) return;
        var topic = channel?.Replace('/', ':') ?? "";
        if (!venue.HasTopic(topic))
        {
            client.Reply(Error(30005, $"Invalid Channel:  ({channel})"));
        }
        else if (_subscriptions.Contains(topic))
        {
            client.Reply(Error(30003, $"Already Subscribed to : {topic}"));
        }
        else if (_subscriptions.Topics.Count >= MostChannels || client.Refuses(topic))
        {
            client.Reply(Error(30010, "Too Many Subscriptions"));
        }
        else
        {
            _subscriptions.Add([topic]);
            client.Push(venue.Snapshot(topic, client.VenueMs));
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static byte[] Error(int code, string text) => JsonBody.Of((code, text), static (json, error) =>
    {
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteNumber("code", error.code);
        json.WriteString("message", error.text);
        json.WriteEndObject();
        json.WriteEndObject();
    });
}
