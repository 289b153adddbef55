using System.Globalization;
using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>HTX's messages.</summary>
internal static class HtxFrames
{
    public static byte[] Liquidations(string topic, IReadOnlyList<LedgerTicket> rows, long nowMs) => JsonBody.Of((topic, rows, nowMs), static (json, all) =>
    {
        json.WriteStartObject();
        json.WriteString("op", "notify");
        json.WriteString("topic", all.topic);
        json.WriteNumber("ts", all.nowMs);
        json.WriteStartArray("data");
        foreach (var ticket in all.rows) WriteLiquidation(json, ticket, null);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>A liquidation, on the socket and (with an id) in history.</summary>
    public static void WriteLiquidation(Utf8JsonWriter json, LedgerTicket ticket, long? id)
    {
        var (spec, order) = (ticket.Spec, ticket.Order);
        json.WriteStartObject();
        if (id is { } number) json.WriteNumber("query_id", number);
        json.WriteString("symbol", spec.Asset);
        json.WriteString("contract_code", spec.Symbol);
        json.WriteString("direction", order.Position == LiquidatedPosition.Long ? "sell" : "buy");
        json.WriteString("offset", "close");
        json.WriteNumber("volume", order.Quantity);
        json.WriteNumber("price", order.Price);
        json.WriteNumber("created_at", ticket.EventTimeMs);
        if (!spec.Inverse)
        {
            json.WriteNumber("amount", order.Quantity * spec.ContractSize);
            json.WriteNumber("trade_turnover", order.Quantity * spec.ContractSize * order.Price);
            json.WriteString("contract_type", "swap");
            json.WriteString("pair", spec.Symbol);
            json.WriteString("business_type", "swap");
        }
        json.WriteEndObject();
    }

    /// <summary>Funding rates, or the list of contracts where there are none.</summary>
    public static byte[] Control(string topic, IReadOnlyList<TradedInstrument> instruments, long nowMs, string change) =>
        JsonBody.Of((topic, instruments, nowMs, change), static (json, it) =>
        {
            json.WriteStartObject();
            json.WriteString("op", "notify");
            json.WriteString("topic", it.topic);
            json.WriteNumber("ts", it.nowMs);
            json.WriteString("event", it.change);
            json.WriteStartArray("data");
            foreach (var instrument in it.instruments)
            {
                if (instrument.Spec.HtxMarket() == HtxFamily.CoinFutures) HtxRest.WriteContract(json, instrument);
                else WriteFunding(json, instrument, it.nowMs);
            }
            json.WriteEndArray();
            json.WriteEndObject();
        });

    public static byte[] Ping(long nowMs) => JsonBody.Of(nowMs, static (json, now) =>
    {
        json.WriteStartObject();
        json.WriteString("op", "ping");
        json.WriteText("ts", now);
        json.WriteEndObject();
    });

    public static byte[] Answer(string operation, string? id, string? topic, int code, string? text, long nowMs) => JsonBody.Of(
        (operation, id, topic, code, text, nowMs), static (json, answer) =>
        {
            json.WriteStartObject();
            json.WriteString("op", answer.operation);
            if (answer.id is not null) json.WriteString("cid", answer.id);
            if (answer.topic is not null) json.WriteString("topic", answer.topic);
            json.WriteNumber("ts", answer.nowMs);
            json.WriteNumber("err-code", answer.code);
            if (answer.text is not null) json.WriteString("err-msg", answer.text);
            json.WriteEndObject();
        });

    private static void WriteFunding(Utf8JsonWriter json, TradedInstrument instrument, long nowMs)
    {
        json.WriteStartObject();
        json.WriteString("symbol", instrument.Spec.Asset);
        json.WriteString("contract_code", instrument.Spec.Symbol);
        json.WriteString("fee_asset", instrument.Spec.Inverse ? instrument.Spec.Asset : "USDT");
        json.WriteString("funding_time", (nowMs / 60_000 * 60_000).ToString(CultureInfo.InvariantCulture));
        json.WriteText("funding_rate", instrument.Quote.FundingRate);
        json.WriteNull("estimated_rate");
        json.WriteText("settlement_time", Funding.NextMs(nowMs));
        json.WriteEndObject();
    }
}
