using LiqMon.Windows;

namespace LiqMon.Tests.Windows;

/// <summary>Markets in which it is known what follows a cascade.</summary>
public sealed class CascadeAftermathTests
{
    private const long MinuteMs = 60_000;
    private const int Days = 20;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Cascades_at_random_moments_of_a_random_walk_are_mostly_no_different(int seed)
    {
        var prices = Walk(seed);
        var found = CascadeAftermath.Of(Cascades(60), prices, new Random(seed));

        Assert.Equal([900_000, 3_600_000, 14_400_000, 86_400_000], found.Select(row => row.HorizonMs));
        // One in twenty would be different by chance; horizons overlap.
        Assert.True(found.Count(row => row.Differs) <= 1, string.Join(", ", found));
        Assert.All(found, row => Assert.InRange(row.After.ShareUp, 0.2, 0.8));
    }

    [Fact]
    public void A_rebound_after_each_cascade_is_found_with_its_size()
    {
        var cascades = Cascades(60);
        var prices = Walk(4).ToArray();
        foreach (var (_, endMs) in cascades)
        {
            var end = (int)(endMs / MinuteMs);
            // Two percent up within ten minutes, and down again before the next price that is looked at.
            for (var minute = 1; minute <= 100; minute++)
                prices[end + minute] = prices[end + minute] with { Price = prices[end + minute].Price * (1 + 0.02 * Math.Min(minute, 10) / 10) };
        }

        var found = CascadeAftermath.Of(cascades, prices, new Random(1)).ToDictionary(row => row.HorizonMs);

        Assert.True(found[900_000].Differs && found[3_600_000].Differs);
        Assert.InRange(found[900_000].After.Median, 0.017, 0.023);
        Assert.True(found[900_000].Difference.Low > 0.01);
        Assert.True(found[900_000].After.ShareUp > 0.95);
        Assert.False(found[86_400_000].Differs);
        Assert.True(found[900_000].After.Lower <= found[900_000].After.Median && found[900_000].After.Median <= found[900_000].After.Upper);
    }

    [Fact]
    public void Too_few_cascades_or_prices_say_nothing()
    {
        Assert.Empty(CascadeAftermath.Of(Cascades(CascadeAftermath.LeastCascades - 1), Walk(1), new Random(1)));
        Assert.Empty(CascadeAftermath.Of(Cascades(60), [], new Random(1)));
        // Prices of the first hours only: fewer than the least of the cascades have any.
        Assert.Empty(CascadeAftermath.Of(Cascades(60), [.. Walk(1).Take(600)], new Random(1)));
    }

    [Fact]
    public void What_is_not_over_yet_is_left_out()
    {
        // The prices end an hour after the last cascade began: a day after it is not known.
        var cascades = Cascades(30);
        var found = CascadeAftermath.Of(cascades, [.. Walk(1).TakeWhile(price => price.TimeMs <= cascades[^1].StartMs + 60 * MinuteMs)], new Random(1));

        Assert.Equal(30, found.Single(row => row.HorizonMs == 900_000).After.Count);
        Assert.True(found.Single(row => row.HorizonMs == 86_400_000).After.Count < 30);
    }

    private static List<(long StartMs, long EndMs)> Cascades(int count) =>
        [.. Enumerable.Range(0, count).Select(at => (200 + at * 440L) * MinuteMs).Select(startMs => (startMs, startMs + 5 * MinuteMs))];

    private static List<PricePoint> Walk(int seed)
    {
        var random = new Random(seed);
        var (price, prices) = (100.0, new List<PricePoint>());
        for (var minute = 0; minute < Days * 1_440; minute++)
        {
            prices.Add(new PricePoint(minute * MinuteMs, price));
            price *= Math.Exp((random.NextDouble() - 0.5) * 0.002);
        }

        return prices;
    }
}
