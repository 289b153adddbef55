using System.Globalization;
using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>Lighter's messages and its list of markets.</summary>
internal static class LighterFrames
{
    private const long FirstTradeId = 18_240_000_000;

    public static byte[] Trades(string kind, string market, IReadOnlyList<LedgerTicket> tickets) => JsonBody.Of((kind, market, tickets), static (json, it) =>
    {
        json.WriteStartObject();
        json.WriteString("type", it.kind + "/trade");
        json.WriteString("channel", "trade:" + it.market);
        json.WriteStartArray("trades");
        json.WriteEndArray();
        json.WriteStartArray("liquidation_trades");
        foreach (var ticket in it.tickets) WriteTrade(json, ticket);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static byte[] Statistics(string kind, IReadOnlyList<TradedInstrument> instruments, long nowMs) => JsonBody.Of((kind, instruments, nowMs), static (json, all) =>
    {
        json.WriteStartObject();
        json.WriteString("type", all.kind + "/market_stats");
        json.WriteString("channel", "market_stats:all");
        json.WriteNumber("timestamp", all.nowMs);
        json.WriteStartObject("market_stats");
        foreach (var instrument in all.instruments)
        {
            var (spec, quote) = (instrument.Spec, instrument.Quote);
            json.WriteStartObject(spec.Symbol);
            json.WriteString("symbol", Ticker(spec));
            json.WriteNumber("market_id", Number(spec));
            json.WriteText("index_price", quote.Index);
            json.WriteText("mark_price", quote.Mark);
            // Dollars, unlike the list of markets.
            json.WriteText("open_interest", decimal.Round(quote.OpenInterest * quote.Mark, 6));
            json.WriteText("last_trade_price", quote.Mark);
            // Percent an hour.
            json.WriteText("current_funding_rate", decimal.Round(quote.FundingRate * 100, 4));
            json.WriteText("funding_rate", decimal.Round(quote.FundingRate * 100, 4));
            json.WriteNumber("funding_timestamp", all.nowMs - (all.nowMs % 3_600_000));
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteEndObject();
    });

    public static byte[] OrderBookDetails(IReadOnlyList<TradedInstrument> instruments) => JsonBody.Of(instruments, static (json, all) =>
    {
        json.WriteStartObject();
        json.WriteNumber("code", 200);
        json.WriteStartArray("order_book_details");
        foreach (var instrument in all)
        {
            var (spec, quote) = (instrument.Spec, instrument.Quote);
            json.WriteStartObject();
            json.WriteString("symbol", Ticker(spec));
            json.WriteNumber("market_id", Number(spec));
            json.WriteString("market_type", "perp");
            json.WriteString("status", "active");
            json.WriteNumber("size_decimals", spec.QuantityStep.Scale);
            json.WriteNumber("price_decimals", spec.PriceTick.Scale);
            json.WriteNumber("last_trade_price", quote.Mark);
            json.WriteNumber("open_interest", quote.OpenInterest);
            json.WriteStartObject("market_config");
            json.WriteString("trading_hours", "");
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("spot_order_book_details");
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void WriteTrade(Utf8JsonWriter json, LedgerTicket ticket)
    {
        var order = ticket.Order;
        var id = FirstTradeId + ticket.Sequence;
        json.WriteStartObject();
        json.WriteNumber("trade_id", id);
        json.WriteText("trade_id_str", id);
        json.WriteString("type", "liquidation");
        json.WriteNumber("market_id", Number(ticket.Spec));
        json.WriteText("size", order.Quantity);
        json.WriteText("price", order.Price);
        json.WriteText("usd_amount", decimal.Round(order.Quantity * order.Price, 6));
        // The engine closes a long by selling to a bid that was there.
        json.WriteBoolean("is_maker_ask", order.Position == LiquidatedPosition.Short);
        json.WriteNumber("block_height", 218_000_000 + ticket.Sequence);
        json.WriteNumber("timestamp", ticket.EventTimeMs);
        json.WriteEndObject();
    }

    private static string Ticker(SimulatedInstrument spec) => spec.PriceFactor == 1m ? spec.Asset : "1000" + spec.Asset;

    private static int Number(SimulatedInstrument spec) => int.Parse(spec.Symbol, CultureInfo.InvariantCulture);
}
