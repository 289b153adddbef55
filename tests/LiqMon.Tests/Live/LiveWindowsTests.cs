using System.Threading.Channels;
using LiqMon.Live;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Windows;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiqMon.Tests.Live;

/// <summary>Store, commit loop and windows together: what people see after a restart is what they saw before it.</summary>
public sealed class LiveWindowsTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 12, 0, 30, TimeSpan.Zero);

    private static readonly Instrument[] Instruments =
    [
        Contract("binance", "BTC"), Contract("bybit", "BTC"), Contract("okx", "ETH"), Contract("binance", "SOL"),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("liqmon-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_restart_gives_the_totals_of_a_process_that_never_stopped(int seed)
    {
        var time = new ShiftedTime(Start);
        var random = new Random(seed);
        using var store = EventStore.Open(new() { DataDirectory = _folder }, time);
        var running = LiveWindows.Rebuild(store, Now(time));
        var startMs = Now(time);
        for (var round = 0; round < 12; round++)
        {
            await CommitAsync(store, running, startMs, time, Burst(random, Now(time)));
            // Minutes to days pass, so that events cross the edge of every window.
            time.Move(TimeSpan.FromSeconds(random.Next(3) switch { 0 => random.Next(90), 1 => random.Next(30_000), _ => random.Next(400_000) }));
            startMs = Now(time);
            await CommitAsync(store, running, startMs, time, []);

            var rebuilt = LiveWindows.Rebuild(store, running.NowMs);
            foreach (var window in WindowSpan.Presets)
            {
                Assert.Equal(Rows(running, window), Rows(rebuilt, window));
                var span = new LiquidationFilter { FromMs = FirstMs(running.NowMs, window), ToMs = running.NowMs + 1_000 };
                var stored = Int128.Zero;
                store.Rollups.Seconds(span.FromMs, span.ToMs, cell => stored += cell.MicroUsd);
                var total = running.Totals(window);
                Assert.Equal(stored, total.LongMicroUsd + total.ShortMicroUsd);
            }
        }
    }

    [Fact]
    public async Task Nothing_is_counted_that_was_stored_before()
    {
        var time = new ShiftedTime(Start);
        using var store = EventStore.Open(new() { DataDirectory = _folder }, time);
        var windows = LiveWindows.Rebuild(store, Now(time));
        var burst = Burst(new Random(5), Now(time)).ToList();
        await CommitAsync(store, windows, Now(time), time, burst);
        var before = windows.Totals(WindowSpan.Presets[^1]);
        Assert.True(before.LongOrders > 0);
        await CommitAsync(store, windows, Now(time), time, burst);
        Assert.Equal(before with { Venues = [] }, windows.Totals(WindowSpan.Presets[^1]) with { Venues = [] });
    }

    [Fact]
    public async Task Windows_go_on_at_once_when_the_clock_is_set_back()
    {
        var time = new ShiftedTime(Start);
        using var store = EventStore.Open(new() { DataDirectory = _folder }, time);
        var windows = LiveWindows.Rebuild(store, Now(time));
        var lane = Channel.CreateBounded<StoreItem>(100);
        var committed = Channel.CreateBounded<Committed>(1_000);
        var loop = new CommitLoop(store, [lane.Reader], committed.Writer, windows.NowMs, time, new CommitCounters(), NullLogger.Instance)
        {
            Rebuild = nowMs => LiveWindows.Build(store, nowMs),
        };
        var running = loop.RunAsync(CancellationToken.None);
        await lane.Writer.WriteAsync(StoreItem.Of(Event(Instruments[0], Now(time) - 1_000, 5_000, 1)));
        await CountedAsync(5_000);
        time.Move(TimeSpan.FromMinutes(-10));
        await lane.Writer.WriteAsync(StoreItem.Of(Event(Instruments[0], Now(time) - 1_000, 7_000, 2)));
        // The first one lies ahead now; the second is counted although the windows were ten minutes further.
        await CountedAsync(7_000);
        Assert.InRange(windows.NowMs, Now(time) - 60_000, Now(time));
        // Whole days later the minutes that leave are those of the windows built anew.
        time.Move(TimeSpan.FromDays(8));
        await lane.Writer.WriteAsync(StoreItem.Of(Event(Instruments[0], Now(time) - 1_000, 9_000, 3)));
        await CountedAsync(9_000);
        Assert.Equal(3, windows.Totals(WindowSpan.Presets[^1]).LongOrders + windows.Totals(WindowSpan.Presets[^1]).ShortOrders);
        lane.Writer.Complete();
        await running;

        Task CountedAsync(long microUsd) => Until.TrueAsync(
            () =>
            {
                while (committed.Reader.TryRead(out var commit))
                    windows.Add(commit);
                var minute = windows.Totals(WindowSpan.Presets[0]);
                return minute.LongMicroUsd + minute.ShortMicroUsd == microUsd;
            },
            $"{microUsd} in the last minute");
    }

    private static async Task CommitAsync(
        EventStore store, LiveWindows windows, long startMs, TimeProvider time, IEnumerable<Liquidation> liquidations)
    {
        var lane = Channel.CreateUnbounded<StoreItem>();
        var committed = Channel.CreateUnbounded<Committed>();
        foreach (var liquidation in liquidations)
            lane.Writer.TryWrite(StoreItem.Of(liquidation));
        lane.Writer.Complete();
        var loop = new CommitLoop(
            store, [lane.Reader], committed.Writer, windows.NowMs, time, new CommitCounters(), NullLogger.Instance);
        await loop.RunAsync(CancellationToken.None);
        while (committed.Reader.TryRead(out var commit))
            windows.Add(commit);
        if (startMs > windows.NowMs)
            windows.Add(loop.Tick());
    }

    private static IEnumerable<Liquidation> Burst(Random random, long nowMs)
    {
        for (var i = 0; i < 200; i++)
        {
            var ageMs = random.Next(6) switch
            {
                0 => -random.Next(20_000),
                1 => random.NextInt64(3_000_000_000),
                2 => random.Next(100_000_000),
                _ => random.Next(60_000),
            };
            yield return Event(Instruments[random.Next(Instruments.Length)], nowMs - ageMs, random.Next(1, 1_000_000), i);
        }
    }

    private static List<string> Rows(LiveWindows windows, WindowSpan window) =>
    [
        .. windows.Table(window)
            .Where(row => row.LongOrders + row.ShortOrders > 0)
            .Select(row => row with { Largest = row.Largest is { } l ? l with { Symbol = "", Side = default, Price = 0, TimeMs = 0 } : null, LargestVenue = string.Join(',', row.Venues), Venues = [] })
            .Select(row => row.ToString())
            .Order(StringComparer.Ordinal),
    ];

    private static long FirstMs(long nowMs, WindowSpan window) => window.Seconds <= 86_400
        ? nowMs - window.Ms + 1_000
        : (nowMs - window.Ms) / 60_000 * 60_000;

    private static long Now(TimeProvider time) => time.GetUtcNow().ToUnixTimeMilliseconds();

    private static Liquidation Event(Instrument instrument, long timeMs, long microUsd, int number) => new()
    {
        Instrument = instrument,
        Side = number % 3 == 1 ? LiquidatedSide.Short : LiquidatedSide.Long,
        Price = ExactNumber.One,
        PriceKind = PriceKind.Fill,
        Quantity = ExactNumber.One,
        NotionalMicroUsd = microUsd,
        BaseQuantity = 1,
        Contracts = 1,
        EventTimeMs = timeMs,
        ReceivedMs = timeMs,
        Identity = (ulong)number,
    };

    private static Instrument Contract(string venue, string asset) => new()
    {
        Venue = venue,
        Symbol = asset + "USDT",
        Asset = asset,
        Quote = "USDT",
    };
}
