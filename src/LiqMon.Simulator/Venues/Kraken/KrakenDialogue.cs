using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>subscribe and unsubscribe of Kraken Futures: each contract of a list is confirmed on its own.</summary>
internal sealed class KrakenDialogue(KrakenVenue venue) : IDialogue
{
    private readonly SubscriptionSet _subscriptions = new();

    public bool Wants(string topic) => _subscriptions.Contains(topic);

    public void Received(string text, IClient client)
    {
        try
        {
            using var message = JsonDocument.Parse(text);
            var root = message.RootElement;
            if (root.Text("event") is not ("subscribe" or "unsubscribe")) client.Reply(KrakenFrames.Error("Bad event field"));
            else Change(root.Text("event")!, root.Text("feed"), root.Texts("product_ids"), client);
        }
        catch (JsonException)
        {
            client.Reply(KrakenFrames.Error("Json Error"));
        }
    }

    private void Change(string operation, string? feed, List<string>? products, IClient client)
    {
        if (client.IgnoresSubscriptions) return;
        if (feed is not ("trade" or "ticker" or "heartbeat") || client.Refuses(feed))
        {
            client.Reply(KrakenFrames.Error("Invalid feed"));
            return;
        }
        if (feed == "heartbeat")
        {
            Apply(operation, "heartbeat");
            client.Reply(KrakenFrames.Confirmation(operation, feed, null));
            return;
        }
        if (products is null || products.Exists(product => client.Refuses($"{feed}:{product.ToUpperInvariant()}") || !venue.Has(product)))
        {
            client.Reply(KrakenFrames.Error("Invalid product id"));
            return;
        }
        foreach (var symbol in products.Select(product => product.ToUpperInvariant()))
        {
            Apply(operation, feed + ":" + symbol);
            client.Reply(KrakenFrames.Confirmation(operation, feed, symbol));
            if (operation == "subscribe") client.Push(venue.Snapshot(feed, symbol, client.VenueMs));
        }
    }

    private void Apply(string operation, string topic)
    {
        if (operation == "subscribe") _subscriptions.Add([topic]);
        else _subscriptions.Remove([topic]);
    }
}
