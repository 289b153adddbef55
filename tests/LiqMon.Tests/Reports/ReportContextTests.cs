using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Tests.Queries;
using LiqMon.Text;

namespace LiqMon.Tests.Reports;

/// <summary>What a report says of the market around the liquidations.</summary>
public sealed class ReportContextTests(WeekStore store) : IClassFixture<WeekStore>
{
    private const string End = "2026-11-16T00:00:00";

    [Fact]
    public void It_says_what_context_says_of_the_moment_at_which_the_week_ends()
    {
        var report = WeekReports.Of(store.Directory, "2026-W46");
        var answers = new StoreQueries(() => StoreReader.Open(store.Directory), WeekReports.Venues);
        var end = DateTimeOffset.FromUnixTimeMilliseconds(WeekStore.Ms(End));
        var btc = answers.Market.Context(new ContextQuery("BTC", null), new(), end);
        var eth = answers.Market.Context(new ContextQuery("ETH", null), new(), end);

        Assert.Equal(["BTC", "ETH"], report.Averages.Rows.Select(row => row.Asset));
        Assert.Equal([btc.Average50d!.Score, eth.Average50d!.Score], report.Averages.Rows.Select(row => row.Score));
        Assert.Equal([btc.Price!.Mark, eth.Price!.Mark], report.Averages.Rows.Select(row => row.Price));
        Assert.Equal(
            btc.Levels.Select(level => (level.Level, level.Above, level.Crossed, level.Closes, level.Role)),
            report.Levels.Rows.Select(row => (row.Level, row.Above, row.Crossed, row.Closes, row.Role)));
        var market = Assert.Single(report.Market.Rows);
        Assert.Equal(btc.Spot!.PremiumBps, market.SpotPremiumBps);
        Assert.Equal((decimal)btc.MarketCap!.Usd, market.MarketCapUsd);
        Assert.Equal((3.36e12m, 0.5912), (market.AllCoinsUsd, market.BtcDominance));
        Assert.Equal(btc.MarketCap.Milestones.Count + btc.GlobalMarket!.Milestones.Count, report.Milestones.Rows.Count);
    }

    [Fact]
    public void A_level_says_whether_it_was_crossed_in_the_week()
    {
        Assert.Contains(WeekReports.Of(store.Directory, "2026-W46").Levels.Rows, row => row.CrossedInSpan);
        Assert.DoesNotContain(
            WeekReports.Of(store.Directory, "2026-W44").Levels.Rows, row => row.CrossedInSpan && row.Crossed < Timestamps.FromUnixMs(WeekStore.Ms("2026-10-26")));
    }

    [Fact]
    public void What_is_not_known_is_said_in_one_line()
    {
        var before = WeekReports.Of(store.Directory, "2026-W33");
        Assert.Matches("^No average is known\\. BTC, ETH(, [A-Z]+){3}: no mark price of a dollar perpetual is stored\\.$", before.Averages.Note!);
        Assert.Equal("No level is known. BTC: no mark price of a dollar perpetual is stored.", before.Levels.Note);
        Assert.Equal("No market cap was known at the end of the span.", before.Milestones.Note);
        Assert.Empty(before.Market.Rows);
        Assert.StartsWith("At the end of the span not known: ", before.Market.Note, StringComparison.Ordinal);
        Assert.Contains("the spot premium, for coinbase has published no BTC-USD", before.Market.Note, StringComparison.Ordinal);
        foreach (var note in new[] { before.Averages.Note, before.Levels.Note, before.Milestones.Note, before.Market.Note, before.Cascades.Note })
            Assert.DoesNotContain('\n', note!);
    }

    [Fact]
    public void The_price_of_a_week_whose_samples_are_thinned_is_that_of_its_last_candle()
    {
        // Candles reach to the start of week 46; of the weeks before no single price is stored.
        var row = WeekReports.Of(store.Directory, "2026-W45").Averages.Rows[0];
        Assert.Equal("BTC", row.Asset);
        Assert.InRange(row.Price, 85_000, 96_000);
    }

    [Fact]
    public void No_cascade_is_told_apart_from_not_looked_for()
    {
        using var folder = new SampleStore();
        // A day that cannot be judged yet has not been looked at, however far the search has come.
        Search("2026-11-20T12:00:00");
        Assert.Equal(
            "Cascades cannot be judged yet: an asset's normal needs the store's first day; they are found from 2026-11-21T11:00:00.000Z on.",
            WeekReports.Of(folder.Directory, "2026-W47").Cascades.Note);

        folder.Add("BTCUSDT", "BTC", LiquidatedSide.Long, "2026-11-18T00:00:00.000Z", "95000", 1_000_000);
        Search("2026-11-24");
        Assert.Equal(
            "No cascade was found from 2026-11-19T00:00:00.000Z on; before that an asset's normal was not known.",
            WeekReports.Of(folder.Directory, "2026-W47").Cascades.Note);

        folder.Add("BTCUSDT", "BTC", LiquidatedSide.Long, "2026-11-14T11:00:00.000Z", "95000", 1_000_000);
        Search("2026-11-15");
        Assert.Equal("Cascades have not been looked for in this span.", WeekReports.Of(folder.Directory, "2026-W47").Cascades.Note);

        Search("2026-11-18T06:00:00");
        Assert.Equal("Cascades have been looked for up to 2026-11-18T06:00:00.000Z.", WeekReports.Of(folder.Directory, "2026-W47").Cascades.Note);

        Search("2026-11-24");
        Assert.Equal("No cascade was found in this span.", WeekReports.Of(folder.Directory, "2026-W47").Cascades.Note);

        void Search(string to) => folder.Write(store => store.Searched([], WeekStore.Ms(to), store.Sequence));
    }
}
