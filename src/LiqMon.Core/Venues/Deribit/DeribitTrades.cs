using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>Liquidations of Deribit, which are trades with a mark that says which party was liquidated.</summary>
internal static class DeribitTrades
{
    /// <summary>Takes a trade if it was a liquidation of a future; of a page of history only within the span.</summary>
    public static void Read(scoped ref Utf8JsonReader reader, HistoryPaging? paging, FrameReadings readings)
    {
        ReadOnlySpan<byte> symbol = default, direction = default, liquidated = default, id = default;
        ExactNumber? price = null, quantity = null;
        long timeMs = 0;
        var isMarked = false;
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("liquidation"u8):
                    isMarked = reader.TokenType != JsonTokenType.Null;
                    liquidated = reader.Text();
                    break;
                case var _ when name.SequenceEqual("instrument_name"u8): symbol = reader.Text(); break;
                case var _ when name.SequenceEqual("direction"u8): direction = reader.Text(); break;
                case var _ when name.SequenceEqual("trade_id"u8): id = reader.Id(); break;
                case var _ when name.SequenceEqual("price"u8): price = reader.Number(); break;
                case var _ when name.SequenceEqual("amount"u8): quantity = reader.Number(); break;
                case var _ when name.SequenceEqual("timestamp"u8): timeMs = reader.Integer(); break;
                default: reader.SkipNested(); break;
            }
        }

        // Options are written BTC-25DEC26-100000-C, combinations BTC-FS-25DEC26_PERP.
        if (paging?.Includes(timeMs) == false || !isMarked || symbol.Count((byte)'-') > 1)
            return;
        var (isTaker, isMaker) = liquidated switch
        {
            [(byte)'T'] => (true, false),
            [(byte)'M'] => (false, true),
            [(byte)'M', (byte)'T'] => (true, true),
            _ => (false, false),
        };
        if (!isTaker && !isMaker)
            readings.RejectOrder(RejectReason.UnknownSide, symbol, timeMs, id);
        if (isTaker)
            readings.AddLiquidation(symbol, Side(direction), price, PriceKind.Fill, quantity, timeMs, id);
        if (isMaker)
            AddMaker(symbol, Opposite(Side(direction)), price, quantity, timeMs, id, readings);
    }

    private static void AddMaker(
        ReadOnlySpan<byte> symbol, LiquidatedSide? side, ExactNumber? price, ExactNumber? quantity, long timeMs,
        ReadOnlySpan<byte> tradeId, FrameReadings readings)
    {
        Span<byte> id = stackalloc byte[64];
        var length = tradeId.Length is > 0 and < 64 ? tradeId.Length + 1 : 0;
        if (length > 0)
        {
            tradeId.CopyTo(id);
            id[length - 1] = (byte)'M';
        }

        readings.AddLiquidation(symbol, side, price, PriceKind.Fill, quantity, timeMs, id[..length]);
    }

    private static LiquidatedSide? Side(ReadOnlySpan<byte> direction) => SideWords.Read(direction, "sell"u8, "buy"u8);

    private static LiquidatedSide? Opposite(LiquidatedSide? side) => side switch
    {
        LiquidatedSide.Long => LiquidatedSide.Short,
        LiquidatedSide.Short => LiquidatedSide.Long,
        _ => null,
    };
}
