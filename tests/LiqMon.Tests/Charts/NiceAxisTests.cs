using FsCheck;
using FsCheck.Fluent;
using LiqMon.Charts;

namespace LiqMon.Tests.Charts;

public sealed class NiceAxisTests
{
    [Theory]
    [InlineData(0, 893_000_000, "0 250000000 500000000 750000000 1000000000")]
    [InlineData(-438, 893, "-500 0 500 1000")]
    [InlineData(0, 0, "0 0.25 0.5 0.75 1")]
    [InlineData(0.1, 0.4, "0.1 0.2 0.3 0.4")]
    [InlineData(94_812, 101_250, "94000 96000 98000 100000 102000")]
    [InlineData(5, 5, "4.95 4.975 5 5.025 5.05")]
    [InlineData(-3, -1, "-3 -2.5 -2 -1.5 -1")]
    public void Ticks_are_round(double least, double most, string ticks) =>
        Assert.Equal(ticks, string.Join(' ', NiceAxis.Of(least, most).Ticks.Select(tick => FormattableString.Invariant($"{tick}"))));

    [Fact]
    public void Every_value_finds_its_place_between_few_ascending_ticks() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(
            ArbMap.Default.GeneratorFor<NormalFloat>().Two().Select(pair => (pair.Item1.Get, pair.Item2.Get))
                .Where(pair => Math.Abs(pair.Item1) < 1e14 && Math.Abs(pair.Item2) < 1e14).ToArbitrary(),
            pair =>
            {
                var (least, most) = (Math.Min(pair.Item1, pair.Item2), Math.Max(pair.Item1, pair.Item2));
                var axis = NiceAxis.Of(least, most);
                var slack = axis.Step * 1e-6;
                return axis.Least <= least + slack && axis.Most >= most - slack
                    && axis.Ticks.Count is >= 2 and <= 7
                    && axis.Ticks.Zip(axis.Ticks.Skip(1)).All(two => two.Second > two.First);
            }));

    [Theory]
    [InlineData(0, 893_000_000, "$0 $250M $500M $750M $1,000M")]
    [InlineData(-4_200_000, 9_000_000, "−$5M $0 +$5M +$10M")]
    [InlineData(0, 950, "$0 $250 $500 $750 $1,000")]
    [InlineData(0, 0.7, "$0 $0.2 $0.4 $0.6 $0.8")]
    public void Dollars_of_one_axis_share_unit_and_decimals(double least, double most, string expected)
    {
        var axis = NiceAxis.Of(least, most);
        var written = string.Join(' ', axis.Ticks.Select(tick => AxisText.Usd(axis, tick, signed: least < 0)));
        Assert.Equal(expected, written);
    }

    [Fact]
    public void A_value_that_is_no_number_has_no_axis() => Assert.Throws<ArgumentException>(() => NiceAxis.Of(0, double.NaN));
}
