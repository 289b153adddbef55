using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using LiqMon.Windows;

namespace LiqMon.Tests.Windows;

public sealed class IsoWeekTests
{
    [Theory]
    [InlineData("2026-W46", "2026-11-09", "2026-11-16")]
    [InlineData("2026-W01", "2025-12-29", "2026-01-05")]
    [InlineData("2026-W53", "2026-12-28", "2027-01-04")]
    [InlineData("2020-W53", "2020-12-28", "2021-01-04")]
    [InlineData("2028-W09", "2028-02-28", "2028-03-06")]
    [InlineData("1970-W01", "1969-12-29", "1970-01-05")]
    [InlineData("2100-W09", "2100-03-01", "2100-03-08")]
    public void Its_bounds_are_Mondays_at_midnight(string text, string from, string to)
    {
        Assert.True(IsoWeek.TryParse(text, out var week));
        Assert.Equal(text, week.ToString());
        Assert.Equal(Ms(from), week.FromMs);
        Assert.Equal(Ms(to), week.ToMs);
    }

    [Theory]
    [InlineData("2025-W53")]
    [InlineData("2026-W54")]
    [InlineData("2026-W00")]
    [InlineData("2026-W6")]
    [InlineData("2026-w46")]
    [InlineData("2026W46")]
    [InlineData("2026-W46 ")]
    [InlineData(" 026-W46")]
    [InlineData("٢٠٢٦-W46")]
    [InlineData("9999-W01")]
    [InlineData("-001-W01")]
    [InlineData("")]
    [InlineData(null)]
    public void Other_text_is_no_week(string? text) => Assert.False(IsoWeek.TryParse(text, out _));

    [Theory]
    [InlineData("2026-11-15T23:59:59.999Z", "2026-W46")]
    [InlineData("2026-11-16T00:00:00.000Z", "2026-W47")]
    [InlineData("2026-12-31T12:00:00.000Z", "2026-W53")]
    [InlineData("2027-01-03T23:59:59.999Z", "2026-W53")]
    [InlineData("2027-01-04T00:00:00.000Z", "2027-W01")]
    [InlineData("2024-12-30T00:00:00.000Z", "2025-W01")]
    [InlineData("2028-02-29T12:00:00.000Z", "2028-W09")]
    public void A_moment_lies_in_one_week(string time, string week) => Assert.Equal(week, IsoWeek.Of(Ms(time)).ToString());

    [Fact]
    public void Every_moment_lies_between_the_bounds_of_its_week_and_weeks_follow_without_a_hole() => Prop.ForAll(
        Gen.Choose(0, 1_900_000_000).Two().Select(pair => (pair.Item1 * 2_000L) + (pair.Item2 % 2_000)).ToArbitrary(),
        timeMs =>
        {
            var week = IsoWeek.Of(timeMs);
            var next = week.Plus(1);
            return week.FromMs <= timeMs && timeMs < week.ToMs
                && DateTimeOffset.FromUnixTimeMilliseconds(week.FromMs).DayOfWeek == DayOfWeek.Monday
                && next.FromMs == week.ToMs && next > week && next.Plus(-1) == week
                && IsoWeek.TryParse(week.ToString(), out var read) && read == week;
        }).QuickCheckThrowOnFailure();

    private static long Ms(string time) =>
        DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeMilliseconds();
}
