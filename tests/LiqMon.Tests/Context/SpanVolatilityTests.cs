using FsCheck;
using FsCheck.Fluent;
using LiqMon.Context;

namespace LiqMon.Tests.Context;

public sealed class SpanVolatilityTests
{
    [Fact]
    public void Moments_go_back_a_quarter_of_a_span_at_a_time_and_never_into_the_span()
    {
        var moments = SpanVolatility.Moments(1_000_000, 4_000);
        Assert.Equal((65, 1_000_000, 999_000, 936_000), (moments.Count, moments[0], moments[1], moments[^1]));
    }

    [Fact]
    public void An_alternating_price_has_the_deviation_of_its_returns()
    {
        // Returns over four steps are +a and -a in turn: 61 of them, one more of one sign.
        var prices = Enumerable.Range(0, 65).Select(at => (double?)(at / 4 % 2 == 0 ? 110 : 100)).ToList();
        var a = Math.Log(1.1);
        var mean = a * (32 - 29) / 61;
        var expected = Math.Sqrt((32 * (a - mean) * (a - mean) + 29 * (-a - mean) * (-a - mean)) / 60);
        Assert.Equal(expected, SpanVolatility.Of(prices)!.Value, 12);
    }

    [Fact]
    public void Too_few_returns_are_none()
    {
        var prices = Enumerable.Range(0, SpanVolatility.LeastReturns + 4).Select(at => (double?)(100 + at % 7)).ToList();
        Assert.NotNull(SpanVolatility.Of(prices));
        prices[^1] = null;
        Assert.Null(SpanVolatility.Of(prices));
        Assert.Null(SpanVolatility.Of([]));
    }

    [Fact]
    public void Another_unit_of_the_price_changes_nothing()
    {
        var walks = Gen.Choose(-50, 50).ListOf(65).ToArbitrary();
        Prop.ForAll(walks, steps =>
        {
            var level = 0;
            var prices = steps.Select(step => (double?)Math.Exp((level += step) / 1_000.0)).ToList();
            var plain = SpanVolatility.Of(prices)!.Value;
            var scaled = SpanVolatility.Of([.. prices.Select(price => price * 40_000)])!.Value;
            return Math.Abs(plain - scaled) < 1e-9;
        }).QuickCheckThrowOnFailure();
    }
}
