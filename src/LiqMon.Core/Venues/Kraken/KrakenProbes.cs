using System.Text.Json;
using LiqMon.Json;

namespace LiqMon.Venues;

/// <summary>What is assumed of Kraken and can be seen in its newest trades.</summary>
internal static class KrakenProbes
{
    private const int FewestLiquidations = 8;

    private static readonly string[] Busiest = ["PF_XBTUSD", "PF_ETHUSD"];

    public static IReadOnlyList<VenueProbe> Of(Uri rest) =>
    [
        new(
            "a liquidation's side is the closing order's",
            [
                .. Busiest.Select(symbol => new RestRequest(
                    $"probe:trades-{symbol}", new Uri(rest, $"/derivatives/api/v3/history?symbol={symbol}"))),
            ],
            Side),
    ];

    /// <summary>A taker who sells trades at or below the last price, one who buys at or above it.</summary>
    public static ProbeFinding Side(IReadOnlyList<ReadOnlyMemory<byte>> bodies)
    {
        int agrees = 0, disagrees = 0;
        foreach (var body in bodies)
        {
            using var document = JsonElementExtensions.Parse(body.Span);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("history", out _))
                throw new JsonException("no list of trades");
            // Newest first.
            var trades = document.RootElement.Objects("history").Reverse().ToList();
            for (var i = 1; i < trades.Count; i++)
            {
                if (trades[i].Text("type") != "liquidation" || trades[i - 1].Text("type") != "fill"
                    || trades[i].Number("price") is not { } price || trades[i - 1].Number("price") is not { } before
                    || price == before || trades[i].Text("side") is not ("sell" or "buy"))
                    continue;
                if ((trades[i].Text("side") == "sell") == (price.ToDouble() < before.ToDouble()))
                    agrees++;
                else
                    disagrees++;
            }
        }

        var seen = agrees + disagrees;
        return new(
            seen < FewestLiquidations ? null : agrees >= seen * 0.7 ? true : agrees <= seen * 0.3 ? false : null,
            $"{agrees} of {seen} recent liquidations moved the price the way their side says");
    }
}
