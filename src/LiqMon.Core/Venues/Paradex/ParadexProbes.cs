using System.Text.Json;
using LiqMon.Json;

namespace LiqMon.Venues;

/// <summary>What is assumed of Paradex and can be seen in its lists.</summary>
internal static class ParadexProbes
{
    /// <summary>
    /// A thousand trades are minutes of bitcoin and hours of a smaller market, on which liquidations are about as frequent: one in
    /// two hours.
    /// </summary>
    private static readonly string[] Markets = ["BTC-USD-PERP", "ETH-USD-PERP", "SOL-USD-PERP", "XRP-USD-PERP", "DOGE-USD-PERP"];

    public static IReadOnlyList<VenueProbe> Of(Uri rest) =>
    [
        new(
            "liquidations are among the trades",
            [
                .. Markets.Select(market => new RestRequest(
                    $"probe:trades-{market}", new Uri(rest, $"/v1/trades?market={market}&page_size=1000"))),
            ],
            Trades),
    ];

    public static ProbeFinding Trades(IReadOnlyList<ReadOnlyMemory<byte>> bodies)
    {
        var types = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var body in bodies)
        {
            using var document = JsonElementExtensions.Parse(body.Span);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("results", out _))
                throw new JsonException("no list of trades");
            foreach (var row in document.RootElement.Objects("results"))
            {
                var type = row.Text("trade_type") ?? "none";
                types[type] = types.GetValueOrDefault(type) + 1;
            }
        }

        var liquidations = types.GetValueOrDefault("LIQUIDATION");
        var strange = types.Keys
            .Where(type => type is not ("LIQUIDATION" or "FILL" or "RPI" or "BLOCK_TRADE" or "TRANSFER" or "SETTLE_MARKET"))
            .Order(StringComparer.Ordinal).ToList();
        return new(
            strange.Count > 0 ? false : liquidations > 0 ? true : null,
            $"{liquidations} of the newest {types.Values.Sum()} trades of {bodies.Count} markets are liquidations"
            + (strange.Count > 0 ? $"; unknown types: {string.Join(", ", strange)}" : ""));
    }
}
