namespace LiqMon.Simulator;

/// <summary>Bybit's market messages.</summary>
internal static class BybitFrames
{
    /// <summary>Liquidations of one symbol.</summary>
    public static byte[] Liquidations(string topic, IReadOnlyList<LedgerTicket> rows, long nowMs) => JsonBody.Of((topic, rows, nowMs), static (json, all) =>
    {
        json.WriteStartObject();
        json.WriteString("topic", all.topic);
        json.WriteString("type", "snapshot");
        json.WriteNumber("ts", all.nowMs);
        json.WriteStartArray("data");
        foreach (var ticket in all.rows)
        {
            json.WriteStartObject();
            json.WriteNumber("T", ticket.EventTimeMs);
            json.WriteString("s", ticket.Order.Symbol);
            // Bybit names the side of the position, not of the closing order.
            json.WriteString("S", ticket.Order.Position == LiquidatedPosition.Long ? "Buy" : "Sell");
            json.WriteText("v", ticket.Order.Quantity);
            json.WriteText("p", ticket.Order.Price);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>A ticker, whole or changed fields only.</summary>
    public static byte[] Ticker(string topic, string type, string symbol, (string Name, string Value)[] fields, long nowMs) =>
        JsonBody.Of((topic, type, symbol, fields, nowMs), static (json, it) =>
        {
            json.WriteStartObject();
            json.WriteString("topic", it.topic);
            json.WriteString("type", it.type);
            json.WriteStartObject("data");
            json.WriteString("symbol", it.symbol);
            foreach (var (name, value) in it.fields) json.WriteString(name, value);
            json.WriteEndObject();
            json.WriteNumber("cs", it.nowMs);
            json.WriteNumber("ts", it.nowMs);
            json.WriteEndObject();
        });
}
