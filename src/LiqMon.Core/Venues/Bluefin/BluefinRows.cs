using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>Reads the lists of Bluefin, which stand without an envelope: trades and tickers, distinguished by their fields.</summary>
internal static class BluefinRows
{
    private static ExactNumber Billionth => ExactNumber.TenToMinus(9);

    /// <summary>Reads an answer.</summary>
    /// <param name="body">The answer.</param>
    /// <param name="areTrades">Whether liquidations were requested, so that whatever stands in the list may be one.</param>
    /// <param name="readings">Receives what the rows say.</param>
    public static FrameKind Read(ReadOnlySpan<byte> body, bool areTrades, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        var reader = Utf8JsonReaderExtensions.Open(body);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
            return ReadOther(ref reader, areTrades, readings);
        var (kind, count) = (FrameKind.Ignored, 0);
        for (; areTrades ? readings.NextOrder(ref reader) : reader.NextObject(); count++)
        {
            if (ReadRow(ref reader, areTrades, readings))
                kind = FrameKind.Data;
        }

        reader.End();
        // A market on which nobody was liquidated is an answer as well.
        return count == 0 && readings.OrdersRejected == 0 ? FrameKind.Data : kind;
    }

    /// <summary>Reads a page of history, which is known to be one.</summary>
    public static void ReadHistory(ReadOnlySpan<byte> body, HistoryPaging paging, FrameReadings readings)
    {
        var reader = Utf8JsonReaderExtensions.Open(body);
        reader.Read();
        while (paging.NextRow(ref reader))
        {
            var row = ReadFields(ref reader);
            if (paging.Includes(row.TimeMs))
                AddTrade(row, readings);
        }
    }

    /// <summary>A refusal, or something that is none of the lists.</summary>
    private static FrameKind ReadOther(scoped ref Utf8JsonReader reader, bool areTrades, FrameReadings readings)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.SkipNested();
            reader.End();
            return readings.Malformed("no list");
        }

        ReadOnlySpan<byte> words = default;
        var isRefusal = false;
        while (reader.NextProperty(out var name))
        {
            if (name.SequenceEqual("message"u8))
                words = reader.Text();
            else
                reader.SkipNested();
            isRefusal |= name.SequenceEqual("message"u8) || name.SequenceEqual("errorCode"u8);
        }

        reader.End();
        if (!isRefusal)
            return areTrades ? readings.Malformed("no list of trades") : FrameKind.Ignored;
        readings.Detail = Utf8JsonReaderExtensions.Words(words);
        return FrameKind.Nack;
    }

    /// <summary>False for a row of another list.</summary>
    private static bool ReadRow(scoped ref Utf8JsonReader reader, bool areTrades, FrameReadings readings)
    {
        var row = ReadFields(ref reader);
        if (areTrades || row.HasType)
        {
            AddTrade(row, readings);
            return true;
        }

        if (!row.HasOpenInterest)
            return false;
        AddTicker(row, readings);
        return true;
    }

    private static Row ReadFields(scoped ref Utf8JsonReader reader)
    {
        var row = default(Row);
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("id"u8): row.Id = reader.Id(); break;
                case var _ when name.SequenceEqual("symbol"u8): row.Symbol = reader.Text(); break;
                case var _ when name.SequenceEqual("side"u8): row.Side = reader.Text(); break;
                case var _ when name.SequenceEqual("tradeType"u8):
                    row.HasType = true;
                    row.Type = reader.Text();
                    break;
                case var _ when name.SequenceEqual("priceE9"u8): row.Price = Billionths(ref reader); break;
                case var _ when name.SequenceEqual("quantityE9"u8): row.Quantity = Billionths(ref reader); break;
                case var _ when name.SequenceEqual("executedAtMillis"u8): row.TimeMs = reader.Integer(); break;
                case var _ when name.SequenceEqual("openInterestE9"u8):
                    row.HasOpenInterest = true;
                    row.OpenInterest = Billionths(ref reader);
                    break;
                case var _ when name.SequenceEqual("markPriceE9"u8): row.Mark = Billionths(ref reader); break;
                case var _ when name.SequenceEqual("oraclePriceE9"u8): row.Index = Billionths(ref reader); break;
                case var _ when name.SequenceEqual("estimatedFundingRateE9"u8): row.Funding = Billionths(ref reader); break;
                case var _ when name.SequenceEqual("nextFundingTimeAtMillis"u8): row.NextFundingMs = reader.Integer(); break;
                case var _ when name.SequenceEqual("updatedAtMillis"u8): row.UpdatedMs = reader.Integer(); break;
                default: reader.SkipNested(); break;
            }
        }

        return row;
    }

    private static ExactNumber? Billionths(scoped ref Utf8JsonReader reader) =>
        reader.Number() is { } sent && sent.TryTimes(Billionth, out var number) ? number : null;

    private static void AddTrade(in Row row, FrameReadings readings)
    {
        if (row.Type.SequenceEqual("ORDER"u8) || row.Type.SequenceEqual("DELEVERAGE"u8))
            return;
        if (row.Type.SequenceEqual("LIQUIDATION"u8))
            readings.AddLiquidation(row.Symbol, Side(row.Side), row.Price, PriceKind.Fill, row.Quantity, row.TimeMs, row.Id);
        else
            readings.RejectOrder(RejectReason.UnknownType, row.Symbol, row.TimeMs, row.Id);
    }

    private static void AddTicker(in Row row, FrameReadings readings)
    {
        if (!readings.TrySymbol(row.Symbol, out var symbol))
            return;
        if (row.OpenInterest is null)
        {
            readings.Reject(RejectReason.BadNumber);
            return;
        }

        readings.AddMarket(new MarketReading
        {
            Symbol = symbol,
            TimeMs = row.UpdatedMs > 0 ? row.UpdatedMs : readings.ReceivedMs ?? 0,
            OpenInterest = row.OpenInterest,
            OpenInterestUnit = OpenInterestUnit.Usd,
            Mark = row.Mark,
            Index = row.Index,
            FundingRate = row.Funding,
            NextFundingMs = row.NextFundingMs > 0 ? row.NextFundingMs : null,
        });
    }

    /// <summary>The side is that of the closing order.</summary>
    private static LiquidatedSide? Side(ReadOnlySpan<byte> side) => SideWords.Read(side, "SHORT"u8, "LONG"u8);

    /// <summary>The fields of one row: their order is the venue's affair.</summary>
    private ref struct Row
    {
        public ReadOnlySpan<byte> Id, Symbol, Side, Type;
        public ExactNumber? Price, Quantity, OpenInterest, Mark, Index, Funding;
        public long TimeMs, UpdatedMs, NextFundingMs;
        public bool HasType, HasOpenInterest;
    }
}
