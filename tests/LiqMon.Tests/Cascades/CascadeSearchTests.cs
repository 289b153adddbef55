using LiqMon.Cascades;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Tests.Store;
using LiqMon.Tests.Windows;
using LiqMon.Windows;
using Microsoft.Extensions.Logging.Abstractions;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Cascades;

public sealed class CascadeSearchTests : IDisposable
{
    private const long Day = 1_440;
    private static readonly CascadeRule Rule = new();
    private readonly StoreFolder _folder = StoreFolder.Fast();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Thirty_days_with_gaps_late_events_and_restarts_give_what_a_replay_gives()
    {
        const int seed = 20_261_120;
        var random = new Random(seed);
        var script = Month(seed, random);
        var arrivals = Arrivals(script, random);
        var endMs = CascadeScript.StartMs + 30 * Day * 60_000;

        var (restarts, tooLate) = Online(arrivals, endMs, random);
        using var replayed = StoreFolder.Fast();
        using (var store = replayed.Open())
        {
            foreach (var chunk in script.Events.OrderBy(_ => random.Next()).Chunk(4_096))
                store.Commit([.. chunk.Select(liquidation => StoreItem.Of(liquidation))]);
            using var reader = replayed.Read();
            var search = new CascadeSearch(store, reader, ["binance", "bybit", "okx"], Rule);
            search.Begin(endMs);
            search.Search(endMs, mark: true);
        }

        var (online, offline) = (List(_folder), List(replayed));
        Assert.Equal(offline, online);
        // Much has happened, or the test would show little.
        Assert.InRange(offline.Count(line => line.StartsWith("ALL", StringComparison.Ordinal)), 2, 60);
        Assert.InRange(offline.Count, 20, 400);
        Assert.InRange(restarts, 4, 60);
        Assert.InRange(tooLate, 2, int.MaxValue);
        Assert.DoesNotContain(offline, line => line.EndsWith("True", StringComparison.Ordinal));
        Assert.True(script.Events.Count > 15_000);
    }

    [Fact]
    public void What_the_market_did_is_told_and_the_hour_after_once_it_is_over()
    {
        using var store = _folder.Open();
        using var reader = _folder.Read();
        var start = Sample.Noon + 2 * Day * 60_000;
        store.Commit([Sample.Item(Sample.Btc, Sample.Noon)]);
        List<StoreItem> items = [StoreItem.Of(new CoveredSpan("binance", "f", start - 600_000, start + 15_000))];
        for (var i = 0; i < 30; i++)
            items.Add(Sample.Item(Sample.Btc, start + i * 1_000, 50_000, 10, LiquidatedSide.Short));
        Sampled(start - 20_000, 100, 4_000);
        Sampled(start + 40_000, 103, 3_800);
        store.Commit(items);

        var search = new CascadeSearch(store, reader, ["binance"], Rule);
        search.Begin(start + 10_000_000);
        var change = Assert.Single(search.Search(start + 10_000_000, mark: false));
        Assert.Equal((CascadeChangeKind.Opened, false), (change.Kind, change.Cascade.IsOpen));
        Assert.Equal((start, start + 30_000, 15_000_000_000_000), (change.Cascade.StartMs, change.Cascade.EndMs, change.Cascade.MicroUsd));
        Assert.Equal((0.03, -0.05, 0.5), (Math.Round(change.Cascade.PriceChange!.Value, 9), Math.Round(change.Cascade.OpenInterestChange!.Value, 9), change.Cascade.Coverage));
        Assert.Null(change.Cascade.PriceChangeHourAfter);

        items.Clear();
        Sampled(start + 30_000 + 3_600_000 - 60_000, 104.03, 3_900);
        store.Commit(items);
        search.Settle(start + 10_000_000);
        Assert.Equal(0.01, Math.Round(Assert.Single(Stored()).PriceChangeHourAfter!.Value, 9));
        Assert.Empty(reader.Cascades.Unsettled(long.MaxValue, 10));

        void Sampled(long timeMs, double mark, double coins)
        {
            items.Add(StoreItem.Of(new MarkPrice { Instrument = Sample.Btc, Mark = mark, TimeMs = timeMs }));
            items.Add(StoreItem.Of(new OpenInterest { Instrument = Sample.Btc, Contracts = coins, Base = coins, Usd = coins * mark, TimeMs = timeMs }));
        }

        IReadOnlyList<Cascade> Stored() => reader.Cascades.List(Sample.Between(0, long.MaxValue), 0, 10);
    }

