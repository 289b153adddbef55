using System.Buffers;
using System.Text.Json;
using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>A liquidation that cannot be counted, as text for the quarantine; its own frame is long gone by then.</summary>
internal static class LiquidationText
{
    private const string Feed = "store";

    internal static QuarantinedFrame Frame(in Liquidation liquidation, string reason) => Frame(
        liquidation.Instrument.Venue, liquidation.Instrument.Symbol, liquidation.Side, liquidation.Price,
        liquidation.Quantity, liquidation.EventTimeMs, liquidation.ReceivedMs, reason);

    internal static QuarantinedFrame Frame(PendingLiquidation pending, string reason) => Frame(
        pending.Venue, pending.Symbol, pending.Side, pending.Price, pending.Quantity, pending.TimeMs,
        pending.ReceivedMs, reason);

    private static QuarantinedFrame Frame(
        string venue, string symbol, LiquidatedSide side, ExactNumber price, ExactNumber quantity, long timeMs,
        long receivedMs, string reason)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("symbol", symbol);
            writer.WriteString("side", side == LiquidatedSide.Long ? "long" : "short");
            writer.WriteString("price", price.ToString());
            writer.WriteString("quantity", quantity.ToString());
            writer.WriteNumber("time_ms", timeMs);
            writer.WriteEndObject();
        }

        return new QuarantinedFrame(venue, Feed, receivedMs, reason, buffer.WrittenMemory);
    }
}
