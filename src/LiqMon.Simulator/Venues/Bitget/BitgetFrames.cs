using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>Bitget's messages.</summary>
internal static class BitgetFrames
{
    public static byte[] Liquidations(string family, IReadOnlyList<LedgerTicket> rows, long nowMs) => JsonBody.Of((family, rows, nowMs), static (json, all) =>
    {
        json.WriteStartObject();
        json.WriteString("action", "update");
        json.WriteStartObject("arg");
        json.WriteString("instType", all.family);
        json.WriteString("topic", "liquidation");
        json.WriteEndObject();
        json.WriteStartArray("data");
        foreach (var ticket in all.rows)
        {
            var order = ticket.Order;
            json.WriteStartObject();
            json.WriteString("symbol", order.Symbol);
            // The side of the position, not of the closing order.
            json.WriteString("side", order.Position == LiquidatedPosition.Long ? "buy" : "sell");
            json.WriteText("price", order.Price);
            json.WriteText("amount", ticket.Spec.Inverse ? order.Quantity : order.Quantity * order.Price);
            json.WriteText("ts", ticket.EventTimeMs);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteNumber("ts", all.nowMs);
        json.WriteEndObject();
    });

    public static byte[] Ticker(TradedInstrument instrument, long nowMs) => JsonBody.Of((instrument, nowMs), static (json, it) =>
    {
        json.WriteStartObject();
        json.WriteString("action", "snapshot");
        json.WriteStartObject("arg");
        json.WriteString("instType", it.instrument.BitgetFamily());
        json.WriteString("topic", "ticker");
        json.WriteString("symbol", it.instrument.Spec.Symbol);
        json.WriteEndObject();
        json.WriteStartArray("data");
        json.WriteStartObject();
        WriteTicker(json, it.instrument, it.nowMs);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteNumber("ts", it.nowMs);
        json.WriteEndObject();
    });

    /// <summary>The fields of a ticker, the same on the socket and over REST.</summary>
    public static void WriteTicker(Utf8JsonWriter json, TradedInstrument instrument, long nowMs)
    {
        var (spec, quote) = (instrument.Spec, instrument.Quote);
        json.WriteText("lastPrice", quote.Mark);
        json.WriteText("markPrice", quote.Mark);
        json.WriteText("indexPrice", quote.Index);
        json.WriteText("fundingRate", quote.FundingRate);
        // In coins, also where the contract is counted in dollars.
        json.WriteText("openInterest", spec.Inverse ? decimal.Round(quote.OpenInterest / quote.Mark, 4) : quote.OpenInterest);
        json.WriteText("nextFundingTime", Funding.NextMs(nowMs));
    }

    public static byte[] Acknowledge(string operation, JsonElement argument, string connectionId) => JsonBody.Of(
        (operation, argument, connectionId), static (json, answer) =>
        {
            json.WriteStartObject();
            json.WriteString("event", answer.operation);
            json.WritePropertyName("arg");
            answer.argument.WriteTo(json);
            json.WriteString("connId", answer.connectionId);
            json.WriteEndObject();
        });

    public static byte[] Error(string code, string text, JsonElement? argument) => JsonBody.Of((code, text, argument), static (json, error) =>
    {
        json.WriteStartObject();
        json.WriteString("event", "error");
        if (error.argument is { } argument)
        {
            json.WritePropertyName("arg");
            argument.WriteTo(json);
        }
        json.WriteString("code", error.code);
        json.WriteString("msg", error.text);
        json.WriteEndObject();
    });
}
