using System.Globalization;
using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>Deribit's messages.</summary>
internal static class DeribitFrames
{
    /// <summary>A notification of trades: the liquidations, and one trade that was none.</summary>
    public static byte[] Liquidations(string channel, IReadOnlyList<LedgerTicket> rows) => JsonBody.Of((channel, rows), static (json, it) =>
    {
        json.WriteStartObject();
        json.WriteString("jsonrpc", "2.0");
        json.WriteString("method", "subscription");
        json.WriteStartObject("params");
        json.WriteString("channel", it.channel);
        json.WriteStartArray("data");
        foreach (var ticket in it.rows) WriteTrade(json, ticket);
        WriteOrdinaryTrade(json, it.rows[0]);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>A trade that was a liquidation. Every fourth was the maker's, so that the taker was on the other side.</summary>
    public static void WriteTrade(Utf8JsonWriter json, LedgerTicket ticket)
    {
        var isMaker = ticket.Sequence % 4 == 3;
        var closingSells = ticket.Order.Position == LiquidatedPosition.Long;
        json.WriteStartObject();
        WriteCommon(json, ticket, (ticket.Sequence * 2) + 400_000_000);
        json.WriteString("direction", closingSells != isMaker ? "sell" : "buy");
        json.WriteNumber("amount", ticket.Order.Quantity);
        json.WriteString("liquidation", isMaker ? "M" : "T");
        json.WriteEndObject();
    }

    /// <summary>A ticker, the whole of it as always.</summary>
    public static byte[] Ticker(string channel, TradedInstrument instrument, long nowMs) => JsonBody.Of((channel, instrument, nowMs), static (json, it) =>
    {
        var quote = it.instrument.Quote;
        json.WriteStartObject();
        json.WriteString("jsonrpc", "2.0");
        json.WriteString("method", "subscription");
        json.WriteStartObject("params");
        json.WriteString("channel", it.channel);
        json.WriteStartObject("data");
        json.WriteNumber("timestamp", it.nowMs);
        json.WriteString("state", "open");
        json.WriteStartObject("stats");
        json.WriteNull("low");
        json.WriteNull("high");
        json.WriteEndObject();
        json.WriteNumber("index_price", quote.Index);
        json.WriteString("instrument_name", it.instrument.Spec.Symbol);
        json.WriteNumber("last_price", quote.Mark);
        json.WriteNumber("open_interest", quote.OpenInterest);
        json.WriteNumber("mark_price", quote.Mark);
        if (it.instrument.Spec.ExpiryMs is null)
        {
            json.WriteNumber("current_funding", quote.FundingRate);
            json.WriteNumber("funding_8h", quote.FundingRate);
        }
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    });

    public static byte[] TestRequest() => """{"jsonrpc":"2.0","method":"heartbeat","params":{"type":"test_request"}}"""u8.ToArray();

    public static byte[] Version(int? id) => Answer(id, static json =>
    {
        json.WriteStartObject();
        json.WriteString("version", "1.2.26");
        json.WriteEndObject();
    });

    public static byte[] Done(int? id) => Answer(id, static json => json.WriteStringValue("ok"));

    public static byte[] Channels(int? id, List<string> channels) => Answer(id, json =>
    {
        json.WriteStartArray();
        foreach (var channel in channels) json.WriteStringValue(channel);
        json.WriteEndArray();
    });

    public static byte[] Error(int? id, int code, string words) => JsonBody.Of((id, code, words), static (json, it) =>
    {
        json.WriteStartObject();
        json.WriteString("jsonrpc", "2.0");
        if (it.id is { } number) json.WriteNumber("id", number);
        json.WriteStartObject("error");
        json.WriteNumber("code", it.code);
        json.WriteString("message", it.words);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>An answer with a result.</summary>
    public static byte[] Answer(int? id, Action<Utf8JsonWriter> writeResult) => JsonBody.Of((id, writeResult), static (json, it) =>
    {
        json.WriteStartObject();
        json.WriteString("jsonrpc", "2.0");
        if (it.id is { } number) json.WriteNumber("id", number);
        json.WritePropertyName("result");
        it.writeResult(json);
        json.WriteBoolean("testnet", false);
        json.WriteEndObject();
    });

    private static void WriteOrdinaryTrade(Utf8JsonWriter json, LedgerTicket beside)
    {
        json.WriteStartObject();
        WriteCommon(json, beside, (beside.Sequence * 2) + 400_000_001);
        json.WriteString("direction", "buy");
        json.WriteNumber("amount", beside.Spec.QuantityStep);
        json.WriteEndObject();
    }

    private static void WriteCommon(Utf8JsonWriter json, LedgerTicket ticket, long number)
    {
        var symbol = ticket.Order.Symbol;
        json.WriteNumber("trade_seq", number % 1_000_000);
        // Ids are unique within the currency of settlement only, hence the prefix; BTC has none.
        var currency = symbol.Split('-')[0].Split('_')[^1];
        json.WriteString("trade_id", (currency == "BTC" ? "" : currency + "-") + number.ToString(CultureInfo.InvariantCulture));
        json.WriteNumber("timestamp", ticket.EventTimeMs);
        json.WriteNumber("tick_direction", 2);
        json.WriteNumber("price", ticket.Order.Price);
        json.WriteNumber("mark_price", ticket.Instrument.Quote.Mark);
        json.WriteString("instrument_name", symbol);
        json.WriteNumber("index_price", ticket.Instrument.Quote.Index);
    }
}
