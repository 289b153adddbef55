using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>What is assumed of HTX and can be seen in its lists.</summary>
internal static class HtxProbes
{
    public static IReadOnlyList<VenueProbe> Of(Uri rest) =>
    [
        new(
            "open interest counts both sides",
            [new("probe:open-interest", new Uri(rest, "/linear-swap-api/v1/swap_open_interest?business_type=all"))],
            Sidedness),
    ];

    /// <summary><c>volume</c> counts whole contracts.</summary>
    public static ProbeFinding Sidedness(IReadOnlyList<ReadOnlyMemory<byte>> bodies)
    {
        using var document = JsonElementExtensions.Parse(bodies[0].Span);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("data", out _))
            throw new JsonException("no open interest");
        var parity = new OpenInterestParity();
        foreach (var row in root.Objects("data"))
        {
            if (row.Number("volume") is { } contracts)
                parity.Add(contracts, ExactNumber.One);
        }

        return new(parity.IsBothSides, parity.Text);
    }
}
