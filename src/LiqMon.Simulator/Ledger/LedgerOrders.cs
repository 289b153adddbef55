using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>Single orders of the ledger over HTTP, in the order of recording: what happened, and what became of it.</summary>
internal static class LedgerOrders
{
    private const int DefaultLimit = 1_000;
    private const int HighestLimit = 100_000;

    public static RestAnswer Answer(SimulationLedger ledger, ClientRequest request)
    {
        var limit = (int)Math.Clamp(request.Whole("limit") ?? DefaultLimit, 1, HighestLimit);
        var chosen = ledger.Entries()
            .Where(entry => request["venue"] is not { } venue || entry.Venue == venue)
            .Where(entry => request["asset"] is not { } asset || entry.Asset == asset)
            .Where(entry => request["outcome"] is not { } outcome || Name(entry.Outcome.ToString()) == outcome)
            .TakeLast(limit);
        return new RestAnswer(200, JsonBody.Of(chosen, static (json, orders) =>
        {
            json.WriteStartArray();
            foreach (var order in orders) Write(json, order);
            json.WriteEndArray();
        }));
    }

    private static void Write(Utf8JsonWriter json, LedgerEntry order)
    {
        json.WriteStartObject();
        json.WriteString("venue", order.Venue);
        json.WriteString("symbol", order.Symbol);
        json.WriteString("asset", order.Asset);
        json.WriteString("side", order.Position == LiquidatedPosition.Long ? "long" : "short");
        json.WriteNumber("usd", order.MicroUsd / 1_000_000m);
        json.WriteString("time", JsonRequest.Iso(order.EventTimeMs));
        json.WriteString("stamped", JsonRequest.Iso(order.StampedTimeMs));
        json.WriteString("outcome", Name(order.Outcome.ToString()));
        json.WriteStartArray("faults");
        foreach (var fault in Enum.GetValues<LedgerFaults>())
        {
            if (fault != LedgerFaults.None && order.Faults.HasFlag(fault)) json.WriteStringValue(Name(fault.ToString()));
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Name(string member) => JsonNamingPolicy.SnakeCaseLower.ConvertName(member);
}
