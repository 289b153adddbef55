using LiqMon.Market;
using LiqMon.Reports;
using LiqMon.Reports.Formats;
using LiqMon.Store;
using LiqMon.Tests.Store;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Reports;

public sealed class ReportSpanTests
{
    private static long Ms(string time) => WeekStore.Ms(time);

    [Fact]
    public void A_week_that_is_over_is_reported_whole_whenever_it_was_last_written()
    {
        foreach (var lastCommit in new long?[] { null, Ms("2026-11-10"), Ms("2026-12-01") })
        {
            var span = ReportSpan.Of(WeekReports.Week("2026-W46"), Ms("2026-11-16"), lastCommit);
            Assert.Equal((Ms("2026-11-09"), Ms("2026-11-16"), false, "liqmon-2026-W46"), (span.FromMs, span.ToMs, span.SoFar, span.Name));
        }
    }

    [Theory]
    [InlineData("2026-11-12T14:03:21.123", "2026-11-12T14:03:21.123")]
    [InlineData("2026-11-01", "2026-11-09")]
    [InlineData(null, "2026-11-09")]
    [InlineData("2026-11-20", "2026-11-15T23:59:59.999")]
    public void A_week_that_is_not_over_is_reported_up_to_the_last_commit(string? lastCommit, string to)
    {
        var span = ReportSpan.Of(WeekReports.Week("2026-W46"), Ms("2026-11-15T23:59:59.999"), lastCommit is null ? null : Ms(lastCommit));
        Assert.Equal((Ms(to), Ms("2026-11-16"), true), (span.ToMs, span.EndsMs, span.SoFar));
    }

    [Fact]
    public void Seven_days_end_with_the_minute_of_the_last_commit()
    {
        var span = ReportSpan.LastSevenDays(Ms("2026-11-25"), Ms("2026-11-20T12:00:59.999"));
        Assert.Equal((Ms("2026-11-13T12:00"), Ms("2026-11-20T12:00"), false, "liqmon-2026-11-20-7d"), (span.FromMs, span.ToMs, span.SoFar, span.Name));
    }

    [Theory]
    [InlineData("2026-W53", "2026-12-28", "2027-01-03T23:59:59.999", "2027-01-04")]
    [InlineData("2028-W09", "2028-02-28", "2028-02-29T23:59:59.999", "2028-03-06")]
    [InlineData("2027-W01", "2027-01-04", "2027-01-10T23:59:59.999", "2027-01-11")]
    public void The_first_and_the_last_moment_of_a_week_count_and_the_next_does_not(string week, string first, string last, string next)
    {
        using var folder = new StoreFolder();
        using (var store = folder.Open())
            store.Commit([Sample.Item(Sample.Btc, Ms(first) - 1, 1), Sample.Item(Sample.Btc, Ms(first), 20), Sample.Item(Sample.Btc, Ms(last), 300), Sample.Item(Sample.Btc, Ms(next), 4_000)]);
        var report = WeekReports.Of(folder.Path, week, DateTimeOffset.FromUnixTimeMilliseconds(Ms("2029-01-01")));
        Assert.Equal(320, report.Headline.TotalUsd);
        Assert.Equal(7, report.Days.Rows.Count);
        Assert.Equal(168, report.Hours.Rows.Count);
        Assert.Equal(20, report.Days.Rows[0].TotalUsd);
        Assert.Equal(300, report.Days.Rows.Single(day => day.Day.UtcDateTime.Date == DateTimeOffset.FromUnixTimeMilliseconds(Ms(last)).UtcDateTime.Date).TotalUsd);
        Assert.Equal(DayOfWeek.Monday, report.Days.Rows[0].Day.DayOfWeek);
        Assert.Equal(week, report.Week);
    }

    [Fact]
    public void A_week_that_was_watched_in_silence_says_so()
    {
        using var folder = new StoreFolder();
        using (var store = folder.Open())
        {
            store.Commit([.. new[] { "binance", "bybit", "okx", "kraken" }.Select(venue => StoreItem.Of(
                new CoveredSpan(venue, "market", Ms("2026-11-09"), Ms("2026-11-16"))))]);
        }

        var report = WeekReports.Of(folder.Path, "2026-W46");
        Assert.Equal(["No liquidation was seen in this span."], report.Headline.Text);
        Assert.All(report.Coverage.Rows, row => Assert.Equal(1, row.Share));
        Assert.Null(report.Headline.ShortShare);
        Assert.Null(report.Headline.Rank);
        Assert.All(report.Days.Rows, day => Assert.Equal(0, day.TotalUsd));
    }

