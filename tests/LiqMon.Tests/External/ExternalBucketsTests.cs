using FsCheck;
using FsCheck.Fluent;
using LiqMon.External;

namespace LiqMon.Tests.External;

public sealed class ExternalBucketsTests
{
    private const long Hour = 3_600_000;
    private const long Day = 24 * Hour;

    [Fact]
    public void Finer_totals_win_where_they_cover_the_coarser_one()
    {
        var hours = Enumerable.Range(0, 24).Select(hour => Total(hour * Hour, Hour, 1)).ToList();

        Assert.Equal(hours, ExternalBuckets.Choose([Total(0, Day, 100), .. hours]));
    }

    [Fact]
    public void The_coarser_total_wins_where_a_part_of_the_finer_is_missing()
    {
        var hours = Enumerable.Range(0, 23).Select(hour => Total(hour * Hour, Hour, 1));
        var later = Total(Day, Hour, 7);

        Assert.Equal([Total(0, Day, 100), later], ExternalBuckets.Choose([.. hours, later, Total(0, Day, 100)]));
    }

    [Fact]
    public void Lengths_nest_over_three_levels()
    {
        var minutes = Enumerable.Range(0, 59).Select(minute => Total(minute * 60_000, 60_000, 1));
        var hours = Enumerable.Range(0, 24).Select(hour => Total(hour * Hour, Hour, 10)).ToList();

        Assert.Equal(hours, ExternalBuckets.Choose([.. minutes, .. hours, Total(0, Day, 100)]));
    }

    [Fact]
    public void Of_totals_that_overlap_askew_the_earlier_counts()
    {
        Assert.Equal([Total(0, Day, 1)], ExternalBuckets.Choose([Total(8 * Hour, Day, 2), Total(0, Day, 1)]));
    }

    [Fact]
    public void All_venues_together_win_over_single_ones_and_all_assets_over_single_ones()
    {
        var all = Total(0, Day, 100);
        var okx = Total(0, Hour, 5) with { Venue = "okx" };
        var later = Total(Day, Hour, 6) with { Venue = "okx" };
        var market = Total(Day, Day, 300) with { Asset = ExternalTotal.All };

        Assert.Equal([all, later], ExternalBuckets.Choose([okx, all, later]));
        Assert.Equal([market, all], ExternalBuckets.Choose([okx, all, later, market]));
    }

    [Fact]
    public void The_share_is_that_of_the_asset_covered_least()
    {
        var eth = Total(0, Day, 1) with { Asset = "ETH" };

        Assert.Equal(0, ExternalBuckets.Share([], 0, Day));
        Assert.Equal(0.5m, ExternalBuckets.Share([eth, Total(0, Day, 1), Total(Day, Day, 1)], 0, 2 * Day));
        Assert.Equal(1, ExternalBuckets.Share([Total(0, 2 * Day, 1) with { Asset = ExternalTotal.All }], 0, 2 * Day));
    }

    [Fact]
    public void Nothing_counts_twice_and_what_is_left_out_is_told_by_others()
    {
        var starts = Gen.Choose(0, 40);
        var total = starts.SelectMany(start => Gen.Elements(1L, 2L, 4L, 8L)
            .SelectMany(length => Gen.Elements(ExternalTotal.All, "okx", "bybit")
                .Select(venue => Total(start / length * length, length, 1) with { Venue = venue })));
        Prop.ForAll(total.ListOf(30).ToArbitrary(), totals =>
        {
            var given = totals.DistinctBy(one => (one.Venue, one.StartMs, one.LengthMs)).ToList();
            var chosen = ExternalBuckets.Choose(given);
            foreach (var one in chosen)
            {
                Assert.DoesNotContain(chosen, other => other != one && other.StartMs < one.EndMs && one.StartMs < other.EndMs
                    && (other.Venue == one.Venue || other.Venue == ExternalTotal.All || one.Venue == ExternalTotal.All));
            }

            // Aligned totals lose no moment that any of them covers for all venues.
            foreach (var one in given.Where(one => one.Venue == ExternalTotal.All))
            {
                for (var moment = one.StartMs; moment < one.EndMs; moment++)
                    Assert.Contains(chosen, other => other.Venue == ExternalTotal.All && other.StartMs <= moment && moment < other.EndMs);
            }
        }).QuickCheckThrowOnFailure();
    }

    private static ExternalTotal Total(long startMs, long lengthMs, long usd) =>
        new("coinglass", ExternalTotal.All, "BTC", startMs, lengthMs, usd * 1_000_000, 0, 0);
}
