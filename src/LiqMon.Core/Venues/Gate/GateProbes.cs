using System.Text.Json;
using LiqMon.Json;

namespace LiqMon.Venues;

/// <summary>What is assumed of Gate and can be seen in its lists.</summary>
internal static class GateProbes
{
    private const int FewestRows = 20;

    public static IReadOnlyList<VenueProbe> Of(Uri rest) =>
    [
        new("side of an order", [new("probe:liquidations", new Uri(rest, "/api/v4/futures/usdt/liq_orders?limit=100"))], OrderSign),
        new(
            "open interest is one-sided",
            [
                new("probe:contracts", new Uri(rest, "/api/v4/futures/usdt/contracts")),
                new("probe:tickers", new Uri(rest, "/api/v4/futures/usdt/tickers")),
            ],
            Sidedness),
    ];

    /// <summary>An order that closes a position has the other sign than what is left of the position.</summary>
    public static ProbeFinding OrderSign(IReadOnlyList<ReadOnlyMemory<byte>> bodies)
    {
        int opposite = 0, same = 0;
        using var document = JsonElementExtensions.Parse(bodies[0].Span);
        foreach (var row in Rows(document))
        {
            if (row.Number("size") is not { Mantissa: not 0 } position || row.Number("order_size") is not { Mantissa: not 0 } order)
                continue;
            if (position.IsPositive != order.IsPositive)
                opposite++;
            else
                same++;
        }

        var rows = opposite + same;
        return rows < FewestRows
            ? new(null, $"{rows} orders of the last hour carry their position, too few to say")
            : new(
                opposite >= rows * 0.95 ? true : opposite <= rows * 0.05 ? false : null,
                $"{opposite} of {rows} orders have the other sign than their position");
    }

    /// <summary><c>total_size</c> is compared with <c>position_size</c>, which counts long positions.</summary>
    public static ProbeFinding Sidedness(IReadOnlyList<ReadOnlyMemory<byte>> bodies)
    {
        using var contracts = JsonElementExtensions.Parse(bodies[0].Span);
        using var tickers = JsonElementExtensions.Parse(bodies[1].Span);
        var longs = Rows(contracts)
            .Where(row => row.Text("name") is not null && row.Number("position_size") is { IsPositive: true })
            .GroupBy(row => row.Text("name")!, StringComparer.Ordinal)
            .ToDictionary(rows => rows.Key, rows => rows.First().Number("position_size")!.Value.ToDouble(), StringComparer.Ordinal);
        var ratios = Rows(tickers)
            .Where(row => row.Number("total_size") is { IsPositive: true } && longs.ContainsKey(row.Text("contract") ?? ""))
            .Select(row => row.Number("total_size")!.Value.ToDouble() / longs[row.Text("contract")!])
            .Order()
            .ToList();
        if (ratios.Count == 0)
            return new(null, "no contract has both numbers");
        var middle = ratios[ratios.Count / 2];
        return new(
            middle is > 0.8 and < 1.25 ? true : middle is > 1.6 and < 2.5 ? false : null,
            string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"it is {middle:0.00} times the long positions, in the middle of {ratios.Count} contracts"));
    }

    private static IEnumerable<JsonElement> Rows(JsonDocument document) => document.RootElement.ValueKind == JsonValueKind.Array
        ? document.RootElement.EnumerateArray().Where(row => row.ValueKind == JsonValueKind.Object)
        : throw new JsonException("no list");
}
