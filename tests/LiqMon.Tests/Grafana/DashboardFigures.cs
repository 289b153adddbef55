using System.Globalization;
using LiqMon.Store;
using LiqMon.Venues;
using LiqMon.Windows;

namespace LiqMon.Tests.Grafana;

/// <summary>Compares what the panels show with what the store says.</summary>
/// <param name="reader">The store.</param>
/// <param name="answers">The rows of every statement, by dashboard, panel and letter.</param>
/// <param name="asset">The asset that was asked for; null for all.</param>
/// <param name="venues">The venues; null for all.</param>
/// <param name="cascade">The one cascade.</param>
/// <param name="changesMs">When the newest changes of open interest were written, Unix milliseconds.</param>
internal sealed class DashboardFigures(
    StoreReader reader, IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyList<string>>> answers, string? asset, string[]? venues, Cascade cascade,
    long changesMs)
{
    private const double Cent = 0.01;
    private const double Tiny = 1e-9;
    private const long MinuteMs = 60_000;

    private LiquidationFilter Asked => new() { Assets = asset is null ? null : [asset], Venues = venues, FromMs = 0, ToMs = long.MaxValue / 2 };

    private LiquidationFilter OverAllVenues => Asked with { Venues = null };

    internal void Check()
    {
        Overview();
        Squeezes();
        OpenInterest();
        Positions();
        Health();
    }

    private void Overview()
    {
        var totals = reader.Liquidations.Totals(Asked);
        var (longs, shorts) = ((double)totals.LongMicroUsd / 1e6, (double)totals.ShortMicroUsd / 1e6);
        Assert.True(longs > 0 && shorts > 0);
        foreach (var span in new[] { "1h", "4h", "12h", "24h", "7d" })
        {
            Assert.Equal(
                [shorts + longs, shorts, longs, shorts - longs], Single($"overview.json: Last {span}, A").Skip(1).Select(Number), IsSameToACent);
        }

        Assert.Equal(shorts, Values("overview.json: Liquidations: shorts up, longs down, A").Sum(), Cent);
        Assert.Equal(longs, Values("overview.json: Liquidations: shorts up, longs down, B").Sum(), Cent);
        Assert.Equal(shorts - longs, Values("overview.json: Cumulative short minus long, A")[^1], Cent);
        Grouped("overview.json: By asset", Grouping.Asset);
        Grouped("overview.json: By venue", Grouping.Venue);
        Assert.All(answers["overview.json: By venue, B"], row => Assert.Equal(VenueCatalog.Find(row[0])!.Profile.FeedClass.ToString(), row[2], ignoreCase: true));
        Assert.All(answers["overview.json: By venue, C"], row => Assert.InRange(Number(row[2]), 1e-6, 1));
        Assert.Equal([(double)totals.ShortOrders, totals.LongOrders], Single("overview.json: Orders, A").Skip(1).Select(Number));
        Assert.Equal(shorts / (shorts + longs), Value("overview.json: Short share, A"), Tiny);

        var largest = reader.Liquidations.List(Asked, 10_000, 100_000, newestFirst: true).Select(order => order.MicroUsd / 1e6).OrderDescending().Take(50).ToList();
        Assert.Equal(largest, answers["overview.json: Largest orders, A"].Select(row => Number(row[1])).OrderDescending(), IsSameToACent);
        Assert.Equal(reader.Liquidations.Totals(OverAllVenues with { Assets = null }, Grouping.Asset).Select(total => total.Group).Order(), Listed("overview.json: variable asset"));
    }

    private void Squeezes()
    {
        // The rolling windows hold all venues, and everything was liquidated within the last hour.
        var totals = reader.Liquidations.Totals(OverAllVenues);
        var (longs, shorts) = ((double)totals.LongMicroUsd / 1e6, (double)totals.ShortMicroUsd / 1e6);
        Assert.Equal(shorts - longs, Values("squeeze.json: Short minus long, window $window, A")[^1], Cent);
        Assert.Equal(shorts / (shorts + longs), Values("squeeze.json: Short share, window $window, A")[^1], Tiny);
        Assert.Equal(10_000 * (shorts + longs), Values("squeeze.json: Liquidations in bps of open interest, window $window, A")[^1], 10_000 * Cent);
        foreach (var (window, letter) in WindowSpan.Presets.Select((window, i) => (window.Name, (char)((asset is null ? 'A' : 'J') + i))))
        {
            var row = Assert.Single(answers[$"squeeze.json: All windows now, {letter}"]);
            Assert.Equal(window, row[0]);
            Assert.InRange(Number(row[5]), 0, 1);
            if (window is not ("1m" or "5m" or "15m"))
                Assert.Equal([shorts, longs, shorts - longs], row.Skip(2).Take(3).Select(Number), IsSameToACent);
        }

        var newest = answers["squeeze.json: Liquidations in bps of open interest, window $window, B"][^1];
        var rows = Newest(OverAllVenues).ToList();
        var known = rows.Sum(row => row.Usd ?? 0);
        // A contract that was sampled without a price after the restart counts with its dollars of before.
        var remembered = rows.Where(row => row.Usd is null).Sum(row => row.UsdAtStart ?? (row.Base * row.Mark) ?? 0);
        Assert.InRange(Number(newest[1]), known - 1, known + (1.05 * remembered) + 1);
        if (asset != cascade.Asset)
            return;
        Assert.Equal(
            ["BTC", "short", "12345678", "9000000", "31.5", "0.021", "-0.034", $"{cascade.EndMs}"],
            Assert.Single(answers["squeeze.json: Cascades, A"]).Skip(2));
        Assert.Equal($"{cascade.EndMs}", Assert.Single(answers["squeeze.json: annotation Cascades"])[4]);
    }

    private void OpenInterest()
    {
        var newest = Newest(Asked).GroupBy(row => row.Venue).ToDictionary(group => group.Key, group => (Usd: group.Sum(row => row.Usd ?? 0), Base: group.Sum(row => row.Base ?? 0)));
        foreach (var (span, hours) in new[] { ("1h", 1), ("4h", 4), ("24h", 24), ("7d", 168) })
        {
            // In coin it is Bitcoin's while no asset is chosen.
            var ends = Asked with { FromMs = changesMs - (hours * 60 * MinuteMs), ToMs = changesMs };
            Changed($"open-interest.json: Change {span}, A", Change(reader.Market.OpenInterest(ends), row => row.Usd, row => row.UsdAtStart));
            Changed(
                $"open-interest.json: Change {span}, B",
                Change(reader.Market.OpenInterest(ends with { Assets = [asset ?? "BTC"] }), row => row.Base, row => row.BaseAtStart));
        }

        // Both kinds are there: an hour back something is known of Bitcoin, four hours back nothing is known of anything.
        Assert.Equal(asset == "ETH", answers["open-interest.json: Change 1h, A"].Count == 0);
        Assert.Empty(answers["open-interest.json: Change 4h, A"]);
        foreach (var row in answers["open-interest.json: Open interest by venue, dollars, A"].Where(row => row[2].Length > 0).GroupBy(row => row[0]).Select(group => group.Last()))
            Assert.InRange(Number(row[2]), newest[row[0]].Usd * 0.2, newest[row[0]].Usd * 1.05);
        var everywhere = reader.Market.OpenInterest(OverAllVenues);
        var split = answers["open-interest.json: Change of open interest: coin and price, A"][^1];
        var whole = everywhere.ToLookup(IsWhole);
        var unsplit = whole[false].Sum(row => Math.Abs((row.Usd ?? 0) - (row.UsdAtStart ?? 0)));
        Assert.Equal(whole[true].Sum(row => row.Usd - row.UsdAtStart)!.Value, Number(split[1]) + Number(split[2]), unsplit + 1);
        var rates = everywhere.Where(row => row.FundingRate is not null).Select(row => row.FundingRate!.Value * 3 * 365).ToList();
        Assert.All(Values("open-interest.json: Funding weighted by open interest, A"), funding => Assert.InRange(funding, rates.Min() - 1, rates.Max() + 1));
    }

    private void Positions()
    {
        var shown = asset ?? "BTC";
        var expected = FilledInflux.Ratios.Where(ratio => ratio.Asset == shown && venues?.Contains(ratio.Venue) != false).Select(ratio => ratio.Ratio).Order();
        Assert.Equal(expected, Values("open-interest.json: Accounts of $one_asset: long over short, A").Order());
        var levels = answers["open-interest.json: Liquidation map of $one_asset (a model), A"];
        Assert.Equal(20, levels.Count);
        var marks = reader.Market.OpenInterest(OverAllVenues with { Assets = [shown] }).Where(row => row.Mark is not null).Select(row => row.Mark!.Value).ToList();
        foreach (var level in levels)
        {
            // Level, start of the span, price, how far away, shorts, longs: the price moves on after the map was made.
            var (price, away) = (Number(level[2]), Number(level[3]));
            Assert.InRange(price / (1 + away), marks.Min() * 0.9, marks.Max() * 1.1);
            Assert.Equal(away > 0, level[4].Length > 0);
            Assert.Equal(away < 0, level[5].Length > 0);
        }
    }

    private void Health()
    {
        Assert.Equal(["binance", "bybit", "okx"], Listed("venues.json: variable venue"));
        Assert.All(Values("venues.json: State of the feeds, A"), state => Assert.InRange(state, 0, 1));
        Assert.All(answers["venues.json: Coverage, last 24 hours, A"], row => Assert.InRange(Number(row[2]), 1e-6, 1));
        Assert.Contains(Values("venues.json: Frames a second, A"), frames => frames > 0);
        foreach (var row in answers["venues.json: Counts, A"])
            Assert.InRange(Number(row[6]), 1, reader.State.VenueCounts().Single(count => count.Venue == row[0]).Liquidations);
        Assert.Contains(answers["itself.json: Events a second, A"], row => row[2].Length > 0 && Number(row[2]) > 0);
        Assert.All(Values("itself.json: Memory, A"), bytes => Assert.InRange(bytes, 1e6, 1e12));
        Assert.Contains(answers["itself.json: Points to InfluxDB a second, A"], row => row[2].Length > 0 && Number(row[2]) > 0);
    }

    /// <summary>What is not known is absent; the change since the first sample is no change of the span.</summary>
    private void Changed(string statement, double expected)
    {
        if (double.IsNaN(expected))
            Assert.Empty(answers[statement]);
        else
            Assert.Equal(expected, Value(statement), Tiny);
    }

    private void Grouped(string panel, Grouping grouping)
    {
        var groups = reader.Liquidations.Totals(Asked, grouping);
        // All assets are two statements, for one over both sides costs twice as much.
        var (shorts, longs) = grouping == Grouping.Venue ? (Column($"{panel}, A", 3), Column($"{panel}, A", 4))
            : asset is null ? (Column($"{panel}, A", 2), Column($"{panel}, B", 2)) : (Column($"{panel}, C", 2), Column($"{panel}, C", 3));
        Assert.Equal(groups.Select(group => group.Group!).Order(), shorts.Keys.Union(longs.Keys).Order());
        Assert.All(groups, group =>
        {
            Assert.Equal((double)group.ShortMicroUsd / 1e6, shorts.GetValueOrDefault(group.Group!), Cent);
            Assert.Equal((double)group.LongMicroUsd / 1e6, longs.GetValueOrDefault(group.Group!), Cent);
        });
    }

    /// <summary>The newest samples as far as they count as fresh at the end of the newest minute.</summary>
    private IEnumerable<OpenInterestRow> Newest(LiquidationFilter filter)
    {
        var rows = reader.Market.OpenInterest(filter);
        var endMs = (rows.Max(row => row.TimeMs) / MinuteMs * MinuteMs) + MinuteMs;
        return rows.Where(row => row.TimeMs >= endMs - (15 * MinuteMs));
    }

    private static bool IsWhole(OpenInterestRow row) => row is { Base: not null, BaseAtStart: not null, Usd: not null, UsdAtStart: not null };

    private static double Change(IReadOnlyList<OpenInterestRow> rows, Func<OpenInterestRow, double?> now, Func<OpenInterestRow, double?> start)
    {
        var both = rows.Where(row => now(row) is not null && start(row) is not null).ToList();
        return both.Sum(row => now(row)!.Value - start(row)!.Value) / both.Sum(row => start(row)!.Value);
    }

    private double Value(string statement) => Number(Single(statement)[1]);

    private Dictionary<string, double> Column(string statement, int column) => answers[statement].ToDictionary(row => row[0], row => Number(row[column]));

    private IReadOnlyList<string> Single(string statement) => Assert.Single(answers[statement]);

    private static bool IsSameToACent(double one, double other) => Math.Abs(one - other) < Cent;

    /// <summary>The last column of every row.</summary>
    private List<double> Values(string statement) => [.. answers[statement].Select(row => row[^1]).Where(cell => cell.Length > 0).Select(Number)];

    private IEnumerable<string> Listed(string statement) => answers[statement].Select(row => row[1]).Order();

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);
}
