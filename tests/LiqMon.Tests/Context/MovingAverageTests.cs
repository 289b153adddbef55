using LiqMon.Context;

namespace LiqMon.Tests.Context;

public sealed class MovingAverageTests
{
    // Half the closes at 90 and half at 110: average 100, deviation 10.
    private static readonly List<double> Closes = [.. Enumerable.Range(0, 60).Select(at => at < 10 ? 5_000.0 : at % 2 == 0 ? 90.0 : 110.0)];

    [Theory]
    [InlineData(110, TrendState.Neutral)]
    [InlineData(110.1, TrendState.Overbought)]
    [InlineData(120, TrendState.Overbought)]
    [InlineData(120.1, TrendState.ExtremelyOverbought)]
    [InlineData(90, TrendState.Neutral)]
    [InlineData(89.9, TrendState.Oversold)]
    [InlineData(79.9, TrendState.ExtremelyOversold)]
    public void The_scale_is_that_of_Bespoke(double price, TrendState expected)
    {
        var average = MovingAverage.Of(Closes, price)!.Value;
        Assert.Equal((100.0, 10.0, expected), (average.Mean, average.Deviation, average.State));
        Assert.Equal((price - 100) / 10, average.Score, 12);
    }

    [Fact]
    public void Fifty_different_closes_are_needed()
    {
        Assert.Null(MovingAverage.Of(Closes[..49], 100));
        Assert.Null(MovingAverage.Of([.. Enumerable.Repeat(7.0, 50)], 7));
    }
}
