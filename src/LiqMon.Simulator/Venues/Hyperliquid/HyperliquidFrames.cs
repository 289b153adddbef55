using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>Messages of Hyperliquid's socket.</summary>
internal static class HyperliquidFrames
{
    private const string Trader = "0x5ef843ccf26810073ee689a954f6d05f5b48fccb";

    /// <summary>Fills of a vault; the last is an ordinary trade, as nearly all are.</summary>
    public static byte[] Fills(string vault, IReadOnlyList<LedgerTicket> rows, bool isSnapshot) => JsonBody.Of((vault, rows, isSnapshot), static (json, it) =>
    {
        json.WriteStartObject();
        json.WriteString("channel", "userFills");
        json.WriteStartObject("data");
        if (it.isSnapshot) json.WriteBoolean("isSnapshot", true);
        json.WriteString("user", it.vault);
        json.WriteStartArray("fills");
        foreach (var ticket in it.rows) WriteFill(json, ticket, isLiquidation: true);
        if (it.rows.Count > 0) WriteFill(json, it.rows[^1] with { Sequence = -1 }, isLiquidation: false);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    });

    public static byte[] Context(TradedInstrument instrument) => JsonBody.Of(instrument, static (json, it) =>
    {
        json.WriteStartObject();
        json.WriteString("channel", "activeAssetCtx");
        json.WriteStartObject("data");
        json.WriteString("coin", it.Spec.Symbol);
        json.WritePropertyName("ctx");
        WriteContext(json, it.Quote);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    public static void WriteContext(Utf8JsonWriter json, Quote quote)
    {
        json.WriteStartObject();
        json.WriteText("funding", quote.FundingRate);
        json.WriteText("openInterest", quote.OpenInterest);
        json.WriteText("oraclePx", quote.Index);
        json.WriteText("markPx", quote.Mark);
        json.WriteEndObject();
    }

    public static byte[] Confirmation(string method, JsonElement subscription) => JsonBody.Of((method, subscription), static (json, it) =>
    {
        json.WriteStartObject();
        json.WriteString("channel", "subscriptionResponse");
        json.WriteStartObject("data");
        json.WriteString("method", it.method);
        json.WritePropertyName("subscription");
        it.subscription.WriteTo(json);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    public static byte[] Error(string words) => JsonBody.Of(words, static (json, it) =>
    {
        json.WriteStartObject();
        json.WriteString("channel", "error");
        json.WriteString("data", it);
        json.WriteEndObject();
    });

    private static void WriteFill(Utf8JsonWriter json, LedgerTicket ticket, bool isLiquidation)
    {
        json.WriteStartObject();
        json.WriteString("coin", ticket.Order.Symbol);
        json.WriteText("px", ticket.Order.Price);
        json.WriteText("sz", ticket.Order.Quantity);
        // The vault takes the other side: it buys what a liquidated long sells.
        var buys = ticket.Order.Position == LiquidatedPosition.Long;
        json.WriteString("side", buys ? "B" : "A");
        json.WriteNumber("time", ticket.EventTimeMs);
        json.WriteString("dir", buys ? "Open Long" : "Open Short");
        json.WriteBoolean("crossed", false);
        json.WriteNumber("tid", ticket.Sequence + 711_626_751_000_000);
        if (isLiquidation)
        {
            json.WriteStartObject("liquidation");
            json.WriteString("liquidatedUser", Trader);
            json.WriteText("markPx", ticket.Order.Price);
            json.WriteString("method", ticket.Sequence % 2 == 0 ? "market" : "backstop");
            json.WriteEndObject();
        }
        json.WriteString("feeToken", "USDC");
        json.WriteEndObject();
    }
}
