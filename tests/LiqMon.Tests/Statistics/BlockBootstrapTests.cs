using LiqMon.Statistics;

namespace LiqMon.Tests.Statistics;

public sealed class BlockBootstrapTests
{
    [Fact]
    public void Neighbours_stay_together_and_equal_seeds_draw_equal_series()
    {
        List<int[]> first = [], second = [];
        new BlockBootstrap(100, 5, new Random(3)).Of(members => Kept(first, members));
        new BlockBootstrap(100, 5, new Random(3)).Of(members => Kept(second, members));

        Assert.Equal(BlockBootstrap.Series, first.Count);
        Assert.Equal(first.SelectMany(it => it), second.SelectMany(it => it));
        Assert.All(first, members =>
        {
            Assert.Equal(100, members.Length);
            for (var at = 0; at < 100; at++)
                Assert.True(at % 5 == 0 || members[at] == (members[at - 1] + 1) % 100);
        });
    }

    [Fact]
    public void The_interval_of_a_mean_holds_the_truth_at_its_rate()
    {
        var held = 0;
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            double[] numbers = [.. Enumerable.Range(0, 200).Select(_ => random.NextDouble())];
            var interval = new BlockBootstrap(200, 1, random).Of(members => members.Average(member => numbers[member]))!.Value;
            held += interval is { Low: <= 0.5, High: >= 0.5 } ? 1 : 0;
        }

        Assert.InRange(held, 180, 199);
    }

    [Fact]
    public void Series_that_hang_together_have_a_wider_interval_when_drawn_in_blocks()
    {
        // Runs of ten equal numbers: as much is known as of a tenth of them.
        double[] numbers = [.. Enumerable.Range(0, 1_000).Select(at => at / 10 % 2 == 0 ? 0.0 : 1.0)];

        Assert.True(Width(7) > 1.5 * Width(1));

        double Width(int block)
        {
            var interval = new BlockBootstrap(1_000, block, new Random(1)).Of(members => members.Average(member => numbers[member]))!.Value;
            return interval.High - interval.Low;
        }
    }

    [Fact]
    public void A_figure_that_some_series_do_not_have_has_no_interval()
    {
        Assert.Null(new BlockBootstrap(3, 1, new Random(1)).Of(members => members[0] == 0 ? null : 1));
        Assert.Null(new BlockBootstrap(0, 1, new Random(1)).Of(_ => 1));
    }

    [Fact]
    public void Quantiles_lie_between_neighbours() =>
        Assert.Equal((1.0, 2.5, 4.0), (Quantiles.Of([1, 2, 3, 4], 0), Quantiles.Of([1, 2, 3, 4], 0.5), Quantiles.Of([1, 2, 3, 4], 1)));

    private static double? Kept(List<int[]> series, int[] members)
    {
        series.Add(members);
        return 0;
    }
}
