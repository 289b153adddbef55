using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>Binance's market messages.</summary>
internal static class BinanceFrames
{
    /// <summary>The all-market stream: despite its name one object; an array only for several orders at once.</summary>
    public static byte[] ForceOrders(IReadOnlyList<LedgerTicket> tickets, long nowMs) => JsonBody.Of((tickets, nowMs), static (json, all) =>
    {
        if (all.tickets.Count != 1) json.WriteStartArray();
        foreach (var ticket in all.tickets) WriteForceOrder(json, ticket, all.nowMs, isMerged: true);
        if (all.tickets.Count != 1) json.WriteEndArray();
    });

    /// <summary>The stream of one symbol, which lacks the tags that the merged stream needs.</summary>
    public static byte[] ForceOrder(LedgerTicket ticket, long nowMs) => JsonBody.Of(
        (ticket, nowMs), static (json, one) => WriteForceOrder(json, one.ticket, one.nowMs, isMerged: false));

    /// <summary>An order of which a part is filled so far.</summary>
    public static byte[] ForceOrder(LedgerTicket ticket, long nowMs, decimal filled, bool isMerged = false) => JsonBody.Of(
        (ticket, nowMs, filled, isMerged), static (json, one) => WriteForceOrder(json, one.ticket, one.nowMs, one.isMerged, one.filled));

    /// <summary>All mark prices, UM and CM.</summary>
    public static byte[] MarkPrices(IReadOnlyList<TradedInstrument> instruments, long nowMs, bool isMerged = true) => JsonBody.Of((instruments, nowMs, isMerged), static (json, all) =>
    {
        json.WriteStartArray();
        foreach (var instrument in all.instruments) WriteMark(json, instrument, all.nowMs, all.isMerged);
        json.WriteEndArray();
    });

    /// <summary>The mark price of one symbol.</summary>
    public static byte[] MarkPrice(TradedInstrument instrument, long nowMs) => JsonBody.Of(
        (instrument, nowMs), static (json, one) => WriteMark(json, one.instrument, one.nowMs, isMerged: true));

    private static void WriteForceOrder(Utf8JsonWriter json, LedgerTicket ticket, long nowMs, bool isMerged, decimal? filled = null)
    {
        var (spec, order) = (ticket.Spec, ticket.Order);
        var isLong = order.Position == LiquidatedPosition.Long;
        json.WriteStartObject();
        json.WriteString("e", "forceOrder");
        json.WriteNumber("E", Math.Max(nowMs, ticket.EventTimeMs));
        if (isMerged)
        {
            json.WriteNumber("st", spec.IsUm() ? 1 : 2);
            json.WriteString("ps", spec.Pair());
        }
        json.WriteStartObject("o");
        json.WriteString("s", spec.Symbol);
        if (!isMerged && !spec.IsUm()) json.WriteString("ps", spec.Pair());
        // The engine closes a long by selling.
        json.WriteString("S", isLong ? "SELL" : "BUY");
        json.WriteString("o", "LIMIT");
        json.WriteString("f", "IOC");
        json.WriteText("q", order.OrderedQuantity ?? order.Quantity);
        json.WriteText("p", order.LimitPrice ?? ticket.Instrument.ToTick(order.Price * (isLong ? 0.995m : 1.005m)));
        json.WriteText("ap", order.Price);
        json.WriteString("X", filled is null ? "FILLED" : "PARTIALLY_FILLED");
        json.WriteText("l", filled ?? order.LastFilledQuantity ?? order.Quantity);
        json.WriteText("z", filled ?? order.Quantity);
        json.WriteNumber("T", ticket.EventTimeMs);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteMark(Utf8JsonWriter json, TradedInstrument instrument, long nowMs, bool isMerged)
    {
        var (spec, quote) = (instrument.Spec, instrument.Quote);
        json.WriteStartObject();
        json.WriteString("e", "markPriceUpdate");
        json.WriteNumber("E", nowMs);
        json.WriteString("s", spec.Symbol);
        json.WriteText("p", quote.Mark);
        json.WriteText("ap", quote.Mark);
        json.WriteText("P", quote.Index);
        json.WriteText("i", quote.Index);
        if (spec.ExpiryMs is not null)
        {
            json.WriteString("r", spec.IsUm() ? "0.00000000" : "");
            json.WriteNumber("T", 0);
        }
        else
        {
            json.WriteText("r", quote.FundingRate);
            json.WriteNumber("T", Funding.NextMs(nowMs));
        }
        if (isMerged) json.WriteNumber("st", spec.IsUm() ? 1 : 2);
        json.WriteEndObject();
    }
}
