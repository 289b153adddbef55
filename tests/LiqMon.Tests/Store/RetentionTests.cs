using System.Text;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Tests.Alerts;

namespace LiqMon.Tests.Store;

public sealed class RetentionTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Old_events_go_and_their_sums_stay()
    {
        var options = _folder.Options with { LiquidationRetention = TimeSpan.FromHours(1) };
        var now = Sample.Noon + 3 * 3_600_000;
        var whole = Sample.Between(Sample.Noon, now);
        using (var store = _folder.Open(options))
        {
            store.Commit(Enumerable.Range(0, 12_000).Select(i => Sample.Item(Sample.Btc, Sample.Noon + i * 800)).ToList());
            await Ageing.PassAsync(store, now, minutes: 3);
            Assert.Equal("3000", _folder.Dump("SELECT count(*) FROM liquidation"));
        }

        using var again = _folder.Open(options);
        // What can no longer be distinguished from a duplicate is not counted a second time.
        var result = again.Commit([Sample.Item(Sample.Btc, Sample.Noon), Sample.Item(Sample.Btc, now - 1)]);
        Assert.Equal((1, 1), (result.Expired, result.Stored.Count));
        using var reader = _folder.Read();
        Assert.Equal(12_001, reader.Liquidations.Totals(whole).LongOrders);
        // To the minute where there are only sums; adjacent spans share nothing.
        var cut = Sample.Noon + 90_500;
        Assert.Equal(75, reader.Liquidations.Totals(whole with { ToMs = cut }).LongOrders);
        Assert.Equal(11_926, reader.Liquidations.Totals(whole with { FromMs = cut }).LongOrders);
    }

    [Fact]
    public async Task What_the_database_refuses_to_pack_holds_up_nothing_else()
    {
        using var store = _folder.Open(_folder.Options with { LiquidationRetention = TimeSpan.FromHours(1) });
        store.Commit([.. Enumerable.Range(0, 12_000).Select(i => Sample.Item(Sample.Btc, Sample.Noon + i)), StoreItem.Of(new OpenInterest(Sample.Eth, Sample.Noon, 1, 1, 1))]);
        // A block where none may be: the hour cannot be packed.
        _folder.Dump($"INSERT INTO sample_block SELECT {Sample.Noon / 3_600_000} * 4294967296 + id, x'00' FROM instrument WHERE symbol = 'ETHUSDT'");
        var (now, time, log) = (Sample.Noon + (3 * 3_600_000), new FakeTime(), new KeptLog());
        time.Advance(TimeSpan.FromMilliseconds(now - time.GetUtcNow().ToUnixTimeMilliseconds()));
        using var stop = new CancellationTokenSource();
        var running = new RetentionLoop(store, time, log).RunAsync(stop.Token);
        await Until.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(5));
                return running.IsCompleted || _folder.Dump("SELECT count(*) FROM liquidation") == "0";
            },
            "the orders to go", 60);
        Assert.False(running.IsCompleted);
        Assert.Equal("1", _folder.Dump("SELECT count(*) FROM open_interest"));
        await Until.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(5));
                return log.Lines.Any(line => line.Contains("Old rows could not be removed", StringComparison.Ordinal));
            },
            "the refusal to be reported", 60);

        // As soon as it is possible, it is done.
        _folder.Dump("DELETE FROM sample_block");
        await Until.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(30));
                return _folder.Dump("SELECT count(*) FROM open_interest") == "0";
            },
            "the hour to be packed", 60);
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    [Fact]
    public void A_commit_waits_for_a_bounded_number_of_rows_at_most()
    {
        using var store = _folder.Open(_folder.Options with { LiquidationRetention = TimeSpan.FromHours(1) });
        store.Commit(Enumerable.Range(0, 12_000).Select(i => Sample.Item(Sample.Btc, Sample.Noon + i)).ToList());
        Assert.True(store.Prune(Sample.Noon + 3 * 3_600_000));
        Assert.Equal("7000", _folder.Dump("SELECT count(*) FROM liquidation"));
    }

    [Fact]
    public async Task Coverage_and_deficits_go_with_the_events()
    {
        using var store = _folder.Open(_folder.Options with { LiquidationRetention = TimeSpan.FromHours(1) });
        var (old, recent, now) = (Sample.Noon, Sample.Noon + (3 * 3_600_000), Sample.Noon + (3 * 3_600_000) + 1_000);
        store.Commit(
        [
            Covered("a", old, old + 1_000), Covered("a", recent, recent + 500),
            Missing("a", old + 1_000, old + 2_000), Missing("a", recent, recent + 500),
            Deficit(old, old + 60_000), Deficit(old + 60_000, null), Deficit(recent, recent + 60_000),
        ]);
        await Ageing.PassAsync(store, now, minutes: 3);
        Assert.Equal($"{recent}", _folder.Dump("SELECT from_ms FROM covered_span"));
        Assert.Equal($"{recent}", _folder.Dump("SELECT from_ms FROM gap"));
        Assert.Equal($"{old + 60_000}\n{recent}", _folder.Dump("SELECT from_ms FROM deficit ORDER BY from_ms"));
    }

    [Fact]
    public async Task Coverage_has_an_age_also_where_events_are_kept_for_ever_and_older_sums_are_floors()
    {
        using var store = _folder.Open();
        var old = Sample.Noon - (732 * 86_400_000L);
        store.Commit(
        [
            Covered("a", old, old + 60_000), Covered("a", Sample.Noon - 60_000, Sample.Noon), Missing("a", old + 60_000, old + 70_000),
            Missing("a", Sample.Noon - 90_000, Sample.Noon - 60_000), Sample.Item(Sample.Btc, old + 5), Sample.Item(Sample.Btc, Sample.Noon - 5),
        ]);
        await Ageing.PassAsync(store, Sample.Noon, minutes: 2);
        Assert.Equal($"{Sample.Noon - 60_000}", _folder.Dump("SELECT from_ms FROM covered_span"));
        Assert.Equal($"{Sample.Noon - 90_000}", _folder.Dump("SELECT from_ms FROM gap"));
        using var reader = _folder.Read();
        Assert.Equal(2, reader.Liquidations.Totals(Sample.Between(0, long.MaxValue)).LongOrders);
        Assert.Equal(0, reader.Coverage.OfVenues(["binance"], old, old + 60_000, Sample.Noon).Single().Share);
        Assert.Equal(1, reader.Coverage.OfVenues(["binance"], Sample.Noon - 60_000, Sample.Noon, Sample.Noon).Single().Share);
    }

    [Fact]
    public async Task Ten_times_what_arrives_in_a_minute_is_thinned_within_a_minute()
    {
        const int rows = 144_720;
        using var store = _folder.Open();
        var old = Sample.Noon - (32 * 86_400_000L);
        // All of one hour, so that all but the last of each contract go.
        _folder.Dump(
            $"""
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {rows} - 1)
            INSERT INTO open_interest SELECT {old / 3_600_000 * 3_600_000} + i / 2412 * 60000, 1 + i % 2412, 0, 1, 1, 1 FROM n;
            """);
        var time = new FakeTime();
        var loop = new RetentionLoop(store, time, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        using var stop = new CancellationTokenSource();
        time.Advance(TimeSpan.FromMilliseconds(Sample.Noon - time.GetUtcNow().ToUnixTimeMilliseconds()));
        var running = loop.RunAsync(stop.Token);
        time.Advance(TimeSpan.FromMinutes(1));
        for (var passed = TimeSpan.Zero; passed < TimeSpan.FromMinutes(1); passed += TimeSpan.FromMilliseconds(500))
        {
            await Until.TrueAsync(() => time.Timers == 1, "the loop rests", 60);
            time.Advance(TimeSpan.FromMilliseconds(500));
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal("0", _folder.Dump("SELECT count(*) FROM open_interest"));
        Assert.Equal("2412", _folder.Dump("SELECT count(*) FROM sample_block"));
        Assert.All(StoredSamples.Of(_folder, SampleRows.OpenInterestKind).GroupBy(sample => sample.Instrument), samples => Assert.Single(samples));
    }

    /// <summary>Else the old sums would pass for complete.</summary>
    [Fact]
    public async Task A_deficit_stays_as_long_as_its_time_counts_as_covered()
    {
        using var store = _folder.Open(_folder.Options with { LiquidationRetention = TimeSpan.FromHours(1) });
        var now = Sample.Noon + (3 * 3_600_000);
        store.Commit(
        [
            Covered("a", Sample.Noon, now), Deficit(Sample.Noon, Sample.Noon + 60_000), Missing("b", Sample.Noon, Sample.Noon + 5),
        ]);
        await Ageing.PassAsync(store, now, minutes: 2);
        Assert.Equal("1|1", _folder.Dump("SELECT (SELECT count(*) FROM deficit), (SELECT count(*) FROM gap)"));
    }

    [Fact]
    public void Old_coverage_is_removed_in_bounded_steps()
    {
        using var store = _folder.Open(_folder.Options with { LiquidationRetention = TimeSpan.FromHours(1) });
        store.Commit(Enumerable.Range(0, 12_000).Select(i => Deficit(Sample.Noon + i, Sample.Noon + i + 1)).ToList());
        Assert.True(store.Prune(Sample.Noon + (3 * 3_600_000)));
        Assert.Equal("7000", _folder.Dump("SELECT count(*) FROM deficit"));
    }

    [Fact]
    public async Task Without_a_retention_events_stay()
    {
        using var store = _folder.Open();
        store.Commit([Sample.Item(Sample.Btc, 0)]);
        await Ageing.PassAsync(store, Sample.Noon, minutes: 3);
        Assert.Equal("1", _folder.Dump("SELECT count(*) FROM liquidation"));
    }

    [Fact]
    public void A_flood_cannot_fill_the_quarantine_but_is_counted()
    {
        using var store = _folder.Open(_folder.Options with { QuarantinePerReasonPerMinute = 5, QuarantineRows = 8 });
        var flood = Enumerable.Range(0, 100).Select(i => Frame("Malformed", i)).Append(Frame("BadSymbol", 0)).ToList();
        Assert.Equal(101, store.Commit(flood).Quarantined);
        using var reader = _folder.Read();
        Assert.Equal(6, reader.Quarantine.Frames(100).Count);
        store.Commit(Enumerable.Range(0, 5).Select(i => Frame("Malformed", 60_000 + i)).ToList());
        var kept = reader.Quarantine.Frames(100);
        Assert.Equal(8, kept.Count);
        Assert.Equal("Malformed 60004", Encoding.UTF8.GetString(kept[0].Frame.Span));
        Assert.Equal([new("bybit", "Malformed", 105), new("bybit", "BadSymbol", 1)], reader.Quarantine.Counts());
    }

    [Fact]
    public void Of_a_long_frame_the_start_is_kept()
    {
        using var store = _folder.Open();
        store.Commit([StoreItem.Of(new QuarantinedFrame("bybit", "linear", Sample.Noon, "Malformed", new byte[100_000]))]);
        using var reader = _folder.Read();
        Assert.Equal(65_536, reader.Quarantine.Frames(1)[0].Frame.Length);
    }

    [Fact]
    public async Task A_lowered_bound_holds_after_a_minute()
    {
        using (var store = _folder.Open())
            store.Commit(Enumerable.Range(0, 50).Select(i => Frame("Malformed", i * 60_000)).ToList());
        using var again = _folder.Open(_folder.Options with { QuarantineRows = 10 });
        await Ageing.PassAsync(again, Sample.Noon, minutes: 1);
        using var reader = _folder.Read();
        Assert.Equal(10, reader.Quarantine.Frames(100).Count);
    }

    private static StoreItem Covered(string feed, long fromMs, long toMs) => StoreItem.Of(new CoveredSpan("binance", feed, fromMs, toMs));

    private static StoreItem Missing(string feed, long fromMs, long? toMs) =>
        StoreItem.Of(new Gap("binance", feed, fromMs, toMs, GapReason.Silent));

    private static StoreItem Deficit(long fromMs, long? toMs) => StoreItem.Of(new Deficit
    {
        Venue = "binance",
        Feed = "a",
        FromMs = fromMs,
        ToMs = toMs,
        Reason = DeficitReason.Rejected,
        Count = 1,
    });

    private static StoreItem Frame(string reason, int number) => StoreItem.Of(new QuarantinedFrame(
        "bybit", "linear", Sample.Noon + number, reason, Encoding.UTF8.GetBytes($"{reason} {number}")));
}
