using System.Globalization;
using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>Gate's REST endpoints: contracts, tickers, and liquidations of at most an hour, newest first.</summary>
internal sealed class GateRest(IReadOnlyList<TradedInstrument> instruments, PublishedHistory history)
{
    private const string Prefix = "/api/v4/futures/";
    private const long LongestSpan = 3600;
    private const int HighestLimit = 1000;

    public RestAnswer? Answer(ClientRequest request, long nowMs)
    {
        if (!request.Path.StartsWith(Prefix, StringComparison.Ordinal) || request.Path[Prefix.Length..].Split('/') is not [var settle, var endpoint])
            return null;
        if (settle is not ("usdt" or "usd1" or "btc")) return Refuse("INVALID_PARAM_VALUE", "invalid settle");
        var chosen = instruments.Where(it => it.Listed && it.Spec.GateSettle() == settle).ToList();
        return endpoint switch
        {
            "contracts" => List(chosen, (json, it) => WriteContract(json, it, nowMs)),
            "tickers" => List(chosen, GateFrames.WriteTicker),
            "contract_stats" => Statistics(chosen, request, nowMs),
            "liq_orders" => Liquidations(request, settle, nowMs),
            _ => null,
        };
    }

    /// <summary>Oldest first; open interest of both sides.</summary>
    private static RestAnswer Statistics(List<TradedInstrument> chosen, ClientRequest request, long nowMs)
    {
        long? step = request["interval"] switch { "5m" => 300, "15m" => 900, "30m" => 1_800, "1h" => 3_600, "4h" => 14_400, "1d" => 86_400, _ => null };
        if (chosen.Find(it => it.Spec.Symbol == request["contract"]) is not { } instrument || step is not { } seconds)
            return Refuse("INVALID_PARAM_VALUE", "invalid contract or interval");
        var times = PastOpenInterest.Times(Number(request, "from", 0) * 1000, nowMs, seconds * 1000).Take((int)Number(request, "limit", 30));
        return List(times, (json, timeMs) =>
        {
            json.WriteStartObject();
            json.WriteNumber("time", timeMs / 1000);
            json.WriteText("open_interest", instrument.PastOpenInterest(timeMs) * 2);
            json.WriteText("mark_price", instrument.PastMark(timeMs));
            json.WriteEndObject();
        });
    }

    private RestAnswer Liquidations(ClientRequest request, string settle, long nowMs)
    {
        var to = Number(request, "to", nowMs / 1000);
        var from = Number(request, "from", to - LongestSpan);
        var limit = Number(request, "limit", 100);
        if (to - from > LongestSpan || limit is < 1 or > HighestLimit) return Refuse("INVALID_PARAM_VALUE", "invalid range or limit");
        var rows = history.Where(ticket => ticket.Spec.GateSettle() == settle
            && ticket.EventTimeMs / 1000 >= from && ticket.EventTimeMs / 1000 <= to
            && (request["contract"] is not { } contract || ticket.Order.Symbol == contract));
        return List(rows.OrderByDescending(ticket => ticket.EventTimeMs).Take((int)limit), WriteLiquidation) with { HoldsOrders = true };
    }

    private static long Number(ClientRequest request, string name, long otherwise) =>
        long.TryParse(request[name], CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private static RestAnswer List<T>(IEnumerable<T> rows, Action<Utf8JsonWriter, T> write) =>
        new(200, JsonBody.Of((rows, write), static (json, it) =>
        {
            json.WriteStartArray();
            foreach (var row in it.rows) it.write(json, row);
            json.WriteEndArray();
        }));

    private static RestAnswer Refuse(string label, string text) => new(400, JsonBody.Of((label, text), static (json, it) =>
    {
        json.WriteStartObject();
        json.WriteString("label", it.label);
        json.WriteString("message", it.text);
        json.WriteEndObject();
    }));

    private static void WriteLiquidation(Utf8JsonWriter json, LedgerTicket ticket)
    {
        json.WriteStartObject();
        json.WriteNumber("time", ticket.EventTimeMs / 1000);
        json.WriteString("contract", ticket.Order.Symbol);
        // The position that is left has the other sign than the order.
        json.WriteText("size", -GateFrames.OrderSize(ticket));
        json.WriteText("order_size", GateFrames.OrderSize(ticket));
        json.WriteText("order_price", ticket.Order.LimitPrice ?? ticket.Order.Price);
        json.WriteText("fill_price", ticket.Order.Price);
        json.WriteString("left", "0");
        json.WriteEndObject();
    }

    private static void WriteContract(Utf8JsonWriter json, TradedInstrument instrument, long nowMs)
    {
        var (spec, quote) = (instrument.Spec, instrument.Quote);
        json.WriteStartObject();
        json.WriteString("name", spec.Symbol);
        json.WriteString("type", spec.Inverse ? "inverse" : "direct");
        json.WriteText("quanto_multiplier", spec.Inverse ? 0m : spec.ContractSize);
        json.WriteText("order_price_round", spec.PriceTick);
        json.WriteText("order_size_min", spec.QuantityStep);
        json.WriteText("mark_price", quote.Mark);
        json.WriteText("index_price", quote.Index);
        json.WriteText("position_size", quote.OpenInterest);
        json.WriteText("funding_rate", quote.FundingRate);
        json.WriteNumber("funding_interval", 28_800);
        json.WriteNumber("funding_next_apply", Funding.NextMs(nowMs) / 1000);
        json.WriteBoolean("in_delisting", false);
        json.WriteString("status", "trading");
        json.WriteString("contract_type", "");
        json.WriteNumber("create_time", spec.LaunchMs / 1000);
        json.WriteEndObject();
    }
}
