using System.Text;
using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>SUBSCRIBE, UNSUBSCRIBE and LIST_SUBSCRIPTIONS, with Binance's limit on client messages.</summary>
internal sealed class BinanceDialogue : IDialogue
{
    private const int MessagesPerSecond = 10;

    private readonly SubscriptionSet _subscriptions = new();
    private readonly Queue<long> _messageTimes = [];
    private readonly BinanceEndpoint _endpoint;

    public BinanceDialogue(BinanceEndpoint endpoint, IClient client)
    {
        _endpoint = endpoint;
        // An address with a stream that does not exist is served all the same.
        _subscriptions.Add(endpoint.Streams.Where(stream => !client.Refuses(stream)));
    }

    public bool Wants(string topic) => _endpoint.IsAlive && _subscriptions.Contains(topic);

    public byte[] Wrap(Publication publication)
    {
        if (!_endpoint.IsCombined) return publication.Body;
        return JsonBody.Of(publication, static (json, message) =>
        {
            json.WriteStartObject();
            json.WriteString("stream", message.Topic);
            json.WritePropertyName("data");
            json.WriteRawValue(message.Body, skipInputValidation: true);
            json.WriteEndObject();
        });
    }

    public void Received(string text, IClient client)
    {
        _messageTimes.Enqueue(client.NowMs);
        while (_messageTimes.Peek() <= client.NowMs - 1000) _messageTimes.Dequeue();
        if (_messageTimes.Count > MessagesPerSecond)
        {
            client.Cut();
            return;
        }
        try
        {
            using var message = JsonDocument.Parse(text);
            Answer(message.RootElement, client);
        }
        catch (JsonException)
        {
            client.Reply(Error(3, "Invalid JSON: expected value at line 1 column 1", null));
        }
    }

    private void Answer(JsonElement message, IClient client)
    {
        if (message.ValueKind != JsonValueKind.Object || !message.TryGetProperty("method", out var method)
            || method.ValueKind != JsonValueKind.String)
        {
            client.Reply(Error(2, "Invalid request: missing field `method`", null));
            return;
        }
        var id = message.TryGetProperty("id", out var given) ? given.GetRawText() : null;
        var subscribing = method.GetString();
        if (subscribing == "LIST_SUBSCRIPTIONS")
        {
            client.Reply(Result(_subscriptions.Topics, id));
            return;
        }
        if (subscribing is not ("SUBSCRIBE" or "UNSUBSCRIBE"))
        {
            client.Reply(Error(2, $"Invalid request: unknown variant `{subscribing}`, expected one of `SUBSCRIBE`, " +
                "`UNSUBSCRIBE`, `LIST_SUBSCRIPTIONS`, `SET_PROPERTY`, `GET_PROPERTY`", id));
            return;
        }
        if (client.IgnoresSubscriptions) return;
        if (client.RefusesSubscriptions)
        {
            client.Reply(Error(2, "Invalid request: subscription refused", id));
        }
        else if (Streams(message) is not { } streams)
        {
            client.Reply(Error(2, "Invalid request: request ID must be an unsigned integer and params a list of streams", id));
        }
        else if (streams.Find(client.Refuses) is { } refused)
        {
            client.Reply(Error(2, $"Invalid request: unknown stream `{refused}`", id));
        }
        else
        {
            if (subscribing == "SUBSCRIBE") _subscriptions.Add(streams);
            else _subscriptions.Remove(streams);
            client.Reply(Result(null, id));
        }
    }

    private static List<string>? Streams(JsonElement message)
    {
        if (!message.TryGetProperty("params", out var list) || list.ValueKind != JsonValueKind.Array) return null;
        var streams = new List<string>();
        foreach (var stream in list.EnumerateArray())
        {
            if (stream.ValueKind != JsonValueKind.String) return null;
            streams.Add(stream.GetString()!);
        }
        return streams;
    }

    private static byte[] Result(IEnumerable<string>? streams, string? id) => JsonBody.Of((streams, id), static (json, answer) =>
    {
        json.WriteStartObject();
        json.WritePropertyName("result");
        if (answer.streams is null)
        {
            json.WriteNullValue();
        }
        else
        {
            json.WriteStartArray();
            foreach (var stream in answer.streams) json.WriteStringValue(stream);
            json.WriteEndArray();
        }
        WriteId(json, answer.id);
        json.WriteEndObject();
    });

    private static byte[] Error(int code, string text, string? id) => JsonBody.Of((code, text, id), static (json, error) =>
    {
        json.WriteStartObject();
        json.WriteNumber("code", error.code);
        json.WriteString("msg", error.text);
        if (error.id is not null) WriteId(json, error.id);
        json.WriteEndObject();
    });

    private static void WriteId(Utf8JsonWriter json, string? id)
    {
        json.WritePropertyName("id");
        json.WriteRawValue(Encoding.UTF8.GetBytes(id ?? "null"));
    }
}
