using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>Reads the lists of Orderly: liquidated positions and markets, distinguished by their fields.</summary>
internal static class OrderlyRows
{
    /// <summary>Reads an answer.</summary>
    /// <param name="body">The answer.</param>
    /// <param name="areLiquidations">Whether liquidations were requested, so that whatever stands in the list may be one.</param>
    /// <param name="readings">Receives what the rows say.</param>
    public static FrameKind Read(ReadOnlySpan<byte> body, bool areLiquidations, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        if (!readings.TryOpenObject(body, out var reader))
            return FrameKind.Malformed;
        var answer = ReadAnswer(ref reader);
        if (answer.IsRefusal)
        {
            readings.Detail = Utf8JsonReaderExtensions.Words(answer.Words);
            return FrameKind.Nack;
        }

        if (answer.Rows.TokenType != JsonTokenType.StartArray)
            return areLiquidations ? readings.Malformed("no list of liquidations") : FrameKind.Ignored;
        var (kind, count) = (FrameKind.Ignored, 0);
        for (; areLiquidations ? readings.NextOrder(ref answer.Rows) : answer.Rows.NextObject(); count++)
        {
            if (ReadRow(ref answer.Rows, areLiquidations, answer.TimeMs, readings))
                kind = FrameKind.Data;
        }

        // Nobody liquidated is an answer as well.
        return count == 0 && readings.OrdersRejected == 0 ? FrameKind.Data : kind;
    }

    /// <summary>Reads a page of history, which is known to be one.</summary>
    public static void ReadLiquidations(ReadOnlySpan<byte> body, HistoryPaging paging, FrameReadings readings)
    {
        var reader = Utf8JsonReaderExtensions.Open(body);
        reader.Read();
        var answer = ReadAnswer(ref reader);
        while (paging.NextRow(ref answer.Rows))
        {
            var row = ReadFields(ref answer.Rows);
            if (paging.Includes(row.TimeMs))
                AddLiquidation(ref row, readings);
        }
    }

