using System.Text.Json;
using LiqMon.Json;

namespace LiqMon.Venues;

/// <summary>What is assumed of Binance and can be seen on its socket within seconds.</summary>
internal static class BinanceProbes
{
    public static IReadOnlyList<VenueProbe> Of(SocketPlan plan) =>
        [new("one socket carries both families", [], Families) { Listen = plan }];

    /// <summary>
    /// Mark prices come every three seconds and are merged by the same rule as liquidations, which may be rare: <c>st</c>
    /// is 1 for USD-M and 2 for COIN-M.
    /// </summary>
    public static ProbeFinding Families(IReadOnlyList<ReadOnlyMemory<byte>> frames)
    {
        int dollar = 0, coin = 0, untold = 0;
        foreach (var frame in frames)
        {
            using var document = JsonElementExtensions.Parse(frame.Span);
            var root = document.RootElement;
            if (root.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object))
                throw new JsonException("no message");
            foreach (var row in root.ValueKind == JsonValueKind.Array ? root.EnumerateArray().ToList() : [root])
            {
                if (row.ValueKind != JsonValueKind.Object || row.Text("e") != "markPriceUpdate")
                    continue;
                switch (row.Integer("st"))
                {
                    case 1: dollar++; break;
                    case 2: coin++; break;
                    default: untold++; break;
                }
            }
        }

        return new(
            dollar + coin + untold == 0 ? null : dollar > 0 && coin > 0,
            $"{dollar} mark prices are marked USD-M, {coin} COIN-M, {untold} neither");
    }
}
