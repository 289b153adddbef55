using LiqMon.Context;

namespace LiqMon.Tests.Context;

public sealed class CompositePriceTests
{
    [Fact]
    public void OneWrongVenueMovesNothing()
    {
        Assert.Equal(new CompositePrice(100, 3), CompositePrice.Of([99, 100, 5_000]));
        Assert.Equal(new CompositePrice(99.5, 2), CompositePrice.Of([99, 100]));
    }

    [Fact]
    public void WhatIsNoPriceIsLeftOut()
    {
        Assert.Equal(new CompositePrice(7, 1), CompositePrice.Of([double.NaN, 0, -3, double.PositiveInfinity, 7]));
        Assert.Null(CompositePrice.Of([0, double.NaN]));
        Assert.Null(CompositePrice.Of([]));
    }
}
