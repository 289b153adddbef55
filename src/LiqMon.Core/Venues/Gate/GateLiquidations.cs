using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// Reads orders of Gate that the venue placed to close a position.
/// <code>{"channel":"futures.public_liquidates","event":"update","time_ms":1794000000321,
/// "result":[{"price":"101200.5","size":"-12","time":1794000000290,"contract":"BTC_USDT"}]}</code>
/// </summary>
internal static class GateLiquidations
{
    internal static void Read(scoped ref Utf8JsonReader reader, FrameReadings readings)
    {
        ReadOnlySpan<byte> symbol = default;
        ExactNumber? price = null, size = null;
        long time = 0, timeMs = 0;
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("contract"u8): symbol = reader.Text(); break;
                case var _ when name.SequenceEqual("price"u8): price = reader.Number(); break;
                case var _ when name.SequenceEqual("size"u8): size = reader.Number(); break;
                case var _ when name.SequenceEqual("time"u8): time = reader.Integer(); break;
                case var _ when name.SequenceEqual("time_ms"u8): timeMs = reader.Integer(); break;
                default: reader.SkipNested(); break;
            }
        }

        readings.AddLiquidation(
            symbol, Side(size), price, PriceKind.Order, size?.Abs(), timeMs > 0 ? timeMs : Gate.Milliseconds(time));
    }

    /// <summary>A sale closed a long. No order at all has no side, but is refused for its quantity.</summary>
    internal static LiquidatedSide Side(ExactNumber? size) => size is { IsPositive: true } ? LiquidatedSide.Short : LiquidatedSide.Long;
}