    private static Answer ReadAnswer(scoped ref Utf8JsonReader reader)
    {
        var answer = default(Answer);
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("success"u8):
                    answer.IsRefusal = reader.TokenType == JsonTokenType.False;
                    reader.SkipNested();
                    break;
                case var _ when name.SequenceEqual("message"u8): answer.Words = reader.Text(); break;
                case var _ when name.SequenceEqual("timestamp"u8): answer.TimeMs = reader.Integer(); break;
                case var _ when name.SequenceEqual("data"u8) && reader.Enters(JsonTokenType.StartObject):
                    ReadData(ref reader, ref answer);
                    break;
                default: reader.SkipNested(); break;
            }
        }

        reader.End();
        return answer;
    }

    private static void ReadData(scoped ref Utf8JsonReader reader, ref Answer answer)
    {
        while (reader.NextProperty(out var name))
        {
            if (name.SequenceEqual("rows"u8))
                answer.Rows = reader;
            reader.SkipNested();
        }
    }

    /// <summary>False for a row of another list.</summary>
    private static bool ReadRow(scoped ref Utf8JsonReader reader, bool areLiquidations, long timeMs, FrameReadings readings)
    {
        var row = ReadFields(ref reader);
        if (areLiquidations || row.HasPositions)
        {
            readings.AddTradeTime(row.TimeMs);
            AddLiquidation(ref row, readings);
            return true;
        }

        if (!row.HasOpenInterest)
            return false;
        AddMarket(row, timeMs, readings);
        return true;
    }

    private static Row ReadFields(scoped ref Utf8JsonReader reader)
    {
        var row = default(Row);
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("timestamp"u8): row.TimeMs = reader.Integer(); break;
                case var _ when name.SequenceEqual("liquidation_id"u8): row.Id = reader.Id(); break;
                case var _ when name.SequenceEqual("type"u8):
                    row.HasType = reader.TokenType != JsonTokenType.Null;
                    row.Type = reader.Text();
                    break;
                case var _ when name.SequenceEqual("positions_by_perp"u8):
                    row.HasPositions = true;
                    row.Positions = reader;
                    reader.SkipNested();
                    break;
                case var _ when name.SequenceEqual("symbol"u8): row.Symbol = reader.Text(); break;
                case var _ when name.SequenceEqual("open_interest"u8):
                    row.HasOpenInterest = true;
                    row.OpenInterest = reader.Number();
                    break;
                case var _ when name.SequenceEqual("mark_price"u8): row.Mark = reader.Number(); break;
                case var _ when name.SequenceEqual("index_price"u8): row.Index = reader.Number(); break;
                case var _ when name.SequenceEqual("est_funding_rate"u8): row.Funding = reader.Number(); break;
                case var _ when name.SequenceEqual("next_funding_time"u8): row.NextFundingMs = reader.Integer(); break;
                default: reader.SkipNested(); break;
            }
        }

        return row;
    }

    private static void AddLiquidation(ref Row row, FrameReadings readings)
    {
        if (row.Type.SequenceEqual("claim"u8))
            return;
        if (row.HasType && !row.Type.SequenceEqual("liquidated"u8))
        {
            readings.RejectOrder(RejectReason.UnknownType, default, row.TimeMs);
            return;
        }

        if (row.Positions.TokenType != JsonTokenType.StartArray)
        {
            readings.RejectOrder(RejectReason.NoOrder, default, row.TimeMs);
            return;
        }

        while (readings.NextOrder(ref row.Positions))
            ReadPosition(ref row.Positions, row.TimeMs, row.Id, readings);
    }

    private static void ReadPosition(scoped ref Utf8JsonReader reader, long timeMs, ReadOnlySpan<byte> id, FrameReadings readings)
    {
        ReadOnlySpan<byte> market = default;
        ExactNumber? quantity = null, transfer = null, mark = null;
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("symbol"u8): market = reader.Text(); break;
                case var _ when name.SequenceEqual("position_qty"u8): quantity = reader.Number(); break;
                case var _ when name.SequenceEqual("transfer_price"u8): transfer = reader.Number(); break;
                case var _ when name.SequenceEqual("mark_price"u8): mark = reader.Number(); break;
                default: reader.SkipNested(); break;
            }
        }

        if (quantity is { Mantissa: 0 })
            return;
        if (!readings.TryOrderSymbol(market, timeMs, default, out var symbol))
            return;
        var price = transfer is { IsPositive: true } ? transfer : mark is { IsPositive: true } ? mark : null;
        var side = quantity is { Mantissa: < 0 } ? LiquidatedSide.Short : LiquidatedSide.Long;
        // The row comes again with every poll, and the last mark is another one each time: then the id has to identify it.
        var identity = price is null ? id : default;
        readings.AddLiquidation(market, side, price ?? symbol.Mark, PriceKind.Mark, quantity?.Abs(), timeMs, identity);
    }

    private static void AddMarket(in Row row, long timeMs, FrameReadings readings)
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
            TimeMs = timeMs,
            OpenInterest = row.OpenInterest,
            OpenInterestUnit = OpenInterestUnit.Base,
            Mark = row.Mark,
            Index = row.Index,
            FundingRate = row.Funding,
            NextFundingMs = row.NextFundingMs > 0 ? row.NextFundingMs : null,
        });
    }

    /// <summary>The envelope of every answer.</summary>
    private ref struct Answer
    {
        public ReadOnlySpan<byte> Words;
        public long TimeMs;
        public bool IsRefusal;
        public Utf8JsonReader Rows;
    }

    /// <summary>The fields of one row: their order is the venue's affair.</summary>
    private ref struct Row
    {
        public ReadOnlySpan<byte> Type, Symbol, Id;
        public ExactNumber? OpenInterest, Mark, Index, Funding;
        public long TimeMs, NextFundingMs;
        public bool HasType, HasPositions, HasOpenInterest;
        public Utf8JsonReader Positions;
    }
}
