using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>Gate's market messages.</summary>
internal static class GateFrames
{
    public static byte[] Liquidations(IReadOnlyList<LedgerTicket> tickets, long nowMs) => JsonBody.Of((tickets, nowMs), static (json, all) =>
    {
        Start(json, "futures.public_liquidates", all.nowMs);
        json.WriteStartArray("result");
        foreach (var ticket in all.tickets)
        {
            json.WriteStartObject();
            json.WriteText("price", ticket.Order.Price);
            json.WriteText("size", OrderSize(ticket));
            json.WriteNumber("time", ticket.EventTimeMs);
            json.WriteString("contract", ticket.Order.Symbol);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static byte[] Ticker(TradedInstrument instrument, long nowMs) => JsonBody.Of((instrument, nowMs), static (json, it) =>
    {
        Start(json, "futures.tickers", it.nowMs);
        json.WriteStartArray("result");
        WriteTicker(json, it.instrument);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>A ticker, the same on the socket and over REST.</summary>
    public static void WriteTicker(Utf8JsonWriter json, TradedInstrument instrument)
    {
        var quote = instrument.Quote;
        json.WriteStartObject();
        json.WriteString("contract", instrument.Spec.Symbol);
        json.WriteText("last", quote.Mark);
        json.WriteString("change_percentage", "0.42");
        json.WriteText("total_size", quote.OpenInterest);
        json.WriteString("volume_24h", "155496714");
        json.WriteText("mark_price", quote.Mark);
        json.WriteText("index_price", quote.Index);
        json.WriteText("funding_rate", quote.FundingRate);
        json.WriteText("funding_rate_indicative", quote.FundingRate);
        json.WriteString("quanto_base_rate", "");
        json.WriteEndObject();
    }

    /// <summary>The closing order's size: a sale, which closes a long, is negative.</summary>
    public static decimal OrderSize(LedgerTicket ticket) =>
        ticket.Order.Position == LiquidatedPosition.Long ? -ticket.Order.Quantity : ticket.Order.Quantity;

    private static void Start(Utf8JsonWriter json, string channel, long nowMs)
    {
        json.WriteStartObject();
        json.WriteNumber("time", nowMs / 1000);
        json.WriteNumber("time_ms", nowMs);
        json.WriteString("channel", channel);
        json.WriteString("event", "update");
    }
}
