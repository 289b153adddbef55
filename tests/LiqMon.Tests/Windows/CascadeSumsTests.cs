using LiqMon.Market;
using LiqMon.Windows;

namespace LiqMon.Tests.Windows;

/// <summary>Sums of seconds that no 64 bits hold.</summary>
public sealed class CascadeSumsTests
{
    [Fact]
    public void Seconds_beyond_64_bits_count_with_all_their_dollars()
    {
        var order = SecondSums.Of(600, LiquidatedSide.Long, long.MaxValue, 1, 1);
        var other = SecondSums.Of(600, LiquidatedSide.Short, long.MaxValue, 1, 2);

        var sums = order.Plus(order).Plus(other);

        Assert.Equal(Int128.Parse("18446744073709551614"), sums.Of(LiquidatedSide.Long));
        Assert.Equal(Int128.Parse("27670116110564327421"), sums.MicroUsd);
    }
}
