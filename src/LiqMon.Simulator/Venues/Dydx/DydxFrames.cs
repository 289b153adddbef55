using System.Globalization;
using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>Messages of the dYdX indexer.</summary>
internal static class DydxFrames
{
    public static byte[] Greeting(string connection) => Message("connected", connection, null);

    /// <summary>A message without data; with words it is an error.</summary>
    public static byte[] Message(string type, string connection, string? words) => JsonBody.Of((type, connection, words), static (json, it) =>
    {
        json.WriteStartObject();
        json.WriteString("type", it.type);
        if (it.words is not null) json.WriteString("message", it.words);
        json.WriteString("connection_id", it.connection);
        json.WriteNumber("message_id", 0);
        json.WriteEndObject();
    });

    /// <summary>Trades of a market; the last is an ordinary one. News come in batches, the first answer does not.</summary>
    public static byte[] Trades(string type, string market, IReadOnlyList<LedgerTicket> rows) => JsonBody.Of((type, market, rows), static (json, it) =>
    {
        var isBatch = it.type == "channel_batch_data";
        json.WriteStartObject();
        json.WriteString("type", it.type);
        json.WriteString("connection_id", "simulated");
        json.WriteNumber("message_id", 1);
        json.WriteString("id", it.market);
        json.WriteString("channel", "v4_trades");
        json.WriteString("version", "2.1.0");
        json.WritePropertyName("contents");
        if (isBatch) json.WriteStartArray();
        json.WriteStartObject();
        json.WriteStartArray("trades");
        foreach (var ticket in it.rows) WriteTrade(json, ticket, "LIQUIDATED");
        if (it.rows.Count > 0) WriteTrade(json, it.rows[^1] with { Sequence = -1 }, "LIMIT");
        json.WriteEndArray();
        json.WriteEndObject();
        if (isBatch) json.WriteEndArray();
        json.WriteEndObject();
    });

    public static void WriteTrade(Utf8JsonWriter json, LedgerTicket ticket, string type)
    {
        json.WriteStartObject();
        json.WriteString("id", string.Create(CultureInfo.InvariantCulture, $"{(ulong)ticket.Sequence & 0xFFFF_FFFF_FFFF:x12}000000020002"));
        // The liquidation order is the taker.
        json.WriteString("side", ticket.Order.Position == LiquidatedPosition.Long ? "SELL" : "BUY");
        json.WriteText("size", ticket.Order.Quantity);
        json.WriteText("price", ticket.Order.Price);
        json.WriteString("type", type);
        json.WriteString("createdAt", JsonRequest.Iso(ticket.EventTimeMs));
        json.WriteString("createdAtHeight", "110000001");
        json.WriteEndObject();
    }

    public static byte[] OraclePrices(IReadOnlyList<TradedInstrument> instruments, long nowMs) => Contents("channel_data", json =>
    {
        json.WriteStartObject("oraclePrices");
        foreach (var instrument in instruments)
        {
            json.WriteStartObject(instrument.Spec.Symbol);
            json.WriteText("oraclePrice", instrument.Quote.Mark);
            json.WriteString("effectiveAt", JsonRequest.Iso(nowMs));
            json.WriteString("effectiveAtHeight", "110000001");
            json.WriteNumber("marketId", 0);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    });

    public static byte[] Trading(IReadOnlyList<TradedInstrument> instruments) => Contents("channel_data", json =>
    {
        json.WriteStartObject("trading");
        foreach (var instrument in instruments)
        {
            json.WriteStartObject(instrument.Spec.Symbol);
            json.WriteText("openInterest", instrument.Quote.OpenInterest);
            json.WriteText("nextFundingRate", instrument.Quote.FundingRate);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    });

    public static byte[] Markets(IReadOnlyList<TradedInstrument> instruments) => Contents("subscribed", json => WriteMarkets(json, instruments));

    public static void WriteMarkets(Utf8JsonWriter json, IEnumerable<TradedInstrument> instruments)
    {
        json.WriteStartObject("markets");
        foreach (var instrument in instruments.Where(it => it.Listed))
        {
            json.WriteStartObject(instrument.Spec.Symbol);
            json.WriteString("ticker", instrument.Spec.Symbol);
            json.WriteString("status", "ACTIVE");
            json.WriteText("oraclePrice", instrument.Quote.Mark);
            json.WriteText("nextFundingRate", instrument.Quote.FundingRate);
            json.WriteText("openInterest", instrument.Quote.OpenInterest);
            json.WriteText("tickSize", instrument.Spec.PriceTick);
            json.WriteText("stepSize", instrument.Spec.QuantityStep);
            json.WriteString("marketType", "CROSS");
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static byte[] Contents(string type, Action<Utf8JsonWriter> write) => JsonBody.Of((type, write), static (json, it) =>
    {
        json.WriteStartObject();
        json.WriteString("type", it.type);
        json.WriteString("connection_id", "simulated");
        json.WriteNumber("message_id", 1);
        json.WriteString("channel", "v4_markets");
        json.WriteStartObject("contents");
        it.write(json);
        json.WriteEndObject();
        json.WriteEndObject();
    });
}
