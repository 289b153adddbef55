using FsCheck;
using FsCheck.Fluent;
using LiqMon.Maps;

namespace LiqMon.Tests.Maps;

/// <summary>A heat map is the same map looked at again and again, and knows nothing of what comes later.</summary>
public sealed class HeatRecorderTests
{
    private const long MinuteMs = 60_000;
    private const long ColumnMs = 15 * MinuteMs;
    private const int Minutes = 600;
    private const long FromMs = 300 * MinuteMs;
    private const long EndMs = 597 * MinuteMs;

    [Theory]
    [InlineData(Forecast.PathMemory)]
    [InlineData(Forecast.OpenInterest)]
    public void Each_column_is_the_map_made_of_the_steps_up_to_its_end(Forecast model) => Prop.ForAll<int>(seed =>
    {
        var steps = Steps(seed);
        var columns = Record(model, steps);

        Assert.Equal(20, columns.Count);
        Assert.Equal((FromMs, FromMs + ColumnMs, EndMs), (columns[0].StartMs, columns[0].EndMs, columns[^1].EndMs));
        foreach (var column in columns)
        {
            var sampled = steps.Where(step => step.IsSampled && step.TimeMs > column.StartMs && step.TimeMs <= column.EndMs).Select(step => step.Price).ToList();
            Assert.Equal(sampled.Count > 0, column.State is not null);
            if (column.State is not { } state)
                continue;
            var map = MapOf(model, [.. steps.Where(step => step.TimeMs <= column.EndMs)]);
            Assert.Equal((sampled.Min(), sampled.Max(), map.Price!.Value), (state.Low, state.High, state.Close));
            Same(map.Longs, state.Longs);
            Same(map.Shorts, state.Shorts);
        }
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(Forecast.PathMemory)]
    [InlineData(Forecast.OpenInterest)]
    public void Nothing_from_after_a_moment_enters_its_column(Forecast model) => Prop.ForAll<int, int>((seed, other) =>
    {
        var steps = Steps(seed);
        var cutMs = FromMs + (ColumnMs * new Random(seed).Next(1, 18));
        var changed = Steps(other).Where(step => step.TimeMs > cutMs);

        var (columns, again) = (Record(model, steps), Record(model, [.. steps.Where(step => step.TimeMs <= cutMs), .. changed]));

        foreach (var (before, after) in columns.Zip(again).Where(pair => pair.First.EndMs <= cutMs))
        {
            Assert.Equal((before.State?.Low, before.State?.High, before.State?.Close), (after.State?.Low, after.State?.High, after.State?.Close));
            Assert.Equal(before.State?.Longs ?? [], after.State?.Longs ?? []);
            Assert.Equal(before.State?.Shorts ?? [], after.State?.Shorts ?? []);
        }
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(200)]
    [InlineData(7)]
    public void Rows_hold_all_dollars_between_their_edges_and_no_others(int mostRows) => Prop.ForAll<int>(seed =>
    {
        var columns = Record(Forecast.PathMemory, Steps(seed));
        var grid = HeatGrid.Around(columns, 0.05, mostRows)!.Value;
        var edges = grid.Edges;

        Assert.InRange(grid.Rows, 1, mostRows);
        Assert.Equal(grid.Rows + 1, edges.Count);
        foreach (var state in columns.Select(column => column.State).OfType<HeatState>())
        {
            Assert.InRange(edges[0], 0, state.Low * 0.9501);
            Assert.True(edges[^1] >= state.High * 1.0499);
            var sums = grid.Sums(state.Longs);
            var middle = (int Level) => (PriceLevels.LowerEnd(Level) + PriceLevels.LowerEnd(Level + 1)) / 2;
            for (var row = 0; row < grid.Rows; row++)
            {
                Assert.Equal(
                    state.Longs.Where(level => middle(level.Level) >= edges[row] && middle(level.Level) < edges[row + 1]).Sum(level => level.MicroUsd), sums[row]);
            }
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Without_any_price_there_is_no_grid() =>
        Assert.Null(HeatGrid.Around(new HeatRecorder(LeverageTiers.Default, Forecast.PathMemory, 0, ColumnMs, 2 * ColumnMs).Finish(), 0.1, 100));

    private static IReadOnlyList<HeatColumn> Record(Forecast model, IReadOnlyList<Minute> steps)
    {
        var recorder = new HeatRecorder(LeverageTiers.Default, model, FromMs, ColumnMs, EndMs);
        foreach (var step in steps)
            recorder.Step(step.TimeMs, step.Price, step.IsSampled, step.Change);
        return recorder.Finish();
    }

    /// <summary>The map as it is made when nothing but the last moment counts.</summary>
    private static PositionMap MapOf(Forecast model, IReadOnlyList<Minute> steps)
    {
        var map = new PositionMap(LeverageTiers.Default);
        var turnover = new Turnover(Turnover.DefaultDays);
        foreach (var step in steps)
            map.Step(step.Price, model == Forecast.PathMemory ? turnover.To(step.TimeMs, steps[^1].Change.After) : step.Change);
        return map;
    }

    // Rounding to the micro-dollar at each of some hundred steps is a cent at most.
    private static void Same(MapSide map, IReadOnlyList<(int Level, long MicroUsd)> column)
    {
        var known = column.ToDictionary(level => level.Level, level => level.MicroUsd);
        foreach (var level in map.Levels.Select(level => level.Level).Union(known.Keys))
            Assert.InRange(known.GetValueOrDefault(level) - map.At(level), -10_000, 10_000);
    }

    /// <summary>A walk of some hours with a hole, minutes without a price and open interest that changes.</summary>
    private static List<Minute> Steps(int seed)
    {
        var random = new Random(seed);
        var (price, coins, hole) = (50_000.0, 1_000.0, random.Next(250, Minutes));
        List<Minute> steps = [];
        for (var minute = 1; minute <= Minutes; minute++)
        {
            price *= Math.Exp((random.NextDouble() - 0.5) / 50);
            var change = new OpenInterestChange(coins, random.NextDouble() * 20, random.NextDouble() * 20);
            if (minute >= hole && minute < hole + 40)
                continue;
            coins = change.After;
            steps.Add(new Minute(minute * MinuteMs, price, random.Next(10) > 0, change));
        }

        return steps;
    }

    private readonly record struct Minute(long TimeMs, double Price, bool IsSampled, OpenInterestChange Change);
}
