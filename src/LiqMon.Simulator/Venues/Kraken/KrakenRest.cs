using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>REST endpoints of Kraken Futures.</summary>
internal sealed class KrakenRest(IReadOnlyList<TradedInstrument> instruments, RecentLiquidations recent)
{
    private const int TradesPerPage = 100;

    public RestAnswer? Answer(ClientRequest request, long nowMs) => request.Path switch
    {
        "/derivatives/api/v3/instruments" => List("instruments", nowMs, WriteInstruments),
        "/derivatives/api/v3/tickers" => List("tickers", nowMs, WriteTickers),
        "/derivatives/api/v3/history" => History(request, nowMs),
        _ => null,
    };

    private static RestAnswer List(string name, long nowMs, Action<Utf8JsonWriter> write) => new(200, JsonBody.Of((name, nowMs, write), static (json, it) =>
    {
        json.WriteStartObject();
        json.WriteString("result", "success");
        json.WriteStartArray(it.name);
        it.write(json);
        json.WriteEndArray();
        json.WriteString("serverTime", JsonRequest.Iso(it.nowMs));
        json.WriteEndObject();
    }));

    private RestAnswer History(ClientRequest request, long nowMs)
    {
        if (request["symbol"] is not { } symbol || !instruments.Any(it => it.Spec.Symbol == symbol))
        {
            return new RestAnswer(400, JsonBody.Of(nowMs, static (json, it) =>
            {
                json.WriteStartObject();
                json.WriteString("result", "error");
                json.WriteString("error", "contractNotFound");
                json.WriteString("serverTime", JsonRequest.Iso(it));
                json.WriteEndObject();
            }));
        }
        var before = request.Time("lastTime") ?? long.MaxValue;
        var found = recent.Newest(symbol, int.MaxValue).Where(it => it.EventTimeMs < before).Take(TradesPerPage);
        var page = List("history", nowMs, json =>
        {
            foreach (var ticket in found)
            {
                json.WriteStartObject();
                json.WriteString("time", JsonRequest.Iso(ticket.EventTimeMs));
                json.WriteNumber("trade_id", ticket.Sequence);
                json.WriteNumber("price", ticket.Order.Price);
                json.WriteNumber("size", ticket.Order.Quantity);
                json.WriteString("side", KrakenFrames.Side(ticket));
                json.WriteString("type", "liquidation");
                json.WriteString("uid", KrakenFrames.Uid(ticket));
                json.WriteEndObject();
            }
        });
        return page with { HoldsOrders = true };
    }

    private void WriteInstruments(Utf8JsonWriter json)
    {
        foreach (var spec in instruments.Where(it => it.Listed).Select(it => it.Spec))
        {
            json.WriteStartObject();
            json.WriteString("symbol", spec.Symbol);
            json.WriteString("type", spec.Inverse ? "futures_inverse" : "flexible_futures");
            json.WriteString("base", spec.Asset);
            json.WriteString("quote", "USD");
            json.WriteNumber("tickSize", spec.PriceTick);
            json.WriteNumber("contractSize", 1);
            json.WriteBoolean("tradeable", true);
            json.WriteBoolean("tradfi", false);
            if (spec.ExpiryMs is { } expiry) json.WriteString("lastTradingTime", JsonRequest.Iso(expiry));
            json.WriteEndObject();
        }
        json.WriteStartObject();
        json.WriteString("symbol", "in_xbtusd");
        json.WriteString("type", "spot index");
        json.WriteBoolean("tradeable", false);
        json.WriteEndObject();
    }

    private void WriteTickers(Utf8JsonWriter json)
    {
        foreach (var instrument in instruments.Where(it => it.IsTraded))
        {
            var quote = instrument.Quote;
            json.WriteStartObject();
            json.WriteString("symbol", instrument.Spec.Symbol);
            json.WriteNumber("markPrice", quote.Mark);
            json.WriteNumber("indexPrice", quote.Index);
            json.WriteNumber("openInterest", quote.OpenInterest);
            json.WriteNumber("last", quote.Mark);
            json.WriteBoolean("suspended", false);
            json.WriteEndObject();
        }
    }
}
