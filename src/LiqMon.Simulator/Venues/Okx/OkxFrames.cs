using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>OKX's market messages.</summary>
internal static class OkxFrames
{
    /// <summary>Liquidations of one instrument type: one row per instrument, one detail per order.</summary>
    public static byte[] Liquidations(string instType, IReadOnlyList<LedgerTicket> tickets) => JsonBody.Of((instType, tickets), static (json, all) =>
    {
        json.WriteStartObject();
        json.WriteStartObject("arg");
        json.WriteString("channel", "liquidation-orders");
        json.WriteString("instType", all.instType);
        json.WriteEndObject();
        json.WriteStartArray("data");
        WriteLiquidations(json, all.instType, all.tickets);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>Rows of liquidations, the same on the socket and over REST.</summary>
    public static void WriteLiquidations(Utf8JsonWriter json, string instType, IReadOnlyList<LedgerTicket> tickets)
    {
        foreach (var row in tickets.GroupBy(ticket => ticket.Spec))
        {
            json.WriteStartObject();
            json.WriteString("instType", instType);
            json.WriteString("instId", row.Key.Symbol);
            json.WriteString("instFamily", row.Key.Family());
            json.WriteString("uly", row.Key.Family());
            json.WriteStartArray("details");
            foreach (var ticket in row) WriteDetail(json, ticket);
            json.WriteEndArray();
            json.WriteEndObject();
        }
    }

    /// <summary>A control stream, named by channel and instrument with a colon between.</summary>
    public static byte[] Control(string topic, TradedInstrument instrument, long nowMs) => JsonBody.Of((topic, instrument, nowMs), static (json, it) =>
    {
        var colon = it.topic.IndexOf(':', StringComparison.Ordinal);
        var channel = it.topic[..colon];
        json.WriteStartObject();
        json.WriteStartObject("arg");
        json.WriteString("channel", channel);
        json.WriteString("instId", it.topic[(colon + 1)..]);
        json.WriteEndObject();
        json.WriteStartArray("data");
        WriteRow(json, channel, it.instrument, it.nowMs);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>One row of a channel, the same on the socket and over REST.</summary>
    public static void WriteRow(Utf8JsonWriter json, string channel, TradedInstrument instrument, long nowMs)
    {
        var (spec, quote) = (instrument.Spec, instrument.Quote);
        json.WriteStartObject();
        if (channel != "index-tickers") json.WriteString("instType", spec.InstType());
        json.WriteString("instId", channel == "index-tickers" ? spec.Family() : spec.Symbol);
        switch (channel)
        {
            case "open-interest":
                var coins = spec.Inverse ? quote.OpenInterest * spec.ContractSize / quote.Mark : quote.OpenInterest * spec.ContractSize;
                json.WriteText("oi", quote.OpenInterest);
                json.WriteText("oiCcy", decimal.Round(coins, 8));
                json.WriteText("oiUsd", decimal.Round(coins * quote.Mark, 6));
                break;
            case "mark-price":
                json.WriteText("markPx", quote.Mark);
                break;
            case "index-tickers":
                json.WriteText("idxPx", quote.Index);
                json.WriteText("open24h", quote.Index);
                json.WriteText("high24h", quote.Index);
                json.WriteText("low24h", quote.Index);
                break;
            case "funding-rate":
                json.WriteString("method", "current_period");
                json.WriteString("formulaType", "noRate");
                json.WriteText("fundingRate", quote.FundingRate);
                json.WriteText("fundingTime", Funding.NextMs(nowMs));
                json.WriteString("nextFundingRate", "");
                json.WriteText("nextFundingTime", Funding.NextMs(nowMs) + Funding.IntervalMs);
                break;
        }
        json.WriteText("ts", nowMs);
        json.WriteEndObject();
    }

    private static void WriteDetail(Utf8JsonWriter json, LedgerTicket ticket)
    {
        var isLong = ticket.Order.Position == LiquidatedPosition.Long;
        json.WriteStartObject();
        json.WriteString("side", isLong ? "sell" : "buy");
        json.WriteString("posSide", isLong ? "long" : "short");
        json.WriteText("bkPx", ticket.Order.Price);
        json.WriteText("sz", ticket.Order.Quantity);
        json.WriteString("bkLoss", "0");
        json.WriteString("ccy", "");
        json.WriteText("ts", ticket.EventTimeMs);
        json.WriteEndObject();
    }
}
