using System.Text.Json;
using LiqMon.Json;

namespace LiqMon.Venues;

/// <summary>What is assumed of Bitget and can be seen in its lists, or on its socket if somebody is liquidated meanwhile.</summary>
internal static class BitgetProbes
{
    /// <summary>No order is so large.</summary>
    private const double Implausible = 100_000_000;

    public static IReadOnlyList<VenueProbe> Of(Uri rest, Uri socket) =>
    [
        new(
            "open interest is one-sided",
            [
                new("probe:contracts", new Uri(rest, "/api/v3/market/instruments?category=USDT-FUTURES")),
                new("probe:tickers", new Uri(rest, "/api/v3/market/tickers?category=USDT-FUTURES")),
            ],
            Sidedness),
        new("an amount is dollars", [], Amounts)
        {
            Listen = new(
                "probe", socket,
                [new(1, """{"op":"subscribe","args":[{"instType":"usdt-futures","topic":"liquidation"}]}"""u8.ToArray())]),
        },
    ];

    /// <summary>The least order is the smallest step.</summary>
    public static ProbeFinding Sidedness(IReadOnlyList<ReadOnlyMemory<byte>> bodies)
    {
        using var contracts = JsonElementExtensions.Parse(bodies[0].Span);
        using var tickers = JsonElementExtensions.Parse(bodies[1].Span);
        if (contracts.RootElement.ValueKind != JsonValueKind.Object || tickers.RootElement.ValueKind != JsonValueKind.Object)
            throw new JsonException("no list");
        var parity = new OpenInterestParity();
        var steps = contracts.RootElement.Objects("data").Where(row => row.Text("symbol") is not null)
            .GroupBy(row => row.Text("symbol")!, StringComparer.Ordinal)
            .ToDictionary(rows => rows.Key, rows => rows.First().Number("minOrderQty"), StringComparer.Ordinal);
        foreach (var row in tickers.RootElement.Objects("data"))
        {
            if (row.Number("openInterest") is { } openInterest && steps.GetValueOrDefault(row.Text("symbol") ?? "") is { } step)
                parity.Add(openInterest, step);
        }

        return new(!parity.IsBothSides, parity.Text);
    }

    /// <summary>
    /// Of a dear coin the two readings are far apart: as coins an order of a few thousand would be worth more than any
    /// order was, as dollars one of less than a dollar would not be worth a liquidation.
    /// </summary>
    public static ProbeFinding Amounts(IReadOnlyList<ReadOnlyMemory<byte>> frames)
    {
        int dollars = 0, coins = 0, rows = 0;
        foreach (var frame in frames.Where(frame => !frame.Span.SequenceEqual("pong"u8)))
        {
            using var document = JsonElementExtensions.Parse(frame.Span);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new JsonException("no message");
            foreach (var row in document.RootElement.Objects("data"))
            {
                if (row.Number("price") is not { IsPositive: true } price || row.Number("amount") is not { IsPositive: true } amount)
                    continue;
                rows++;
                if (price.ToDouble() * amount.ToDouble() > Implausible)
                    dollars++;
                else if (price.ToDouble() > 100 && amount.ToDouble() < 1)
                    coins++;
            }
        }

        return new(
            (dollars, coins) switch { ( > 0, 0) => true, (0, > 0) => false, _ => null },
            $"of {rows} liquidations while listening {dollars} can only be dollars and {coins} only coins");
    }
}
