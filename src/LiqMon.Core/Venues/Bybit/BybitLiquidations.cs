using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>Liquidations of Bybit, whose side is that of the position.</summary>
internal static class BybitLiquidations
{
    /// <summary>The rows of <c>allLiquidation.SYMBOL</c>.</summary>
    public static void Read(scoped ref Utf8JsonReader reader, FrameReadings readings)
    {
        while (readings.NextOrder(ref reader))
            ReadRow(ref reader, readings);
    }

    private static void ReadRow(scoped ref Utf8JsonReader reader, FrameReadings readings)
    {
        ReadOnlySpan<byte> symbol = default, side = default;
        ExactNumber? price = null, quantity = null;
        long timeMs = 0;
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case [(byte)'T']: timeMs = reader.Integer(); break;
                case [(byte)'s']: symbol = reader.Text(); break;
                case [(byte)'S']: side = reader.Text(); break;
                case [(byte)'v']: quantity = reader.Number(); break;
                case [(byte)'p']: price = reader.Number(); break;
                default: reader.SkipNested(); break;
            }
        }

        readings.AddLiquidation(symbol, Side(side), price, PriceKind.Bankruptcy, quantity, timeMs);
    }

    /// <summary>
    /// <c>liquidation.SYMBOL</c>, until 2025-02-20, at most one a second and contract; the side is the position's as well.
    /// The topic of the same name in the API before v5 had other fields and is not taken.
    /// </summary>
    public static FrameKind ReadOld(scoped ref Utf8JsonReader reader, FrameReadings readings)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return FrameKind.Ignored;
        ReadOnlySpan<byte> symbol = default, side = default;
        ExactNumber? price = null, quantity = null;
        long? timeMs = null;
        while (reader.NextProperty(out var name))
        {
            if (name.SequenceEqual("symbol"u8))
                symbol = reader.Text();
            else if (name.SequenceEqual("side"u8))
                side = reader.Text();
            else if (name.SequenceEqual("size"u8))
                quantity = reader.Number();
            else if (name.SequenceEqual("price"u8))
                price = reader.Number();
            else if (name.SequenceEqual("updatedTime"u8))
                timeMs = reader.Integer();
            else
                reader.SkipNested();
        }

        if (timeMs is not { } time)
            return FrameKind.Ignored;
        readings.AddLiquidation(symbol, Side(side), price, PriceKind.Bankruptcy, quantity, time);
        return FrameKind.Data;
    }

    private static LiquidatedSide? Side(ReadOnlySpan<byte> side) => SideWords.Read(side, "Buy"u8, "Sell"u8);
}
