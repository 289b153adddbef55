using FsCheck;
using FsCheck.Fluent;
using LiqMon.Context;

namespace LiqMon.Tests.Context;

public sealed class KeyLevelTests
{
    [Theory]
    [InlineData(40_099, "35000 40000 45000 50000")]
    [InlineData(97_400, "90000 95000 100000 105000")]
    [InlineData(100_000, "90000 100000 110000 120000")]
    [InlineData(9_999, "9000 9500 10000 10500")]
    [InlineData(0.2043, "0.15 0.2 0.25 0.3")]
    [InlineData(0.00001124, "1E-05 1.1E-05 1.2E-05 1.3E-05")]
    [InlineData(2.1e12, "1500000000000 2000000000000 2500000000000 3000000000000")]
    [InlineData(1, "0.9 1 1.1 1.2")]
    public void Round_numbers_are_those_that_people_name(double price, string expected) =>
        Assert.Equal(expected, string.Join(' ', KeyLevel.RoundNumbers([], price).Select(level => FormattableString.Invariant($"{level}"))));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void No_price_has_no_levels(double price) => Assert.Empty(KeyLevel.RoundNumbers([], price));

    [Fact]
    public void A_level_taken_back_says_since_when_and_flips_after_enough_closes()
    {
        // Above until 2, below until 5, above again.
        var closes = Closes(41, 42, 39, 38, 37, 40, 41);
        Assert.Equal(new KeyLevel(true, 5, 2, true, 1), KeyLevel.Read(closes, Now(43), 40, 2));
        Assert.Equal(new KeyLevel(true, 5, 2, false, 1), KeyLevel.Read(closes, Now(43), 40, 3));
        Assert.Equal(new KeyLevel(false, null, 7, false, null), KeyLevel.Read(closes, Now(43), 50, 1));
        Assert.Equal(new KeyLevel(true, null, 0, false, null), KeyLevel.Read([], Now(43), 40, 1));
    }

    [Fact]
    public void A_fall_is_the_mirror_image() =>
        Assert.Equal(new KeyLevel(false, 3, 2, true, 0), KeyLevel.Read(Closes(38, 41, 42, 39, 38), Now(37), 40, 2));

    [Fact]
    public void The_present_price_is_a_crossing_and_no_close_yet()
    {
        var closes = Closes(41, 38, 39);
        Assert.Equal(new KeyLevel(true, 100, 0, false, 0), KeyLevel.Read(closes, Now(40), 40, 1));
        Assert.Equal(new KeyLevel(false, 1, 2, true, null), KeyLevel.Read(closes, Now(39.99), 40, 1));
    }

    /// <summary>"The market cap is back above a trillion for the first time since 8 November", as the news of 14 January 2023 said.</summary>
    [Fact]
    public void First_time_since_is_the_last_close_on_that_side()
    {
        var billions = new[] { (7, 11, 1_040.0), (8, 11, 1_003), (9, 11, 905), (21, 11, 820), (31, 12, 795), (12, 1, 985) };
        var closes = billions.Select(day => new Close(Ms(day.Item2 > 1 ? 2022 : 2023, day.Item2, day.Item1), day.Item3 * 1e9)).ToList();
        var read = KeyLevel.Read(closes, new Close(Ms(2023, 1, 14), 1_004e9), 1e12, 2);
        Assert.Equal((true, (long?)Ms(2023, 1, 14), (long?)Ms(2022, 11, 8)), (read.IsAbove, read.CrossedMs, read.SinceMs));
        Assert.Contains(1e12, KeyLevel.RoundNumbers([], 1_004e9));
    }

    [Fact]
    public void What_it_says_holds_for_every_history() => Prop.ForAll(Gen.Choose(1, 9).NonEmptyListOf().ToArbitrary(), Gen.Choose(1, 9).ToArbitrary(), (values, now) =>
    {
        var closes = Closes([.. values.Select(value => (double)value)]);
        var read = KeyLevel.Read(closes, Now(now), 5, 3);
        var sides = closes.Select(close => close.Value >= 5).ToList();
        var crossing = closes.Count - read.Run;
        return read.IsAbove == (now >= 5)
            && sides.TakeLast(read.Run).All(side => side == read.IsAbove)
            && (crossing == 0) == (read.CrossedMs is null)
            && (crossing == 0 || (sides[crossing - 1] != read.IsAbove && read.CrossedMs == (read.Run > 0 ? crossing : 100)))
            && (read.SinceMs is not { } since
                || (sides[(int)since] == read.IsAbove && sides.Skip((int)since + 1).Take((int)(crossing - since - 1)).All(side => side != read.IsAbove)))
            && read.Flipped == (read.CrossedMs is not null && read.Run >= 3);
    }).QuickCheckThrowOnFailure();

    private static List<Close> Closes(params double[] values) => [.. values.Select((value, at) => new Close(at, value))];

    private static Close Now(double value) => new(100, value);

    private static long Ms(int year, int month, int day) => new DateTimeOffset(year, month, day, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
}
