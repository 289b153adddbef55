using System.Globalization;
using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>HTX's REST endpoints: contracts, open interest of both sides, indexes, marks, and liquidations by their ids.</summary>
internal sealed class HtxRest(IReadOnlyList<TradedInstrument> instruments, PublishedHistory history)
{
    private const int PageLength = 50;
    private const long LongestSpanMs = 48 * 3_600_000L;

    public RestAnswer? Answer(ClientRequest request, long nowMs)
    {
        (HtxFamily Family, Action<Utf8JsonWriter, TradedInstrument> Write)? list = request.Path switch
        {
            "/linear-swap-api/v1/swap_contract_info" => (HtxFamily.Linear, WriteContract),
            "/swap-api/v1/swap_contract_info" => (HtxFamily.CoinSwap, WriteContract),
            "/api/v1/contract_contract_info" => (HtxFamily.CoinFutures, WriteContract),
            "/linear-swap-api/v1/swap_open_interest" => (HtxFamily.Linear, WriteOpenInterest),
            "/swap-api/v1/swap_open_interest" => (HtxFamily.CoinSwap, WriteOpenInterest),
            "/api/v1/contract_open_interest" => (HtxFamily.CoinFutures, WriteOpenInterest),
            "/linear-swap-api/v1/swap_index" => (HtxFamily.Linear, WriteIndex),
            "/swap-api/v1/swap_index" => (HtxFamily.CoinSwap, WriteIndex),
            "/api/v1/contract_index" => (HtxFamily.CoinFutures, WriteIndex),
            _ => null,
        };
        if (list is var (family, write))
        {
            // Only the list of contracts can lack one that is traded.
            var isList = request.Path.EndsWith("_contract_info", StringComparison.Ordinal);
            return List([.. instruments.Where(it => (isList ? it.Listed : it.IsTraded) && it.Spec.HtxMarket() == family)], write, nowMs);
        }

        return request.Path switch
        {
            "/index/market/history/linear_swap_mark_price_kline" or "/index/market/history/swap_mark_price_kline" => Mark(request, nowMs),
            "/linear-swap-api/v1/swap_his_open_interest" => OpenInterestHistory(request, HtxFamily.Linear, nowMs),
            "/swap-api/v1/swap_his_open_interest" => OpenInterestHistory(request, HtxFamily.CoinSwap, nowMs),
            "/linear-swap-api/v3/swap_liquidation_orders" => Liquidations(request, HtxFamily.Linear, nowMs),
            "/swap-api/v3/swap_liquidation_orders" => Liquidations(request, HtxFamily.CoinSwap, nowMs),
            "/api/v3/contract_liquidation_orders" => Liquidations(request, HtxFamily.CoinFutures, nowMs),
            _ => null,
        };
    }

    public static void WriteContract(Utf8JsonWriter json, TradedInstrument instrument)
    {
        var spec = instrument.Spec;
        json.WriteStartObject();
        json.WriteString("symbol", spec.Asset);
        json.WriteString("contract_code", spec.Symbol);
        json.WriteNumber("contract_size", spec.ContractSize);
        json.WriteNumber("price_tick", spec.PriceTick);
        json.WriteNumber("contract_status", 1);
        json.WriteString("contract_type", spec.ExpiryMs is null ? "swap" : "quarter");
        if (spec.ExpiryMs is { } expiry)
            json.WriteString("delivery_date", DateTimeOffset.FromUnixTimeMilliseconds(expiry).ToString("yyyyMMdd", CultureInfo.InvariantCulture));
        if (!spec.Inverse)
        {
            json.WriteString("pair", spec.Symbol);
            json.WriteString("business_type", "swap");
            json.WriteString("trade_partition", "USDT");
        }
        json.WriteEndObject();
    }

    private static void WriteOpenInterest(Utf8JsonWriter json, TradedInstrument instrument)
    {
        var (spec, quote) = (instrument.Spec, instrument.Quote);
        // Both sides, as the documentation says.
        var volume = quote.OpenInterest * 2;
        json.WriteStartObject();
        json.WriteNumber("volume", volume);
        json.WriteString("symbol", spec.Asset);
        json.WriteString("contract_code", spec.Symbol);
        if (!spec.Inverse)
        {
            json.WriteNumber("amount", volume * spec.ContractSize);
            json.WriteNumber("value", decimal.Round(volume * spec.ContractSize * quote.Mark, 4));
        }
        json.WriteEndObject();
    }

    private static void WriteIndex(Utf8JsonWriter json, TradedInstrument instrument)
    {
        json.WriteStartObject();
        if (instrument.Spec.HtxMarket() == HtxFamily.CoinFutures) json.WriteString("symbol", instrument.Spec.Asset);
        else json.WriteString("contract_code", instrument.Spec.Symbol);
        json.WriteNumber("index_price", instrument.Quote.Index);
        json.WriteNumber("index_ts", instrument.Quote.TimeMs);
        json.WriteEndObject();
    }

