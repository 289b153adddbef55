using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>Pacifica's messages and its list of markets.</summary>
internal static class PacificaFrames
{
    private const long FirstLiquidation = 180_000_000;
    private const long FirstOperation = 2_900_000_000;

    public static byte[] Liquidations(IReadOnlyList<LedgerTicket> tickets) => JsonBody.Of(tickets, static (json, all) =>
    {
        StartTrades(json);
        foreach (var ticket in all)
        {
            var action = ticket.Order.Position == LiquidatedPosition.Long ? "close_long" : "close_short";
            WriteTrade(
                json, ticket.Order.Symbol, action, "market_liquidation", ticket.EventTimeMs, ticket.Order.Price, ticket.Order.Quantity,
                FirstLiquidation + ticket.Sequence);
        }
        EndList(json);
    });

    public static byte[] OrdinaryTrade(TradedInstrument instrument, long nowMs, long number) => JsonBody.Of((instrument, nowMs, number), static (json, it) =>
    {
        StartTrades(json);
        var spec = it.instrument.Spec;
        WriteTrade(json, spec.Symbol, "open_long", "normal", it.nowMs, it.instrument.Quote.Mark, spec.QuantityStep, it.number);
        EndList(json);
    });

    /// <summary>The prices of all markets, with a spot pair among them.</summary>
    public static byte[] Prices(IReadOnlyList<TradedInstrument> instruments, long nowMs) => JsonBody.Of((instruments, nowMs), static (json, it) =>
    {
        json.WriteStartObject();
        json.WriteString("channel", "prices");
        json.WriteStartArray("data");
        foreach (var instrument in it.instruments)
        {
            var quote = instrument.Quote;
            WritePrice(json, instrument.Spec.Symbol, quote.Mark, quote.Index, quote.OpenInterest, quote.FundingRate, it.nowMs);
        }
        WritePrice(json, "SOL-USDC", 150m, 150m, 0m, 0m, it.nowMs);
        EndList(json);
    });

    public static byte[] Confirmation(string channel, string source, string? symbol) => JsonBody.Of((channel, source, symbol), static (json, it) =>
    {
        json.WriteStartObject();
        json.WriteString("channel", it.channel);
        json.WriteStartObject("data");
        json.WriteString("source", it.source);
        if (it.symbol is not null) json.WriteString("symbol", it.symbol);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    public static byte[] Error(int code, string text) => JsonBody.Of((code, text), static (json, it) =>
    {
        json.WriteStartObject();
        json.WriteNumber("code", it.code);
        json.WriteString("err", it.text);
        json.WriteEndObject();
    });

    /// <summary>The list of markets, with a spot pair among them.</summary>
    public static byte[] Info(IReadOnlyList<TradedInstrument> instruments) => JsonBody.Of(instruments, static (json, all) =>
    {
        json.WriteStartObject();
        json.WriteBoolean("success", true);
        json.WriteStartArray("data");
        foreach (var instrument in all)
        {
            var spec = instrument.Spec;
            WriteMarket(json, spec.Symbol, "perpetual", spec.Symbol, spec.PriceTick, spec.QuantityStep, spec.LaunchMs);
        }
        WriteMarket(json, "SOL-USDC", "spot", "SOL", 0.01m, 0.001m, 1_776_615_970_246);
        json.WriteEndArray();
        json.WriteNull("error");
        json.WriteNull("code");
        json.WriteEndObject();
    });

    private static void StartTrades(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("channel", "trades");
        json.WriteStartArray("data");
    }

    private static void EndList(Utf8JsonWriter json)
    {
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTrade(
        Utf8JsonWriter json, string market, string action, string cause, long timeMs, decimal price, decimal quantity, long id)
    {
        json.WriteStartObject();
        json.WriteNumber("h", id);
        json.WriteString("s", market);
        json.WriteText("a", quantity);
        json.WriteText("p", price);
        json.WriteString("d", action);
        json.WriteString("tc", cause);
        json.WriteNumber("t", timeMs);
        json.WriteNumber("li", FirstOperation + id);
        json.WriteNumber("it", 0);
        json.WriteEndObject();
    }

    private static void WritePrice(
        Utf8JsonWriter json, string market, decimal mark, decimal oracle, decimal openInterest, decimal funding, long timeMs)
    {
        json.WriteStartObject();
        json.WriteText("funding", funding);
        json.WriteText("mark", mark);
        json.WriteText("mid", mark);
        json.WriteText("next_funding", funding);
        json.WriteText("open_interest", openInterest);
        json.WriteText("oracle", oracle);
        json.WriteString("symbol", market);
        json.WriteNumber("timestamp", timeMs);
        json.WriteText("volume_24h", openInterest);
        json.WriteText("yesterday_price", oracle);
        json.WriteEndObject();
    }

    private static void WriteMarket(
        Utf8JsonWriter json, string symbol, string type, string baseAsset, decimal tick, decimal lot, long createdMs)
    {
        json.WriteStartObject();
        json.WriteString("symbol", symbol);
        json.WriteText("tick_size", tick);
        json.WriteText("lot_size", lot);
        json.WriteNumber("max_leverage", 50);
        json.WriteBoolean("isolated_only", false);
        json.WriteText("min_order_size", 10);
        json.WriteText("funding_rate", 0.0000125m);
        json.WriteText("next_funding_rate", 0.0000125m);
        json.WriteNumber("created_at", createdMs);
        json.WriteString("instrument_type", type);
        json.WriteString("base_asset", baseAsset);
        json.WriteEndObject();
    }
}
