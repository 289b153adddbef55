using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>Bitfinex's events. Each subscription gets a number, and its data carry nothing but that.</summary>
internal sealed class BitfinexDialogue(BitfinexVenue venue) : IDialogue
{
    private readonly Dictionary<string, int> _channels = [];
    private volatile HashSet<string> _keys = [];

    public bool Wants(string topic) => _keys.Contains(topic);

    public byte[] Wrap(Publication publication)
    {
        var head = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"[{_channels[publication.Topic]},"));
        return [.. head, .. publication.Body, (byte)']'];
    }

    public void Received(string text, IClient client)
    {
        try
        {
            using var message = JsonDocument.Parse(text);
            var root = message.RootElement;
            switch (root.Text("event"))
            {
                case "ping":
                    client.Reply(Event("pong", json =>
                    {
                        json.WriteNumber("ts", client.VenueMs);
                        if (root.Whole("cid") is { } id) json.WriteNumber("cid", id);
                    }));
                    break;
                case "subscribe":
                    Subscribe(root.Text("channel"), root.Text("key"), client);
                    break;
                default:
                    client.Reply(Error(10000, "unknown event"));
                    break;
            }
        }
        catch (JsonException)
        {
            client.Reply(Error(10000, "invalid json"));
        }
    }

    private void Subscribe(string? channel, string? key, IClient client)
    {
        if (client.IgnoresSubscriptions) return;
        if (channel != "status" || key is null || client.Refuses(key) || !venue.HasKey(key))
        {
            client.Reply(Error(10300, "subscribe: invalid"));
            return;
        }
        if (_channels.ContainsKey(key))
        {
            client.Reply(Error(10301, "subscribe: dup"));
            return;
        }
        _channels[key] = 91_000 + _channels.Count;
        _keys = [.. _channels.Keys];
        client.Reply(Event("subscribed", json =>
        {
            json.WriteString("channel", "status");
            json.WriteNumber("chanId", _channels[key]);
            json.WriteString("key", key);
        }));
        if (venue.Snapshot(key, client.VenueMs) is { } snapshot) client.Push(snapshot);
    }

    private static byte[] Error(int code, string words) => Event("error", json =>
    {
        json.WriteString("msg", words);
        json.WriteNumber("code", code);
    });

    private static byte[] Event(string name, Action<Utf8JsonWriter> write) => JsonBody.Of((name, write), static (json, it) =>
    {
        json.WriteStartObject();
        json.WriteString("event", it.name);
        it.write(json);
        json.WriteEndObject();
    });
}
