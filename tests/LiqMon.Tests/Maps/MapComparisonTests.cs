using LiqMon.Maps;
using LiqMon.Market;
using LiqMon.Statistics;

namespace LiqMon.Tests.Maps;

/// <summary>What a score must say of forecasts whose worth is known: random numbers, the future, and copies of each other.</summary>
public sealed class MapComparisonTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_map_of_random_numbers_scores_chance(int seed)
    {
        var random = new Random(seed);
        var sum = Enumerable.Range(0, 3_000).Select(_ => Window(random)).Aggregate(
            new MapScore(), (sum, window) => sum + MapScoring.Of(window, LiquidatedSide.Long, _ => random.Next()));

        Assert.Equal(3_000, sum.Scored);
        Assert.Equal(sum.Baseline!.Value, sum.Share!.Value, 0.02);
        Assert.InRange(sum.Baseline.Value, 0.25, 0.32);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_map_made_of_the_future_scores_all(int seed)
    {
        var random = new Random(seed);
        for (var at = 0; at < 500; at++)
        {
            var window = Window(random);
            Assert.Equal(1.0, MapScoring.Of(window, LiquidatedSide.Long, level => window.Realised(LiquidatedSide.Long, level)).Share!.Value, 12);
        }
    }

    [Fact]
    public void No_forecast_holds_more_than_the_future()
    {
        var random = new Random(4);
        for (var at = 0; at < 500; at++)
        {
            var window = Window(random, spread: true);
            var future = MapScoring.Of(window, LiquidatedSide.Long, level => window.Realised(LiquidatedSide.Long, level)).TopQuarterMicroUsd;
            Assert.True(future >= MapScoring.Of(window, LiquidatedSide.Long, _ => random.Next(5)).TopQuarterMicroUsd);
        }
    }

    [Fact]
    public void A_map_like_another_is_no_better_and_one_that_knows_is()
    {
        var comparison = Compare(sizeOfMap: (realised, noise) => realised + noise * 0.1, shareOfMap: 0.9);

        Assert.Equal([], comparison.Verdict.NoBetterAtPlace!);
        Assert.Equal([], comparison.Verdict.NoBetterAtAmount!);
        Assert.True(comparison.Verdict.KnowsAmount);
        Assert.Contains("better than all it is compared with", comparison.Verdict.Text, StringComparison.Ordinal);
        Assert.True(comparison.Of(Forecast.Chance)!.PlaceLead!.Value.Low > 0.5);

        var copy = Compare(sizeOfMap: (_, noise) => noise, shareOfMap: 0.3);
        Assert.Equal([Forecast.PathMemory, Forecast.Nearest, Forecast.Farthest, Forecast.Chance], copy.Verdict.NoBetterAtPlace!);
        Assert.False(copy.Verdict.KnowsAmount);
        Assert.Contains("no better than path memory alone", copy.Verdict.Text, StringComparison.Ordinal);
        Assert.Contains("at how much: no better than the size of the move", copy.Verdict.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_few_windows_say_nothing()
    {
        var comparison = Compare((realised, _) => realised, 0.9, windows: MapVerdict.LeastWindows - 1);

        Assert.StartsWith("too few windows to judge: 58 scored of 29", comparison.Verdict.Text, StringComparison.Ordinal);
        Assert.Null(comparison.Verdict.NoBetterAtAmount);
    }

    [Fact]
    public void Without_any_window_there_is_no_score()
    {
        var comparison = new MapComparison(Forecast.OpenInterest, [], new Random(1));

        Assert.Empty(comparison.Scores);
        Assert.StartsWith("too few windows", comparison.Verdict.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Volatility_is_that_of_the_day_behind()
    {
        const long Hour = 3_600_000;
        var volatility = new PathVolatility(24 * Hour);
        volatility.Add(0, 100);
        volatility.Add(Hour, 110);
        volatility.Add(2 * Hour, 100);
        Assert.Equal(Math.Sqrt(2) * Math.Log(1.1), volatility.Value, 12);

        volatility.Add(25 * Hour, 100);
        Assert.Equal(Math.Log(1.1), volatility.Value, 12);
        volatility.Add(27 * Hour, 100);
        Assert.Equal(0, volatility.Value, 6);
    }

    [Fact]
    public void Turnover_closes_as_much_as_it_opens_and_forgets_by_time_not_by_steps()
    {
        var (often, once) = (new Turnover(2), new Turnover(2));
        Assert.Equal(0, often.To(0, 100).Opened);
        once.To(0, 100);
        var left = 1.0;
        for (var minute = 1; minute <= 60; minute++)
        {
            var change = often.To(minute * 60_000, 100);
            Assert.Equal((change.Opened, 100.0), (change.Closed, change.After));
            left *= 1 - change.Closed / 100;
        }

        Assert.Equal(100 * Math.Exp(-1 / 48.0), 100 * left, 9);
        Assert.Equal(100 * left, 100 - once.To(3_600_000, 100).Closed, 9);
    }

    /// <summary>Longs that are liquidated in a quarter of the levels below 100, each at random; or anywhere.</summary>
    private static TradedWindow Window(Random random, bool spread = false)
    {
        var window = new TradedWindow(100);
        var levels = random.Next(MapScoring.LeastLevels, 40);
        var lowest = PriceLevels.Of(100) - levels + 1;
        window.Trade(PriceLevels.LowerEnd(lowest) * 1.001);
        var places = Enumerable.Range(lowest, levels).OrderBy(_ => random.Next()).Take(spread ? levels : (levels + 3) / 4);
        foreach (var level in places)
            window.Liquidate(LiquidatedSide.Long, PriceLevels.LowerEnd(level) * 1.0005, random.Next(1, 1_000) * 1_000_000L);
        return window;
    }

    /// <summary>Windows of which every forecast but the map holds 0.3, and in which path memory is a copy of the map's noise.</summary>
    private static MapComparison Compare(Func<double, double, double> sizeOfMap, double shareOfMap, int windows = 200)
    {
        var random = new Random(7);
        return new MapComparison(
            Forecast.OpenInterest,
            [.. Enumerable.Range(0, windows).Select(at => new ScoredWindow(at, Side(random, sizeOfMap, shareOfMap), Side(random, sizeOfMap, shareOfMap)))],
            new Random(1));
    }

    private static ScoredSide Side(Random random, Func<double, double, double> sizeOfMap, double shareOfMap)
    {
        var (realised, noise) = (random.Next(1, 1_000), random.NextDouble());
        MapScore Held(double share) => new()
        {
            Windows = 1,
            Scored = 1,
            InRangeMicroUsd = realised,
            TopQuarterMicroUsd = share * realised,
            BaselineMicroUsd = 0.3 * realised,
        };
        return new ScoredSide
        {
            Places = new Dictionary<Forecast, MapScore>
            {
                [Forecast.OpenInterest] = Held(shareOfMap),
                [Forecast.PathMemory] = Held(0.3),
                [Forecast.Nearest] = Held(0.3),
                [Forecast.Farthest] = Held(0.3),
                [Forecast.Future] = Held(1),
            },
            Amounts = new Dictionary<Forecast, double>
            {
                [Forecast.OpenInterest] = sizeOfMap(realised / 1_000.0, noise),
                [Forecast.PathMemory] = noise,
                [Forecast.Range] = random.NextDouble(),
            },
            RealisedMicroUsd = realised,
            Distance = random.NextDouble(),
            Range = random.NextDouble(),
            Volatility = random.NextDouble(),
        };
    }
}
