using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>Bitfinex's arrays, without the channel number around them.</summary>
internal static class BitfinexFrames
{
    /// <summary>Two rows for each liquidation: its beginning, and an execution of what was left.</summary>
    public static byte[] Rows(IReadOnlyList<LedgerTicket> tickets) => JsonBody.Of(tickets, static (json, all) =>
    {
        json.WriteStartArray();
        foreach (var ticket in all)
        {
            WriteRow(json, ticket, isExecution: false);
            WriteRow(json, ticket, isExecution: true);
        }
        json.WriteEndArray();
    });

    /// <summary>One row. Bitfinex leaves the price out of most beginnings; here it is there, so that the ledger knows it.</summary>
    public static void WriteRow(Utf8JsonWriter json, LedgerTicket ticket, bool isExecution)
    {
        var order = ticket.Order;
        json.WriteStartArray();
        json.WriteStringValue("pos");
        json.WriteNumberValue(170_000_000 + ticket.Sequence);
        json.WriteNumberValue(ticket.EventTimeMs + (isExecution ? 1 : 0));
        json.WriteNullValue();
        json.WriteStringValue(order.Symbol);
        // The sign is the side of the position.
        json.WriteNumberValue(order.Position == LiquidatedPosition.Long ? order.Quantity : -order.Quantity);
        json.WriteNumberValue(order.Price * (order.Position == LiquidatedPosition.Long ? 1.05m : 0.95m));
        json.WriteNullValue();
        json.WriteNumberValue(isExecution ? 1 : 0);
        json.WriteNumberValue(1);
        json.WriteNullValue();
        json.WriteNumberValue(order.Price);
        json.WriteEndArray();
    }

    /// <summary>A contract's status as the socket sends it, without a word on which contract it is.</summary>
    public static byte[] Status(TradedInstrument instrument, long nowMs) =>
        JsonBody.Of((instrument, nowMs), static (json, it) => WriteStatus(json, it.instrument, it.nowMs, withKey: false));

    /// <summary>A contract's status: the same fields on the socket and, behind the symbol, over REST.</summary>
    public static void WriteStatus(Utf8JsonWriter json, TradedInstrument instrument, long nowMs, bool withKey, decimal? openInterest = null)
    {
        var quote = instrument.Quote;
        json.WriteStartArray();
        if (withKey) json.WriteStringValue(instrument.Spec.Symbol);
        json.WriteNumberValue(nowMs);
        json.WriteNullValue();
        json.WriteNumberValue(quote.Mark);
        json.WriteNumberValue(quote.Index);
        json.WriteNullValue();
        json.WriteNumberValue(1_400_000.25m);
        json.WriteNullValue();
        json.WriteNumberValue(Funding.NextMs(nowMs));
        json.WriteNumberValue(quote.FundingRate);
        json.WriteNumberValue(6);
        json.WriteNullValue();
        json.WriteNumberValue(quote.FundingRate);
        json.WriteNullValue();
        json.WriteNullValue();
        json.WriteNumberValue(quote.Mark);
        json.WriteNullValue();
        json.WriteNullValue();
        json.WriteNumberValue(openInterest ?? quote.OpenInterest);
        for (var i = 0; i < 3; i++) json.WriteNullValue();
        json.WriteNumberValue(0.0005m);
        json.WriteNumberValue(0.0025m);
        json.WriteEndArray();
    }
}
