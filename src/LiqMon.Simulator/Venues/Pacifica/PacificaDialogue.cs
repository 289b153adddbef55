using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>
/// subscribe, unsubscribe and ping of Pacifica: 20 subscriptions of a channel; a client that sends nothing for a minute is cut.
/// </summary>
internal sealed class PacificaDialogue(PacificaVenue venue, IClient opened) : IDialogue
{
    private const int MostOfAChannel = 20;
    private const long PatienceMs = 60_000;

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
            var root = message.RootElement;
            var parameters = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("params", out var sent) ? sent : default;
            switch (root.Text("method"))
            {
                case "ping": client.Reply("""{"channel":"pong"}"""u8.ToArray()); break;
                case "subscribe": Subscribe(parameters.Text("source"), parameters.Text("symbol"), client); break;
                case "unsubscribe": Unsubscribe(parameters.Text("source"), parameters.Text("symbol"), client); break;
                default: client.Reply(PacificaFrames.Error(400, "Invalid method")); break;
            }
        }
        catch (JsonException)
        {
            client.Reply(PacificaFrames.Error(400, "Invalid message"));
        }
    }

    private static string Topic(string? source, string? symbol) => symbol is null ? source ?? "" : $"{source}:{symbol}";

    private void Subscribe(string? source, string? symbol, IClient client)
    {
        if (client.IgnoresSubscriptions) return;
        var topic = Topic(source, symbol);
        if (!venue.Has(topic) || client.Refuses(topic))
        {
            client.Reply(PacificaFrames.Error(400, $"Invalid subscription: {source} {symbol}"));
        }
        else if (_subscriptions.Topics.Count(it => it.StartsWith(source!, StringComparison.Ordinal)) >= MostOfAChannel)
        {
            client.Reply(PacificaFrames.Error(429, $"Too many subscriptions: {source} {symbol}"));
        }
        else
        {
            _subscriptions.Add([topic]);
            client.Reply(PacificaFrames.Confirmation("subscribe", source!, symbol));
        }
    }

    private void Unsubscribe(string? source, string? symbol, IClient client)
    {
        _subscriptions.Remove([Topic(source, symbol)]);
        client.Reply(PacificaFrames.Confirmation("unsubscribe", source ?? "", symbol));
    }
}
