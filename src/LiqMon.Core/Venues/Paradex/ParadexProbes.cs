using System.Text.Json;
using LiqMon.Json;

namespace LiqMon.Venues;

/// <summary>What is assumed of Paradex and can be seen in its lists.</summary>
internal static class ParadexProbes
{
    public static IReadOnlyList<VenueProbe> Of(Uri rest) =>
        [new("no liquidation among trades", [new("probe:trades", new Uri(rest, "/v1/trades?market=BTC-USD-PERP&page_size=100"))], Trades)];

    /// <summary>The type LIQUIDATION is documented and had never been seen.</summary>
    public static ProbeFinding Trades(IReadOnlyList<ReadOnlyMemory<byte>> bodies)
    {
        using var document = JsonElementExtensions.Parse(bodies[0].Span);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("results", out _))
            throw new JsonException("no list of trades");
        var types = root.Objects("results").Select(row => row.Text("trade_type")).ToList();
        var liquidations = types.Count(type => type == "LIQUIDATION");
        return types.Count == 0 ? new(null, "there are no trades")
            : new(liquidations == 0, $"{liquidations} of the newest {types.Count} trades of BTC-USD-PERP are liquidations");
    }
}
