using LiqMon.Ingestion;

namespace LiqMon.Tests.Backfill;

public sealed class LagHistogramTests
{
    [Fact]
    public void Nothing_is_known_before_the_first_order() => Assert.Null(new LagHistogram().HighQuantile());

    [Theory]
    [InlineData(-500, 1)]
    [InlineData(999, 1)]
    [InlineData(1_000, 2)]
    [InlineData(9_000, 16)]
    [InlineData(1_023_999, 1_024)]
    public void A_delay_is_rounded_up_to_its_step(long lagMs, int seconds)
    {
        var lags = new LagHistogram();
        lags.Add(lagMs);
        Assert.Equal(TimeSpan.FromSeconds(seconds), lags.HighQuantile());
    }

    [Fact]
    public void One_order_in_a_hundred_may_be_later()
    {
        var lags = new LagHistogram();
        for (var i = 0; i < 99; i++)
            lags.Add(100);
        lags.Add(20_000);
        Assert.Equal(TimeSpan.FromSeconds(1), lags.HighQuantile());
        lags.Add(20_000);
        Assert.Equal(TimeSpan.FromSeconds(32), lags.HighQuantile());
    }

    [Fact]
    public void A_snapshot_of_the_past_is_no_delay()
    {
        var lags = new LagHistogram();
        lags.Add((long)LagHistogram.Longest.TotalMilliseconds);
        Assert.Null(lags.HighQuantile());
    }
}
