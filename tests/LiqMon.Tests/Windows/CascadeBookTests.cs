using FsCheck;
using FsCheck.Fluent;
using LiqMon.Market;
using LiqMon.Windows;

namespace LiqMon.Tests.Windows;

public sealed class CascadeBookTests
{
    private const long Day = 1_440;
    private const long Week = 7 * Day;
    private static readonly CascadeRule Rule = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_day_like_the_tenth_of_October_2025_is_one_cascade(int seed)
    {
        // $9.89 B in 14 hours, $6.93 B of it in 40 minutes, $3.21 B in the peak minute, 84 % longs. The hours around are
        // like the week before: what was reported of them is 25 times less by the minute.
        var calm = (9.89e9 - 6.93e9) / (14 * 60 - 40);
        var script = new CascadeScript(seed);
        script.Quiet("BTC", 0, Week + 14 * 60, ordersPerMinute: 20, calm / 20 / Math.Exp(0.5), spread: 1);
        long start = Week + 8 * 60, peak = start + 25;
        for (var minute = start; minute < start + 40; minute++)
            script.Minute("BTC", minute, minute == peak ? 3.21e9 : (6.93e9 - 3.21e9) / 39, LiquidatedSide.Long, 0.84, 200);

        var found = Assert.Single(script.Offline(Rule, CascadeScript.StartMs + (Week + 14 * 60) * 60_000).Values);
        Assert.Equal(("BTC", LiquidatedSide.Long, false), (found.Asset, found.Side, found.IsOpen));
        Assert.InRange(found.StartMs, CascadeScript.StartMs + start * 60_000 - 5_000, CascadeScript.StartMs + start * 60_000 + 60_000);
        Assert.InRange(found.EndMs, CascadeScript.StartMs + (start + 39) * 60_000, CascadeScript.StartMs + (start + 42) * 60_000);
        Assert.Equal(CascadeScript.StartMs + peak * 60_000, found.PeakMinuteMs);
        Assert.InRange(found.PeakMinuteMicroUsd / 1e6, 3.21e9, 3.25e9);
        Assert.InRange(found.MicroUsd / 1e6, 6.8e9, 7.2e9);
        Assert.InRange((double)found.SideMicroUsd / found.MicroUsd, 0.82, 0.85);
        Assert.InRange(found.Multiple!.Value, 500, 2_000);
        Assert.Equal(["binance", "bybit", "okx"], found.Venues);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_noisy_but_normal_day_is_none(int seed)
    {
        var script = new CascadeScript(seed);
        script.Quiet("BTC", 0, Week + Day, ordersPerMinute: 12, medianUsd: 4_000, spread: 1.3);
        script.Quiet("ETH", 0, Week + Day, ordersPerMinute: 4, medianUsd: 3_000, spread: 1.3);
        script.Quiet("PEPE", 0, Week + Day, ordersPerMinute: 0.2, medianUsd: 900, spread: 1.5);
        // The market's usual unevenness: some hours of each day have three times as many.
        for (var day = 0; day < 8; day++)
            script.Quiet("BTC", day * Day + 780, day * Day + 960, ordersPerMinute: 24, medianUsd: 4_000, spread: 1.3);
        Assert.Empty(script.Offline(Rule, CascadeScript.StartMs + (Week + Day) * 60_000));
    }

    [Fact]
    public void One_large_order_alone_is_none()
    {
        var script = new CascadeScript(5).Order("BTC", 0, LiquidatedSide.Long, 100)
            .Order("BTC", 2 * Day * 60_000, LiquidatedSide.Short, 50_000_000);
        Assert.Empty(script.Offline(Rule, CascadeScript.StartMs + 2 * Day * 60_000 + 600_000));
        Assert.Single(script.Offline(Rule with { LeastOrders = 1 }, CascadeScript.StartMs + 2 * Day * 60_000 + 600_000));
    }

    [Fact]
    public void Three_independent_assets_at_once_are_one_of_the_whole_market()
    {
        var three = Market("BTC", "ETH", "SOL");
        Assert.Equal(["ALL", "BTC", "ETH", "SOL"], three.Keys.Select(name => name.Split(' ')[0]).Order(StringComparer.Ordinal));
        var market = three.Values.Single(cascade => cascade.Asset == Cascade.MarketWide);
        var at = CascadeScript.StartMs + 2 * Day * 60_000;
        // The third asset joins in the third second; what others lose meanwhile is part of it.
        Assert.Equal((at + 20_000, at + 31_000, LiquidatedSide.Short), (market.StartMs, market.EndMs, market.Side));
        Assert.Equal(4_000_000_000_000, market.MicroUsd);
        Assert.Equal(4, market.Orders);

        Assert.DoesNotContain(Market("BTC", "ETH").Values, cascade => cascade.Asset == Cascade.MarketWide);
        Assert.DoesNotContain(Market("BTC", "ETH", "WBTC").Values, cascade => cascade.Asset == Cascade.MarketWide);

        static Dictionary<string, Cascade> Market(params string[] assets)
        {
            var script = new CascadeScript(7).Order("DOGE", 0, LiquidatedSide.Long, 100);
            for (var i = 0; i < assets.Length; i++)
            {
                script.Order(assets[i], 2 * Day * 60_000 + i * 10_000, LiquidatedSide.Short, 1_000_000);
                script.Order(assets[i], 2 * Day * 60_000 + 30_000, LiquidatedSide.Short, 500_000 * (1 + i));
            }

            return script.Offline(Rule with { LeastOrders = 2 }, CascadeScript.StartMs + 2 * Day * 60_000 + 600_000);
        }
    }

    [Fact]
    public void Any_order_of_arrival_any_pause_and_any_restart_give_what_the_plain_rule_gives() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        var random = new Random(seed);
        var rule = new CascadeRule { WarmUpMinutes = 30, FloorUsd = 20_000, LeastOrders = random.Next(1, 6), MarketWideAssets = 9 };
        const long minutes = 150;
        var script = new CascadeScript(seed);
        foreach (var asset in (string[])["BTC", "ETH"])
        {
            script.Quiet(asset, 0, minutes, random.NextDouble() * 3, 200, 0.5 + random.NextDouble() * 2);
            for (var burst = 0; burst < random.Next(5); burst++)
            {
                var at = random.NextInt64(30, minutes - 1);
                for (var minute = at; minute < at + random.Next(1, 6); minute++)
                    script.Minute(asset, minute, 10_000 * Math.Pow(10, 2 * random.NextDouble()), (LiquidatedSide)random.Next(2), 0.4 + random.NextDouble() * 0.6, random.Next(1, 30));
            }
        }

        var nowMs = CascadeScript.StartMs + minutes * 60_000 + random.Next(200_000);
        var table = Online(script, rule, random, nowMs);

        var firstMinute = script.Events.Min(liquidation => liquidation.EventTimeMs) / 60_000;
        var plain = script.Events.GroupBy(liquidation => liquidation.Instrument.Asset).SelectMany(asset =>
            PlainCascades.Of([.. asset], rule, firstMinute, nowMs / 1_000).Select(found => FormattableString.Invariant(
                $"{asset.Key} {found.Side} {found.StartMs}-{found.EndMs} {found.MicroUsd} {found.IsOpen}")));
        Assert.Equal(
            plain.Order(StringComparer.Ordinal),
            table.Values.Select(found => FormattableString.Invariant(
                $"{found.Asset} {found.Side} {found.StartMs}-{found.EndMs} {found.MicroUsd} {found.IsOpen}")).Order(StringComparer.Ordinal));
        Assert.Equal(CascadeScript.Lines(script.Offline(rule, nowMs)), CascadeScript.Lines(table));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));

    [Fact]
    public void An_open_cascade_is_told_within_a_second_of_its_data()
    {
        var script = new CascadeScript(3).Order("BTC", 0, LiquidatedSide.Long, 100);
        var at = CascadeScript.StartMs + 2 * Day * 60_000;
        script.Order("BTC", 2 * Day * 60_000, LiquidatedSide.Short, 100_000).Order("BTC", 2 * Day * 60_000 + 5_000, LiquidatedSide.Short, 200_000);
        var book = script.NewBook(Rule with { LeastOrders = 2 });
        book.Add(script.Events[0]);
        book.Add(script.Events[1]);
        Assert.Empty(book.Search(at + 1_000));
        book.Add(script.Events[2]);
        var opened = Assert.Single(book.Search(at + 5_100));
        Assert.Equal((CascadeChangeKind.Opened, true, 300_000_000_000), (opened.Kind, opened.Cascade.IsOpen, opened.Cascade.MicroUsd));
        Assert.Equal((at, at + 6_000), (opened.Cascade.StartMs, opened.Cascade.EndMs));
        Assert.Empty(book.Search(at + 60_000));
        // The trailing minute holds enough until a minute after, and a quiet minute must pass then.
        Assert.Empty(book.Search(at + 124_000));
        var closed = Assert.Single(book.Search(at + 200_000));
        Assert.Equal((CascadeChangeKind.Closed, false), (closed.Kind, closed.Cascade.IsOpen));
        Assert.Empty(book.Search(at + 300_000));
    }

    private static Dictionary<string, Cascade> Online(CascadeScript script, CascadeRule rule, Random random, long nowMs)
    {
        // Most arrive at once, some seconds late, a few much later.
        var arriving = script.Events
            .Select(liquidation => (liquidation, At: liquidation.EventTimeMs + (random.Next(20) == 0 ? random.Next(4_000_000) : random.Next(3_000))))
            .Select(arrival => arrival with { At = Math.Min(arrival.At, nowMs) })
            .OrderBy(arrival => arrival.At).ToList();
        var table = new Dictionary<string, Cascade>();
        var book = script.NewBook(rule);
        for (var i = 0; i < arriving.Count; i++)
        {
            book.Add(arriving[i].liquidation);
            if (random.Next(3) == 0)
                CascadeScript.Apply(table, book.Search(arriving[i].At));
            if (random.Next(100) != 0)
                continue;
            book = script.NewBook(rule);
            foreach (var (liquidation, _) in arriving.Take(i + 1))
                book.Add(liquidation);
            foreach (var cascade in table.Values)
                book.Restore(cascade);
        }

        CascadeScript.Apply(table, book.Search(nowMs));
        return table;
    }
}
