using FsCheck;
using FsCheck.Fluent;
using LiqMon.Market;
using LiqMon.Store;

namespace LiqMon.Tests.Store;

public sealed class TotalsTests
{
    private const long Hours = 80;

    [Fact]
    public void Totals_equal_a_brute_force_recount_over_any_span_and_grouping() => Prop.ForAll(
        ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            using var folder = new StoreFolder();
            using var store = folder.Open();
            var events = Sample.Events(random, random.Next(1, 400), Hours * 3_600_000);
            foreach (var batch in events.Chunk(random.Next(1, 100)))
                store.Commit(batch.Select(e => StoreItem.Of(e)).ToList());
            var distinct = events.DistinctBy(Sample.Key).ToList();
            using var reader = folder.Read();
            for (var i = 0; i < 10; i++)
            {
                var filter = Filter(random);
                foreach (var grouping in Enum.GetValues<Grouping>())
                {
                    Assert.Equal(
                        Expected(distinct, filter, grouping).Select(Text),
                        reader.Liquidations.Totals(filter, grouping).Select(Text));
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Fact]
    public void Roll_ups_are_the_sum_of_the_events() => Prop.ForAll(
        ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            using var folder = new StoreFolder();
            using var store = folder.Open();
            var events = Sample.Events(random, 300, 3 * 3_600_000);
            foreach (var batch in events.Chunk(random.Next(1, 100)))
                store.Commit(batch.Select(e => StoreItem.Of(e)).ToList());
            foreach (var (table, width) in new[] { ("rollup_minute", 60_000), ("rollup_hour", 3_600_000), ("rollup_day", 86_400_000) })
            {
                Assert.Equal(
                    folder.Dump(
                        $"""
                        SELECT time_ms / {width} * {width}, series_id, side, sum(usd_micro), count(*), max(usd_micro)
                        FROM liquidation JOIN instrument ON id = instrument_id GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
                        """),
                    folder.Dump($"SELECT start_ms, series_id, side, usd_micro, orders, max_usd_micro FROM {table} ORDER BY 1, 2, 3"));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));

    [Fact]
    public void Only_ragged_ends_read_single_events()
    {
        using var folder = new StoreFolder();
        using var store = folder.Open();
        using var reader = folder.Read();
        foreach (var sql in new[] { BucketSql.Events, BucketSql.Minutes, BucketSql.Hours, BucketSql.HoursOfSeries, BucketSql.Days, BucketSql.DaysOfSeries, BucketSql.MinuteOfSeries })
        {
            var plan = Plan(reader, sql);
            Assert.Contains("SEARCH", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("SCAN", plan, StringComparison.Ordinal);
        }

        Assert.Contains("rollup_day_series", Plan(reader, BucketSql.DaysOfSeries), StringComparison.Ordinal);
        Assert.Contains("rollup_hour_series", Plan(reader, BucketSql.HoursOfSeries), StringComparison.Ordinal);
        Assert.All(
            SpanParts.Of(Sample.Noon + 1, Sample.Noon + 7 * 86_400_000L + 1).Where(part => part.Part == SpanPart.Events),
            part => Assert.True(part.ToMs - part.FromMs < 60_000));
    }

    [Fact]
    public void Parts_of_a_span_follow_one_another_without_holes() => Prop.ForAll(
        Gen.Choose(0, 400_000_000).Two().ToArbitrary(), pair =>
        {
            var (from, to) = (Math.Min(pair.Item1, pair.Item2), Math.Max(pair.Item1, pair.Item2));
            var at = (long)from;
            foreach (var (part, partFrom, partTo) in SpanParts.Of(from, to))
            {
                Assert.Equal(at, partFrom);
                Assert.True(partTo > partFrom);
                var width = part switch { SpanPart.Days => 86_400_000, SpanPart.Hours => 3_600_000, SpanPart.Minutes => 60_000, _ => 1 };
                Assert.Equal(0, partFrom % width + partTo % width);
                Assert.True(part != SpanPart.Events || partTo - partFrom < 120_000);
                at = partTo;
            }

            Assert.Equal(to, at);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Traditional_assets_count_only_when_asked_for()
    {
        using var folder = new StoreFolder();
        using var store = folder.Open();
        store.Commit([Sample.Item(Sample.Tesla, Sample.Noon), Sample.Item(Sample.Btc, Sample.Noon)]);
        using var reader = folder.Read();
        var filter = Sample.Between(Sample.Noon, Sample.Noon + 3_600_000);
        Assert.Equal(1, reader.Liquidations.Totals(filter).LongOrders);
        Assert.Equal(2, reader.Liquidations.Totals(filter with { IncludeTraditional = true }).LongOrders);
    }

    [Fact]
    public void Events_are_listed_in_either_order_with_a_limit_and_a_minimum()
    {
        using var folder = new StoreFolder();
        using var store = folder.Open();
        store.Commit(Enumerable.Range(0, 10).Select(i => Sample.Item(i % 2 == 0 ? Sample.Btc : Sample.Eth, Sample.Noon + i, quantity: i + 1)).ToList());
        using var reader = folder.Read();
        var filter = Sample.Between(Sample.Noon, Sample.Noon + 9);
        Assert.Equal([8, 7, 6], reader.Liquidations.List(filter, 0, 3, newestFirst: true).Select(row => row.TimeMs - Sample.Noon));
        Assert.Equal([5, 6, 7, 8], reader.Liquidations.List(filter, 600, 100, newestFirst: false).Select(row => row.TimeMs - Sample.Noon));
        var row = reader.Liquidations.List(filter with { Assets = ["ETH"], Venues = ["binance"] }, 0, 1, newestFirst: false).Single();
        Assert.Equal(
            ("binance", "ETHUSDT", "ETH", 200_000_000L, 100.0, Sample.Noon + 6, Sample.Event(Sample.Eth, Sample.Noon + 1, quantity: 2).Identity),
            (row.Venue, row.Symbol, row.Asset, row.MicroUsd, row.Price, row.ReceivedMs, row.Identity));
    }

    private static string Plan(StoreReader reader, string sql)
    {
        using var statement = reader.Connection.PrepareNew("EXPLAIN QUERY PLAN " + sql);
        using var rows = statement.Query();
        var lines = new List<string>();
        while (rows.Step())
            lines.Add(rows.Text(3));
        return string.Join('\n', lines);
    }

    private static LiquidationFilter Filter(Random random)
    {
        var (one, other) = (random.NextInt64(-1, Hours * 3_600_000), random.NextInt64(-1, Hours * 3_600_000));
        if (random.Next(3) == 0)
            (one, other) = (one / 60_000 * 60_000, other / 3_600_000 * 3_600_000);
        return new LiquidationFilter
        {
            FromMs = Sample.Noon + Math.Min(one, other),
            ToMs = Sample.Noon + Math.Max(one, other),
            Assets = random.Next(2) == 0 ? ["BTC", "TSLA"] : null,
            Venues = random.Next(2) == 0 ? ["bybit", "none"] : null,
            IncludeTraditional = random.Next(2) == 0,
        };
    }

    private static IEnumerable<LiquidationTotals> Expected(List<Liquidation> events, LiquidationFilter filter, Grouping grouping)
    {
        var wanted = events.Where(e =>
            e.EventTimeMs >= filter.FromMs && e.EventTimeMs < filter.ToMs
            && (filter.Assets?.Contains(e.Instrument.Asset) ?? true) && (filter.Venues?.Contains(e.Instrument.Venue) ?? true)
            && (filter.IncludeTraditional || e.Instrument.AssetClass == AssetClass.Crypto)).ToList();
        if (grouping == Grouping.None)
            return [Total("ALL", filter.FromMs, filter.ToMs, wanted)];
        if (grouping is Grouping.Asset or Grouping.Venue)
        {
            return wanted.GroupBy(e => grouping == Grouping.Asset ? e.Instrument.Asset : e.Instrument.Venue)
                .Select(group => Total(group.Key, filter.FromMs, filter.ToMs, [.. group]))
                .OrderByDescending(total => total.LongMicroUsd + total.ShortMicroUsd).ThenBy(total => total.Group, StringComparer.Ordinal);
        }

        var width = grouping == Grouping.Day ? 86_400_000L : 3_600_000L;
        var totals = new List<LiquidationTotals>();
        for (var at = filter.FromMs; at < filter.ToMs; at = (at / width + 1) * width)
        {
            var (from, to) = (at, Math.Min((at / width + 1) * width, filter.ToMs));
            totals.Add(Total(null, from, to, wanted.FindAll(e => e.EventTimeMs >= from && e.EventTimeMs < to)));
        }

        return totals;
    }

    private static LiquidationTotals Total(string? group, long from, long to, List<Liquidation> events)
    {
        var (longs, shorts) = (events.FindAll(e => e.Side == LiquidatedSide.Long), events.FindAll(e => e.Side == LiquidatedSide.Short));
        var largest = events.OrderByDescending(e => e.NotionalMicroUsd).ThenBy(e => e.EventTimeMs)
            .ThenBy(e => e.Instrument.Symbol, StringComparer.Ordinal).ThenBy(e => e.Price.ToDouble())
            .ThenBy(e => e.Instrument.Venue, StringComparer.Ordinal).ThenBy(e => e.Side).Take(1).ToList();
        return new LiquidationTotals
        {
            Group = group,
            FromMs = from,
            ToMs = to,
            LongMicroUsd = longs.Sum(e => e.NotionalMicroUsd),
            ShortMicroUsd = shorts.Sum(e => e.NotionalMicroUsd),
            LongOrders = longs.Count,
            ShortOrders = shorts.Count,
            Largest = largest.Select(e => new LargestOrder(
                e.Instrument.Venue, e.Instrument.Symbol, e.Side, e.NotionalMicroUsd, e.Price.ToDouble(), e.EventTimeMs)).FirstOrDefault(),
            Venues = [.. events.Select(e => e.Instrument.Venue).Distinct().Order(StringComparer.Ordinal)],
        };
    }

    private static string Text(LiquidationTotals totals) => $"{totals with { Venues = [] }} {string.Join(',', totals.Venues)}";
}
