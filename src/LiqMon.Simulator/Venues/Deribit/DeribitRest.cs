using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>Deribit's REST endpoints.</summary>
internal sealed class DeribitRest(IReadOnlyList<TradedInstrument> instruments, RecentLiquidations recent)
{
    private const int MostTrades = 1000;

    public RestAnswer? Answer(ClientRequest request, long nowMs)
    {
        if (request.Path is not ("/api/v2/public/get_instruments" or "/api/v2/public/get_book_summary_by_currency"
            or "/api/v2/public/get_last_trades_by_currency_and_time"))
            return null;
        if (request["currency"] is not { } currency || request["kind"] is not (null or "future"))
            return new RestAnswer(400, DeribitFrames.Error(null, -32602, "Invalid params"));
        var chosen = instruments.Where(it => it.Listed && (currency == "any" || Currency(it.Spec.Symbol) == currency)).ToList();
        return request.Path switch
        {
            "/api/v2/public/get_instruments" => List(chosen, WriteInstrument),
            "/api/v2/public/get_book_summary_by_currency" => List(chosen, (json, it) => WriteSummary(json, it, nowMs)),
            _ => Trades(request, currency),
        };
    }

    private static string Currency(string symbol) => symbol.Split('-')[0].Split('_')[^1];

    private static RestAnswer List(List<TradedInstrument> chosen, Action<Utf8JsonWriter, TradedInstrument> write) =>
        new(200, DeribitFrames.Answer(null, json =>
        {
            json.WriteStartArray();
            foreach (var instrument in chosen) write(json, instrument);
            json.WriteEndArray();
        }));

    private RestAnswer Trades(ClientRequest request, string currency)
    {
        if (request.Whole("start_timestamp") is not { } from || request.Whole("end_timestamp") is not { } to || request["sorting"] != "asc")
            return new RestAnswer(400, DeribitFrames.Error(null, -32602, "Invalid params"));
        var count = (int)Math.Clamp(request.Whole("count") ?? 10, 1, MostTrades);
        var found = recent.Where(it => it.EventTimeMs >= from && it.EventTimeMs <= to && Currency(it.Order.Symbol) == currency);
        return new RestAnswer(200, DeribitFrames.Answer(null, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("trades");
            foreach (var ticket in found.Take(count)) DeribitFrames.WriteTrade(json, ticket);
            json.WriteEndArray();
            json.WriteBoolean("has_more", found.Count > count);
            json.WriteEndObject();
        }), HoldsOrders: true);
    }

    private static void WriteInstrument(Utf8JsonWriter json, TradedInstrument instrument)
    {
        var spec = instrument.Spec;
        json.WriteStartObject();
        json.WriteString("kind", "future");
        json.WriteString("instrument_name", spec.Symbol);
        json.WriteString("instrument_type", spec.Inverse ? "reversed" : "linear");
        json.WriteString("future_type", spec.Inverse ? "reversed" : "linear");
        json.WriteBoolean("is_active", true);
        json.WriteNumber("contract_size", spec.QuantityStep);
        json.WriteNumber("min_trade_amount", spec.QuantityStep);
        json.WriteNumber("tick_size", spec.PriceTick);
        json.WriteString("base_currency", spec.Asset);
        json.WriteString("quote_currency", spec.Inverse ? "USD" : "USDC");
        json.WriteString("counter_currency", spec.Inverse ? "USD" : "USDC");
        json.WriteString("settlement_currency", spec.Inverse ? spec.Asset : "USDC");
        json.WriteString("settlement_period", spec.ExpiryMs is null ? "perpetual" : "month");
        json.WriteNumber("expiration_timestamp", spec.ExpiryMs ?? 32_503_708_800_000);
        json.WriteNumber("creation_timestamp", spec.LaunchMs);
        json.WriteEndObject();
    }

    private static void WriteSummary(Utf8JsonWriter json, TradedInstrument instrument, long nowMs)
    {
        var quote = instrument.Quote;
        json.WriteStartObject();
        json.WriteString("instrument_name", instrument.Spec.Symbol);
        json.WriteString("base_currency", instrument.Spec.Asset);
        json.WriteNumber("open_interest", quote.OpenInterest);
        json.WriteNumber("mark_price", quote.Mark);
        json.WriteNumber("last", quote.Mark);
        json.WriteNull("high");
        json.WriteNumber("estimated_delivery_price", quote.Index);
        if (instrument.Spec.ExpiryMs is null) json.WriteNumber("current_funding", quote.FundingRate);
        json.WriteNumber("creation_timestamp", nowMs);
        json.WriteEndObject();
    }
}