    private RestAnswer Mark(ClientRequest request, long nowMs)
    {
        var chosen = instruments.FirstOrDefault(it => it.Listed && it.Spec.Symbol == request["contract_code"]);
        return chosen is null ? Refuse("invalid contract_code", nowMs) : new(200, JsonBody.Of((chosen, nowMs), static (json, it) =>
        {
            json.WriteStartObject();
            json.WriteString("ch", $"market.{it.chosen.Spec.Symbol}.mark_price.1min");
            json.WriteStartArray("data");
            json.WriteStartObject();
            json.WriteNumber("id", it.nowMs / 60_000 * 60);
            json.WriteText("close", it.chosen.Quote.Mark);
            json.WriteString("vol", "0");
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteString("status", "ok");
            json.WriteNumber("ts", it.nowMs);
            json.WriteEndObject();
        }));
    }

    /// <summary>The newest rows of a step, newest first, of both sides; no span can be requested.</summary>
    private RestAnswer OpenInterestHistory(ClientRequest request, HtxFamily family, long nowMs)
    {
        long? step = request["period"] switch { "60min" => 3_600_000, "4hour" => 14_400_000, "12hour" => 43_200_000, "1day" => 86_400_000, _ => null };
        var chosen = instruments.FirstOrDefault(it => it.Spec.HtxMarket() == family && it.Spec.Symbol == request["contract_code"]);
        if (chosen is null || step is not { } stepMs || request["amount_type"] != "1") return Refuse("invalid parameter", nowMs);
        var rows = Number(request, "size", 48);
        var times = PastOpenInterest.Times(nowMs - (rows * stepMs) + 1, nowMs, stepMs).Reverse();
        return new(200, JsonBody.Of((chosen, times, nowMs), static (json, it) =>
        {
            json.WriteStartObject();
            json.WriteString("status", "ok");
            json.WriteStartObject("data");
            json.WriteString("symbol", it.chosen.Spec.Asset);
            json.WriteStartArray("tick");
            foreach (var timeMs in it.times)
            {
                var volume = it.chosen.PastOpenInterest(timeMs) * 2;
                json.WriteStartObject();
                json.WriteNumber("volume", volume);
                json.WriteNumber("amount_type", 1);
                json.WriteNumber("ts", timeMs);
                if (!it.chosen.Spec.Inverse) json.WriteNumber("value", decimal.Round(volume * it.chosen.Spec.ContractSize * it.chosen.Quote.Mark, 4));
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteString("contract_code", it.chosen.Spec.Symbol);
            json.WriteEndObject();
            json.WriteNumber("ts", it.nowMs);
            json.WriteEndObject();
        }));
    }

    private RestAnswer Liquidations(ClientRequest request, HtxFamily family, long nowMs)
    {
        var end = Number(request, "end_time", nowMs);
        var start = Number(request, "start_time", end - LongestSpanMs);
        if (end - start > LongestSpanMs || request["direct"] is not (null or "next") || request["contract"] is null == request["symbol"] is null)
            return Refuse("invalid parameter", nowMs);
        var after = Number(request, "from_id", -1);
        var rows = history.Where(ticket => ticket.Spec.HtxMarket() == family && Id(ticket) > after
            && ticket.EventTimeMs >= start && ticket.EventTimeMs < end
            && (ticket.Order.Symbol == request["contract"] || ticket.Spec.Asset == request["symbol"]));
        return new(200, JsonBody.Of((rows, nowMs), static (json, it) =>
        {
            json.WriteStartObject();
            json.WriteNumber("code", 200);
            json.WriteString("msg", "");
            json.WriteStartArray("data");
            foreach (var ticket in it.rows.OrderBy(Id).Take(PageLength)) HtxFrames.WriteLiquidation(json, ticket, Id(ticket));
            json.WriteEndArray();
            json.WriteNumber("ts", it.nowMs);
            json.WriteEndObject();
        }), HoldsOrders: true);
    }

    private static long Id(LedgerTicket ticket) => ticket.Sequence + 1;

    private static long Number(ClientRequest request, string name, long otherwise) =>
        long.TryParse(request[name], CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private static RestAnswer List(List<TradedInstrument> rows, Action<Utf8JsonWriter, TradedInstrument> write, long nowMs) =>
        new(200, JsonBody.Of((rows, write, nowMs), static (json, it) =>
        {
            json.WriteStartObject();
            json.WriteString("status", "ok");
            json.WriteStartArray("data");
            foreach (var row in it.rows) it.write(json, row);
            json.WriteEndArray();
            json.WriteNumber("ts", it.nowMs);
            json.WriteEndObject();
        }));

    private static RestAnswer Refuse(string text, long nowMs) => new(200, JsonBody.Of((text, nowMs), static (json, it) =>
    {
        json.WriteStartObject();
        json.WriteString("status", "error");
        json.WriteNumber("err_code", 1030);
        json.WriteString("err_msg", it.text);
        json.WriteNumber("ts", it.nowMs);
        json.WriteEndObject();
    }));
}