    [Theory]
    [InlineData("2026-10-29T11:00:00", 1, 2)]
    [InlineData("2026-10-29T13:00:00", null, 0)]
    public void A_week_of_which_less_than_half_was_watched_is_not_ranked(string watchedFrom, int? rank, int weeks)
    {
        using var folder = new StoreFolder();
        using (var store = folder.Open())
        {
            store.Commit(
            [
                .. new[] { "binance", "bybit", "okx", "kraken" }.SelectMany(venue => (CoveredSpan[])
                [
                    new(venue, "market", Ms("2026-11-09"), Ms("2026-11-16")), new(venue, "market", Ms(watchedFrom), Ms("2026-11-02")),
                ]).Select(StoreItem.Of),
                Sample.Item(Sample.Btc, Ms("2026-11-10"), price: 500), Sample.Item(Sample.Btc, Ms("2026-11-01"), price: 100),
            ]);
        }

        var report = WeekReports.Of(folder.Path, "2026-W46");
        Assert.Equal((rank, weeks), (report.Headline.Rank, report.Headline.RankedWeeks));
        Assert.Null(WeekReports.Of(folder.Path, "2026-W45").Headline.Rank);
    }

    [Theory]
    [InlineData("2026-11-12", "This is no whole week: LiqMon first watched on Thursday 12 November, 00:00 UTC, so 57.1% of the time is in it.")]
    [InlineData("2026-11-09T00:05:00", null)]
    [InlineData("2026-11-02", null)]
    public void A_week_that_was_watched_from_its_middle_says_so_in_title_and_headline(string watchedFrom, string? sentence)
    {
        using var folder = new StoreFolder();
        using (var store = folder.Open())
        {
            store.Commit(
            [
                StoreItem.Of(new CoveredSpan("binance", "market", Ms(watchedFrom), Ms("2026-11-16"))),
                Sample.Item(Sample.Btc, Ms("2026-11-13"), price: 500),
            ]);
        }

        var report = WeekReports.Of(folder.Path, "2026-W46");
        Assert.Equal(sentence is null ? "Liquidations, week 46 of 2026" : "Liquidations, week 46 of 2026 (partial)", ReportTitle.Of(report));
        if (sentence is null)
            Assert.DoesNotContain(report.Headline.Text, text => text.Contains("no whole week", StringComparison.Ordinal));
        else
            Assert.Equal(sentence, report.Headline.Text[0]);
        Assert.Equal(sentence is not null, ReportTitle.Span(report).Contains("; watched since Thursday 12 November 2026", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_a_week_before_the_first_event_nothing_is_known()
    {
        using var folder = new StoreFolder();
        using (var store = folder.Open())
            store.Commit([Sample.Item(Sample.Btc, Ms("2026-11-10"))]);
        var report = WeekReports.Of(folder.Path, "2026-W40");
        Assert.Equal(["Nothing was watched in this span, so nothing is known of it."], report.Headline.Text);
        Assert.All(report.Coverage.Rows, row => Assert.Equal(("not_watched", 168m), (row.Reasons, row.MissingHours)));
        Assert.True(report.Headline.Floor);
    }

    [Fact]
    public void A_store_that_holds_nothing_at_all_gives_a_report_that_says_so()
    {
        using var folder = new StoreFolder();
        folder.Open().Dispose();
        foreach (var week in new[] { "2026-W46", "2026-W47", null })
        {
            var report = WeekReports.Of(folder.Path, week);
            Assert.Equal(0, report.Headline.TotalUsd);
            Assert.NotNull(report.Orders.Note);
            Assert.NotNull(report.OpenInterestByVenue.Note);
            Assert.NotNull(report.Prices.Note);
            Assert.NotNull(report.Funding.Note);
        }
    }
}
