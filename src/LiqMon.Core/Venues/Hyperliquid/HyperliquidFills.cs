using System.Text;
using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// Liquidations as they show on the fills of an account: <c>liquidation:{liquidatedUser,markPx,method}</c> stands on the
/// fills of both parties. <c>side</c> is what the account itself did, so the counterparty's is the opposite: whoever bought
/// (B) from a liquidation closed a long. Where the account itself was liquidated, its own side is the closing order's.
/// On a backstop the venue writes a direction such as <c>"dir":"Liquidated Cross Long"</c> on the fills of both parties, the
/// vault's own too: its last word is the position that was closed, whoever's fill it is.
/// <c>tid</c> names the trade for both parties, and again in the snapshot that begins every subscription.
/// </summary>
internal static class HyperliquidFills
{
    /// <summary>The data of <c>userFills</c> (<c>{"isSnapshot":…,"user":…,"fills":[…]}</c>) and <c>user</c>.</summary>
    /// <param name="reader">Stands at the data.</param>
    /// <param name="readings">Receives the orders.</param>
    /// <param name="otherwise">What a message without fills is.</param>
    public static FrameKind Read(scoped ref Utf8JsonReader reader, FrameReadings readings, FrameKind otherwise)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return FrameKind.Unknown;
        ReadOnlySpan<byte> account = default;
        Utf8JsonReader fills = default;
        while (reader.NextProperty(out var name))
        {
            if (name.SequenceEqual("user"u8))
            {
                account = reader.Text();
                continue;
            }

            if (name.SequenceEqual("fills"u8) && reader.TokenType == JsonTokenType.StartArray)
                fills = reader;
            reader.SkipNested();
        }

        if (fills.TokenType != JsonTokenType.StartArray)
            return otherwise;
        while (readings.NextOrder(ref fills))
            ReadFill(ref fills, account, readings);
        return FrameKind.Data;
    }

    private static void ReadFill(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> account, FrameReadings readings)
    {
        ReadOnlySpan<byte> coin = default, side = default, direction = default, trade = default, liquidated = default;
        ExactNumber? price = null, quantity = null;
        long timeMs = 0;
        var isLiquidation = false;
        var isUnreadable = false;
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("coin"u8): coin = reader.Text(); break;
                case var _ when name.SequenceEqual("px"u8): price = reader.Number(); break;
                case var _ when name.SequenceEqual("sz"u8): quantity = reader.Number(); break;
                case var _ when name.SequenceEqual("side"u8): side = reader.Text(); break;
                case var _ when name.SequenceEqual("dir"u8): direction = reader.Text(); break;
                case var _ when name.SequenceEqual("time"u8): timeMs = reader.Integer(); break;
                case var _ when name.SequenceEqual("tid"u8): trade = reader.Id(); break;
                case var _ when name.SequenceEqual("liquidation"u8):
                    isUnreadable = reader.TokenType is not (JsonTokenType.Null or JsonTokenType.StartObject);
                    isLiquidation = reader.Enters(JsonTokenType.StartObject);
                    if (isLiquidation)
                        liquidated = Liquidated(ref reader);
                    break;
                default: reader.SkipNested(); break;
            }
        }

        if (isUnreadable || (!isLiquidation && direction.StartsWith("Liquidated"u8)))
            readings.RejectOrder(RejectReason.UnknownType, coin, timeMs, trade);
        if (!isLiquidation)
            return;
        if (HyperliquidVaults.Contains(readings.Accounts, liquidated))
        {
            // What a vault loses it had taken over from traders, and that was counted.
            readings.RejectOrder(RejectReason.VenueAccount);
            return;
        }

        var isOwn = !account.IsEmpty && Ascii.EqualsIgnoreCase(account, liquidated);
        var closed = direction.StartsWith("Liquidated"u8) ? Position(direction) : Side(side, isOwn);
        readings.AddLiquidation(coin, closed, price, PriceKind.Fill, quantity, timeMs, trade);
    }

    private static ReadOnlySpan<byte> Liquidated(scoped ref Utf8JsonReader reader)
    {
        ReadOnlySpan<byte> user = default;
        while (reader.NextProperty(out var name))
        {
            if (name.SequenceEqual("liquidatedUser"u8))
                user = reader.Text();
            else
                reader.SkipNested();
        }

        return user;
    }

    private static LiquidatedSide? Position(ReadOnlySpan<byte> direction) => direction switch
    {
        _ when direction.EndsWith(" Long"u8) => LiquidatedSide.Long,
        _ when direction.EndsWith(" Short"u8) => LiquidatedSide.Short,
        _ => null,
    };

    private static LiquidatedSide? Side(ReadOnlySpan<byte> side, bool isOwn) => side switch
    {
        _ when side.SequenceEqual("B"u8) => isOwn ? LiquidatedSide.Short : LiquidatedSide.Long,
        _ when side.SequenceEqual("A"u8) => isOwn ? LiquidatedSide.Long : LiquidatedSide.Short,
        _ => null,
    };
}
