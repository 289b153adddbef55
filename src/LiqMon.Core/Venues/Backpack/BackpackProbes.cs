using System.Text.Json;
using LiqMon.Json;

namespace LiqMon.Venues;

/// <summary>What is assumed of Backpack and can be seen on its socket within seconds.</summary>
internal static class BackpackProbes
{
    private const int AllMarkets = 1;
    private const int OneMarket = 2;

    public static IReadOnlyList<VenueProbe> Of(Uri socket) =>
    [
        new("liquidations can be subscribed", [], Streams)
        {
            Listen = new(
                "probe", socket,
                [
                    new(AllMarkets, """{"method":"SUBSCRIBE","params":["liquidation"],"id":1}"""u8.ToArray()),
                    new(OneMarket, """{"method":"SUBSCRIBE","params":["liquidation.BTC_USDC_PERP"],"id":2}"""u8.ToArray()),
                    new(3, """{"method":"SUBSCRIBE","params":["markPrice.BTC_USDC_PERP"],"id":3}"""u8.ToArray()),
                ]),
        },
    ];

    /// <summary>
    /// What is taken is not confirmed, what is refused is reported; the mark price, requested last, shows that the answers to
    /// both forms have passed.
    /// </summary>
    public static ProbeFinding Streams(IReadOnlyList<ReadOnlyMemory<byte>> frames)
    {
        var refused = new HashSet<long>();
        var delivers = false;
        foreach (var frame in frames)
        {
            using var document = JsonElementExtensions.Parse(frame.Span);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                throw new JsonException("no message");
            if (root.TryGetProperty("error", out _))
                refused.Add(root.Integer("id"));
            delivers |= root.Text("stream")?.StartsWith("markPrice.", StringComparison.Ordinal) == true;
        }

        var all = !refused.Contains(AllMarkets);
        return new(
            delivers ? all || !refused.Contains(OneMarket) : null,
            $"'liquidation' for all markets is {(all ? "taken" : "refused")}, 'liquidation.SYMBOL' is {(refused.Contains(OneMarket) ? "refused" : "taken")}; "
            + "whose side 'S' is shows only beside a fast move");
    }
}