    private static CascadeScript Month(int seed, Random random)
    {
        var script = new CascadeScript(seed);
        string[] assets = ["BTC", "ETH", "SOL", "DOGE"];
        for (var i = 0; i < assets.Length; i++)
            script.Quiet(assets[i], 0, 30 * Day, 0.1 / (1 + i), 6_000 / (1 + i), 1.2);
        for (var burst = 0; burst < 60; burst++)
        {
            // Some begin together, some right after each other.
            var at = random.NextInt64(Day, 30 * Day - 400);
            var side = (LiquidatedSide)random.Next(2);
            foreach (var asset in assets.Take(random.Next(1, 5)))
            {
                var first = at + random.Next(3);
                for (var minute = first; minute < first + random.Next(1, 15); minute++)
                    script.Minute(asset, minute, 300_000 * Math.Pow(10, 1.5 * random.NextDouble()), side, 0.7 + 0.3 * random.NextDouble(), random.Next(6, 40));
            }
        }

        return script;
    }

    /// <summary>Most come at once; some seconds, some hours late; what fell into a gap comes with its repair, days later.</summary>
    private static List<(Liquidation Liquidation, long AtMs)> Arrivals(CascadeScript script, Random random)
    {
        var endMs = CascadeScript.StartMs + 30 * Day * 60_000 - 200_000;
        var gaps = Enumerable.Range(0, 12).Select(_ =>
        {
            var fromMs = CascadeScript.StartMs + random.NextInt64(2 * Day, 25 * Day) * 60_000;
            var toMs = fromMs + random.NextInt64(20, 600) * 60_000;
            return (FromMs: fromMs, ToMs: toMs, RepairedMs: toMs + (random.Next(2) == 0 ? 300_000 : 3 * Day * 60_000), Venue: random.Next(2) == 0 ? "binance" : null);
        }).ToList();
        return
        [
            .. script.Events.Select(liquidation =>
            {
                var timeMs = liquidation.EventTimeMs;
                var gap = gaps.FirstOrDefault(gap => timeMs >= gap.FromMs && timeMs < gap.ToMs && gap.Venue is var venue && (venue is null || venue == liquidation.Instrument.Venue));
                var atMs = gap.RepairedMs > 0 ? gap.RepairedMs + random.Next(20_000)
                    : timeMs + (random.Next(500) == 0 ? random.Next(20 * 3_600_000) : random.Next(2_000));
                return (liquidation, Math.Min(atMs, endMs));
            }).OrderBy(arrival => arrival.Item2),
        ];
    }

    private (int Restarts, int TooLate) Online(List<(Liquidation Liquidation, long AtMs)> arrivals, long endMs, Random random)
    {
        var (restarts, tooLate) = (0, 0);
        var store = _folder.Open();
        var loop = Loop(store);
        var next = 0;
        // Ticks as the commit loop makes them, but none while nothing could change.
        for (var nowMs = arrivals[0].AtMs; nowMs < endMs; nowMs = Tick(nowMs))
        {
            List<Liquidation> batch = [];
            for (; next < arrivals.Count && arrivals[next].AtMs <= nowMs; next++)
                batch.Add(arrivals[next].Liquidation);
            if (batch.Count > 0)
                store.Commit([.. batch.Select(liquidation => StoreItem.Of(liquidation))]);
            if (batch.Exists(liquidation => liquidation.EventTimeMs < nowMs - CascadeDetector.ReachMinutes * 60_000))
                tooLate++;
            if (random.Next(800) != 0)
            {
                loop.Add(new Committed(batch, nowMs, [], store.Sequence));
                continue;
            }

            // A crash: the commit is durable, the search has not seen it.
            restarts++;
            loop.Dispose();
            store.Dispose();
            store = _folder.Open();
            loop = Loop(store);
            nowMs += random.Next(3) == 0 ? 1_800_000 : 3_000;
        }

        loop.Add(new Committed([], endMs, [], store.Sequence));
        loop.Add(new Committed([], endMs + 61_000, [], store.Sequence));
        loop.Dispose();
        store.Dispose();
        return (restarts, tooLate);

        long Tick(long nowMs) => next < arrivals.Count && loop.Open == 0 ? Math.Max(nowMs + 1_000, arrivals[next].AtMs) : nowMs + 20_000;
    }

    private CascadeLoop Loop(EventStore store) => new(
        store, _folder.Read(), ["binance", "bybit", "okx"], Rule, [], TimeProvider.System, NullLogger.Instance);

    private static List<string> List(StoreFolder folder)
    {
        using var reader = folder.Read();
        return [.. reader.Cascades.List(Sample.Between(0, long.MaxValue), 0, int.MaxValue).Select(CascadeScript.Text).Order(StringComparer.Ordinal)];
    }
}
