using LiqMon.Context;

namespace LiqMon.Tests.Context;

public sealed class CompositePriceTests
{
    [Fact]
    public void One_wrong_venue_moves_nothing()
    {
        Assert.Equal(new CompositePrice(100, 3), CompositePrice.Of([99, 100, 5_000]));
        Assert.Equal(new CompositePrice(99.5, 2), CompositePrice.Of([99, 100]));
    }

    [Fact]
    public void What_is_no_price_is_left_out()
    {
        Assert.Equal(new CompositePrice(7, 1), CompositePrice.Of([double.NaN, 0, -3, double.PositiveInfinity, 7]));
        Assert.Null(CompositePrice.Of([0, double.NaN]));
        Assert.Null(CompositePrice.Of([]));
    }
}
