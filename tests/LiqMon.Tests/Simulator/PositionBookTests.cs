using LiqMon.Simulator;
using static LiqMon.Tests.Simulator.Simulations;

namespace LiqMon.Tests.Simulator;

/// <summary>Positions of the simulated market: opened with leverage, liquidated where their margin ends.</summary>
public sealed class PositionBookTests
{
    private const int Opened = 400;

    private readonly TradedInstrument _instrument = SimulatedVenues.Create("bybit", [AssetProfile.Of("BTC")], Noon).Instruments[0];
    private readonly PositionBook _book;

    public PositionBookTests() => _book = new PositionBook(7, new LiquidationDraw(3, [_instrument]));

    [Fact]
    public void Opened_positions_are_in_the_open_interest_until_they_end()
    {
        var before = _instrument.Quote.OpenInterest;
        Assert.Empty(_book.Step(Opened / 4, 0, 1_000));
        Assert.True(_instrument.Quote.OpenInterest > before);

        // Nobody holds on for a year.
        Assert.Empty(_book.Step(0, 1_000, 365L * 86_400_000));
        Assert.Equal(before, _instrument.Quote.OpenInterest);
    }

    [Fact]
    public void A_falling_price_liquidates_each_long_that_it_reaches_once_and_at_its_own_price()
    {
        var entry = _instrument.Quote.Mark;
        _book.Step(Opened / 4, 0, 1_000);
        _instrument.Move(entry * 0.9m, 0, 0, 2_000);

        var orders = _book.Step(0, 1_000, 2_000);
        // At most 10x survives a fall by a tenth; that is a third of the choice of leverages.
        Assert.InRange(orders.Count, Opened / 4, Opened / 2);
        Assert.All(orders, order =>
        {
            Assert.Equal(LiquidatedPosition.Long, order.Order.Position);
            // From 10x to 100x, with half a percent of maintenance margin.
            Assert.InRange(order.Order.Price / entry, 0.9m, 0.9951m);
        });
        Assert.Empty(_book.Step(0, 2_000, 3_000));

        _instrument.Move(entry * 1.1m, 0, 0, 4_000);
        Assert.All(_book.Step(0, 3_000, 4_000), order => Assert.Equal(LiquidatedPosition.Short, order.Order.Position));
    }
}
