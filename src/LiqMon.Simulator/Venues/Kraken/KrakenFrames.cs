using System.Globalization;
using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>Messages of Kraken Futures.</summary>
internal static class KrakenFrames
{
    public static byte[] Trade(LedgerTicket ticket) => JsonBody.Of(ticket, static (json, it) => WriteTrade(json, it, "liquidation"));

    /// <summary>The last trades, newest first; the oldest of them was an ordinary one.</summary>
    public static byte[] Snapshot(string symbol, List<LedgerTicket> newestFirst) => JsonBody.Of((symbol, newestFirst), static (json, it) =>
    {
        json.WriteStartObject();
        json.WriteString("feed", "trade_snapshot");
        json.WriteString("product_id", it.symbol);
        json.WriteStartArray("trades");
        foreach (var ticket in it.newestFirst) WriteTrade(json, ticket, "liquidation");
        if (it.newestFirst.Count > 0) WriteTrade(json, it.newestFirst[^1] with { Sequence = -1 }, "fill");
        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static byte[] Ticker(TradedInstrument instrument, long nowMs) => JsonBody.Of((instrument, nowMs), static (json, it) =>
    {
        var (spec, quote) = (it.instrument.Spec, it.instrument.Quote);
        json.WriteStartObject();
        json.WriteNumber("time", it.nowMs);
        json.WriteString("product_id", spec.Symbol);
        if (spec.ExpiryMs is null)
        {
            // The absolute rate is in dollars a coin, or in coins a dollar.
            json.WriteNumber("funding_rate", decimal.Round(spec.Inverse ? quote.FundingRate / quote.Mark : quote.FundingRate * quote.Mark, 18));
            json.WriteNumber("relative_funding_rate", quote.FundingRate);
            json.WriteNumber("next_funding_rate_time", it.nowMs - (it.nowMs % 3_600_000) + 3_600_000);
        }
        json.WriteString("feed", "ticker");
        json.WriteNumber("bid", quote.Mark - spec.PriceTick);
        json.WriteNumber("ask", quote.Mark + spec.PriceTick);
        json.WriteNumber("index", quote.Index);
        json.WriteNumber("last", quote.Mark);
        json.WriteBoolean("suspended", false);
        json.WriteString("tag", spec.ExpiryMs is null ? "perpetual" : "quarter");
        json.WriteNumber("openInterest", quote.OpenInterest);
        json.WriteNumber("markPrice", quote.Mark);
        json.WriteNumber("maturityTime", spec.ExpiryMs ?? 0);
        json.WriteEndObject();
    });

    public static byte[] Heartbeat(long nowMs) => JsonBody.Of(nowMs, static (json, it) =>
    {
        json.WriteStartObject();
        json.WriteString("feed", "heartbeat");
        json.WriteNumber("time", it);
        json.WriteEndObject();
    });

    public static byte[] Confirmation(string operation, string feed, string? symbol) => JsonBody.Of((operation, feed, symbol), static (json, it) =>
    {
        json.WriteStartObject();
        json.WriteString("event", it.operation + "d");
        json.WriteString("feed", it.feed);
        if (it.symbol is not null)
        {
            json.WriteStartArray("product_ids");
            json.WriteStringValue(it.symbol);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    });

    public static byte[] Error(string words) => JsonBody.Of(words, static (json, it) =>
    {
        json.WriteStartObject();
        json.WriteString("event", "error");
        json.WriteString("message", it);
        json.WriteEndObject();
    });

    /// <summary>The id of a trade, the same on the socket and in the history.</summary>
    public static string Uid(LedgerTicket ticket) =>
        string.Create(CultureInfo.InvariantCulture, $"05af78ac-a774-478c-a50c-{(ulong)ticket.Sequence & 0xFFFF_FFFF_FFFF:x12}");

    /// <summary>"sell" when a long was closed: the liquidation order is the taker.</summary>
    public static string Side(LedgerTicket ticket) => ticket.Order.Position == LiquidatedPosition.Long ? "sell" : "buy";

    private static void WriteTrade(Utf8JsonWriter json, LedgerTicket ticket, string type)
    {
        json.WriteStartObject();
        json.WriteString("feed", "trade");
        json.WriteString("product_id", ticket.Order.Symbol);
        json.WriteString("uid", Uid(ticket));
        json.WriteString("side", Side(ticket));
        json.WriteString("type", type);
        json.WriteNumber("seq", ticket.Sequence);
        json.WriteNumber("time", ticket.EventTimeMs);
        json.WriteNumber("qty", ticket.Order.Quantity);
        json.WriteNumber("price", ticket.Order.Price);
        json.WriteEndObject();
    }
}
