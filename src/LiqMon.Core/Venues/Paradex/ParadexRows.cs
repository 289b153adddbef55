using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>Reads the lists of Paradex: trades and summaries, distinguished by their fields.</summary>
internal static class ParadexRows
{
    /// <summary>Reads an answer.</summary>
    /// <param name="body">The answer.</param>
    /// <param name="areTrades">Whether trades were requested, so that whatever stands in the list may be a liquidation.</param>
    /// <param name="readings">Receives what the rows say.</param>
    public static FrameKind Read(ReadOnlySpan<byte> body, bool areTrades, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        if (!readings.TryOpenObject(body, out var reader))
            return FrameKind.Malformed;
        ReadOnlySpan<byte> error = default, words = default;
        var isRefusal = false;
        Utf8JsonReader rows = default;
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("error"u8):
                    isRefusal = true;
                    error = reader.Text();
                    break;
                case var _ when name.SequenceEqual("message"u8): words = reader.Text(); break;
                case var _ when name.SequenceEqual("results"u8):
                    rows = reader;
                    reader.SkipNested();
                    break;
                default: reader.SkipNested(); break;
            }
        }

        reader.End();
        if (isRefusal)
        {
            readings.Detail = Refusal(error, words);
            return FrameKind.Nack;
        }

        if (rows.TokenType != JsonTokenType.StartArray)
            return areTrades ? readings.Malformed("no list of trades") : FrameKind.Ignored;
        var (kind, count) = (FrameKind.Ignored, 0);
        for (; areTrades ? readings.NextOrder(ref rows) : rows.NextObject(); count++)
        {
            if (ReadRow(ref rows, areTrades, readings))
                kind = FrameKind.Data;
        }

        // A market without trades is an answer as well.
        return count == 0 && readings.OrdersRejected == 0 ? FrameKind.Data : kind;
    }

    /// <summary>Takes a trade of a page of history if it was a liquidation within the span.</summary>
    public static void ReadTrade(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> market, HistoryPaging paging, FrameReadings readings)
    {
        var row = ReadFields(ref reader);
        if (paging.Includes(row.TimeMs) && !IsOrdinary(row.Type))
            AddTrade(row, row.Market.IsEmpty ? market : row.Market, readings);
    }

    /// <summary>False for a row of another list.</summary>
    private static bool ReadRow(scoped ref Utf8JsonReader reader, bool areTrades, FrameReadings readings)
    {
        var row = ReadFields(ref reader);
        if (areTrades || row.HasType)
        {
            readings.AddTradeTime(row.TimeMs);
            if (!IsOrdinary(row.Type))
                AddTrade(row, row.Market, readings);
            return true;
        }

        if (!row.HasOpenInterest)
            return false;
        AddSummary(row, readings);
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
                case var _ when name.SequenceEqual("market"u8): row.Market = reader.Text(); break;
                case var _ when name.SequenceEqual("symbol"u8): row.Symbol = reader.Text(); break;
                case var _ when name.SequenceEqual("side"u8): row.Side = reader.Text(); break;
                case var _ when name.SequenceEqual("size"u8): row.Size = reader.Number(); break;
                case var _ when name.SequenceEqual("price"u8): row.Price = reader.Number(); break;
                case var _ when name.SequenceEqual("created_at"u8): row.TimeMs = reader.Integer(); break;
                case var _ when name.SequenceEqual("trade_type"u8):
                    row.HasType = true;
                    row.Type = reader.Text();
                    break;
                case var _ when name.SequenceEqual("open_interest"u8):
                    row.HasOpenInterest = true;
                    row.OpenInterest = reader.Number();
                    break;
                case var _ when name.SequenceEqual("mark_price"u8): row.Mark = reader.Number(); break;
                case var _ when name.SequenceEqual("underlying_price"u8): row.Index = reader.Number(); break;
                case var _ when name.SequenceEqual("funding_rate"u8): row.Funding = reader.Number(); break;
                default: reader.SkipNested(); break;
            }
        }

        return row;
    }

    /// <summary>Trades between two who wanted them, and moves of positions that nobody was forced out of.</summary>
    private static bool IsOrdinary(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("FILL"u8) || type.SequenceEqual("RPI"u8) || type.SequenceEqual("BLOCK_TRADE"u8)
        || type.SequenceEqual("TRANSFER"u8) || type.SequenceEqual("SETTLE_MARKET"u8);

    private static void AddTrade(in Row row, ReadOnlySpan<byte> market, FrameReadings readings)
    {
        if (row.Type.SequenceEqual("LIQUIDATION"u8))
            readings.AddLiquidation(market, Side(row.Side), row.Price, PriceKind.Fill, row.Size, row.TimeMs, row.Id);
        else
            readings.RejectOrder(RejectReason.UnknownType, market, row.TimeMs, row.Id);
    }

    private static void AddSummary(in Row row, FrameReadings readings)
    {
        var isOption = SymbolRegistry.IsValid(row.Symbol) && !row.Symbol.EndsWith("-PERP"u8);
        if (isOption || !readings.TrySymbol(row.Symbol, out var symbol))
            return;
        if (row.OpenInterest is null)
        {
            readings.Reject(RejectReason.BadNumber);
            return;
        }

        readings.AddMarket(new MarketReading
        {
            Symbol = symbol,
            TimeMs = row.TimeMs,
            OpenInterest = row.OpenInterest,
            OpenInterestUnit = OpenInterestUnit.Base,
            Mark = row.Mark,
            Index = row.Index,
            FundingRate = row.Funding,
        });
    }

    private static string? Refusal(ReadOnlySpan<byte> error, ReadOnlySpan<byte> words) =>
        error.IsEmpty || words.IsEmpty
            ? Utf8JsonReaderExtensions.Words(error.IsEmpty ? words : error)
            : $"{Utf8JsonReaderExtensions.Words(error)} {Utf8JsonReaderExtensions.Words(words)}";

    private static LiquidatedSide? Side(ReadOnlySpan<byte> side) => SideWords.Read(side, "SELL"u8, "BUY"u8);

    /// <summary>The fields of one row: their order is the venue's affair.</summary>
    private ref struct Row
    {
        public ReadOnlySpan<byte> Id, Market, Symbol, Side, Type;
        public ExactNumber? Size, Price, OpenInterest, Mark, Index, Funding;
        public long TimeMs;
        public bool HasType, HasOpenInterest;
    }
}
