using LiqMon.Maps;

namespace LiqMon.Tests.Maps;

public sealed class OpenInterestBookTests
{
    private const long HourMs = 3_600_000;

    [Fact]
    public void Contracts_that_rise_and_fall_do_not_cancel_each_other()
    {
        var book = new OpenInterestBook(2);
        book.Add(0, HourMs, 100);
        book.Add(1, HourMs, 50);
        Assert.Equal(new OpenInterestChange(150, 0, 0), book.Settle(HourMs));

        book.Add(0, HourMs + 1, 110);
        book.Add(1, HourMs + 1, 43);
        Assert.Equal(new OpenInterestChange(150, 10, 7), book.Settle(HourMs + 1));
        Assert.Equal(new OpenInterestChange(153, 0, 0), book.Settle(HourMs + 2));
    }

    [Fact]
    public void A_venue_that_appears_or_comes_back_after_long_silence_opens_nothing()
    {
        var book = new OpenInterestBook(2);
        book.Add(0, 0, 100);
        book.Settle(0);
        book.Add(1, HourMs, 5_000);
        Assert.Equal(new OpenInterestChange(5_100, 0, 0), book.Settle(HourMs));

        // The first contract is silent for too long, and then much larger.
        Assert.Equal(5_000, book.Settle(3 * HourMs).After);
        book.Add(0, 3 * HourMs, 900);
        Assert.Equal(new OpenInterestChange(5_900, 0, 0), book.Settle(3 * HourMs));
    }

    [Fact]
    public void What_is_no_amount_or_older_is_not_taken()
    {
        var book = new OpenInterestBook(1);
        book.Add(0, 10, 100);
        book.Add(0, 11, double.NaN);
        book.Add(0, 12, -1);
        book.Add(0, 9, 50);
        Assert.Equal(new OpenInterestChange(100, 0, 0), book.Settle(20));
    }
}
