using System.Text.Json;
using LiqMon.Json;

namespace LiqMon.Venues;

/// <summary>What is assumed of OKX and can be seen in its lists.</summary>
internal static class OkxProbes
{
    public static IReadOnlyList<VenueProbe> Of(Uri rest) =>
    [
        new(
            "past liquidations are still published",
            [new("probe:liquidations", new Uri(rest, "/api/v5/public/liquidation-orders?instType=SWAP&uly=BTC-USDT&state=filled&limit=100"))],
            History),
    ];

    /// <summary>The path left the documentation in 2025; how far back it reaches is not known.</summary>
    public static ProbeFinding History(IReadOnlyList<ReadOnlyMemory<byte>> bodies)
    {
        using var document = JsonElementExtensions.Parse(bodies[0].Span);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
            throw new JsonException("no object");
        if (root.Text("code") is { } code && code != "0")
            return new(false, $"refused: {code} {root.Text("msg")}");
        var times = root.Objects("data").SelectMany(contract => contract.Objects("details"))
            .Select(row => row.Integer("ts")).Where(time => time > 0).ToList();
        return times.Count == 0
            ? new(null, "it answers, with nothing in it")
            : new(true, string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"the newest {times.Count} of BTC-USDT span {TimeSpan.FromMilliseconds(times.Max() - times.Min()).TotalHours:0.0} h"));
    }
}
