using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>Liquidations of OKX: contracts, each with its orders, in whatever order the fields come.</summary>
internal static class OkxLiquidations
{
    /// <summary>The rows of a message, one for each contract.</summary>
    public static FrameKind Read(scoped ref Utf8JsonReader reader, FrameReadings readings)
    {
        var kind = FrameKind.Ignored;
        while (readings.NextOrder(ref reader))
        {
            if (ReadContract(ref reader, readings))
                kind = FrameKind.Data;
        }

        return kind;
    }

    /// <summary>Reads the liquidations of one contract; false if it is neither swap nor future, for others count in other units.</summary>
    private static bool ReadContract(scoped ref Utf8JsonReader reader, FrameReadings readings)
    {
        ReadOnlySpan<byte> symbol = default, type = default;
        Utf8JsonReader later = default;
        while (reader.NextProperty(out var name))
        {
            if (name.SequenceEqual("instId"u8))
                symbol = reader.Text();
            else if (name.SequenceEqual("instType"u8))
                type = reader.Text();
            else if (!name.SequenceEqual("details"u8))
                reader.SkipNested();
            else if (!reader.Enters(JsonTokenType.StartArray))
                readings.RejectOrder(RejectReason.NoOrder, symbol);
            else if (!symbol.IsEmpty && IsFuture(type))
                ReadDetails(ref reader, symbol, readings);
            else
            {
                // Contract and type may follow: come back when they are known.
                later = reader;
                reader.SkipNested();
            }
        }

        if (type.SequenceEqual("OPTION"u8) || type.SequenceEqual("MARGIN"u8))
            return false;
        if (!IsFuture(type))
            readings.RejectOrder(RejectReason.UnknownType, symbol);
        if (!IsFuture(type))
            return false;
        if (later.TokenType == JsonTokenType.StartArray)
            ReadDetails(ref later, symbol, readings);
        return true;
    }

    private static void ReadDetails(scoped ref Utf8JsonReader reader, scoped ReadOnlySpan<byte> symbol, FrameReadings readings)
    {
        while (readings.NextOrder(ref reader))
            ReadDetail(ref reader, symbol, readings);
    }

    private static void ReadDetail(scoped ref Utf8JsonReader reader, scoped ReadOnlySpan<byte> symbol, FrameReadings readings)
    {
        ReadOnlySpan<byte> position = default, order = default;
        ExactNumber? price = null, quantity = null;
        long timeMs = 0;
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("posSide"u8): position = reader.Text(); break;
                case var _ when name.SequenceEqual("side"u8): order = reader.Text(); break;
                case var _ when name.SequenceEqual("bkPx"u8): price = reader.Number(); break;
                case var _ when name.SequenceEqual("sz"u8): quantity = reader.Number(); break;
                case var _ when name.SequenceEqual("ts"u8): timeMs = reader.Integer(); break;
                default: reader.SkipNested(); break;
            }
        }

        readings.AddLiquidation(symbol, Side(position, order), price, PriceKind.Bankruptcy, quantity, timeMs);
    }

    /// <summary>The position that died, by its own word or, where that says nothing, by the side of the closing order.</summary>
    public static LiquidatedSide? Side(ReadOnlySpan<byte> position, ReadOnlySpan<byte> order) => position switch
    {
        _ when position.SequenceEqual("long"u8) => LiquidatedSide.Long,
        _ when position.SequenceEqual("short"u8) => LiquidatedSide.Short,
        _ when !position.IsEmpty && !position.SequenceEqual("net"u8) => null,
        _ when order.SequenceEqual("sell"u8) => LiquidatedSide.Long,
        _ when order.SequenceEqual("buy"u8) => LiquidatedSide.Short,
        _ => null,
    };

    /// <summary>Whether an instrument type is one of the two that are read.</summary>
    public static bool IsFuture(ReadOnlySpan<byte> type) => type.SequenceEqual("SWAP"u8) || type.SequenceEqual("FUTURES"u8);
}
