using LiqMon.Context;

namespace LiqMon.Tests.Context;

public sealed class CandleTests
{
    private const long FourHours = 14_400_000;

    [Fact]
    public void Days_have_the_first_open_the_last_close_and_the_extremes()
    {
        var candles = Enumerable.Range(0, 7).Select(at => new Candle(at * FourHours, at, at + 10, at - 10, at + 1));
        Assert.Equal([new Candle(0, 0, 15, -10, 6), new Candle(6 * FourHours, 6, 16, -4, 7)], Candle.Days(candles));
    }

    [Fact]
    public void A_day_without_candles_is_not_made_up()
    {
        Assert.Equal([0, 2 * Candle.DayMs], Candle.Days([new(0, 1, 1, 1, 1), new(2 * Candle.DayMs, 1, 1, 1, 1)]).Select(day => day.StartMs));
        Assert.Empty(Candle.Days([]));
    }
}
