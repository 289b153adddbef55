using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Tests.Store;
using LiqMon.Venues;
using Sample = LiqMon.Tests.Store.Sample;
using StoreFolder = LiqMon.Tests.Store.StoreFolder;

namespace LiqMon.Tests.Lake;

/// <summary>The lake holds what the store holds of closed days, whatever comes late and however runs end.</summary>
public sealed class LakeTests : IDisposable
{
    private readonly StoreFolder _folder = new();
    private readonly string _lake = Directory.CreateTempSubdirectory("liqmon-lake-").FullName;
    private readonly ShiftedTime _time = LakeRun.Clock(days: 3);

    public void Dispose()
    {
        _folder.Dispose();
        Directory.Delete(_lake, recursive: true);
    }

    [Fact]
    public async Task Closed_days_are_written_and_add_up_to_what_squeeze_answers()
    {
        await using var run = Run();
        Commit(run.Store, Events(1, 4_000, days: 4));
        await run.UntilWrittenAsync(days: 3);

        Assert.Equal(run.Squeeze(3), run.Sums("liquidations", 30));
        Assert.Equal(run.Squeeze(3), run.Sums("minutes", 30));
        Assert.NotEqual("0.000000|0.000000|0", run.Squeeze(3));
        Assert.Equal(
            ["dt=2026-11-20/venue=binance/part.parquet", "dt=2026-11-20/venue=bybit/part.parquet", "dt=2026-11-21/venue=binance/part.parquet",
                "dt=2026-11-21/venue=bybit/part.parquet", "dt=2026-11-22/venue=binance/part.parquet", "dt=2026-11-22/venue=bybit/part.parquet"],
            run.Files("liquidations").Keys.Order(StringComparer.Ordinal));
        // Stocks are in no total unless they are requested.
        Assert.Equal("0", Duck.Row($"SELECT count(*) FROM '{_lake}/liquidations/*/*/*.parquet' WHERE asset = 'TSLA'"));
    }

    [Fact]
    public async Task An_order_that_comes_late_changes_its_own_files_and_no_others()
    {
        await using var run = Run();
        Commit(run.Store, Events(2, 2_000, days: 3));
        await run.UntilWrittenAsync(days: 3);
        var (orders, minutes) = (run.Files("liquidations"), run.Files("minutes"));
        run.Store.Commit([Sample.Item(Sample.BtcElsewhere, LakeRun.FirstDay + LakeRun.Day + 77, price: 123_456)]);
        await run.UntilWrittenAsync(days: 3);

        Assert.Equal(run.Squeeze(3), run.Sums("liquidations", 30));
        Assert.Equal(run.Squeeze(3), run.Sums("minutes", 30));
        Assert.Equal(["dt=2026-11-21/venue=bybit/part.parquet"], Changed(orders, run.Files("liquidations")));
        Assert.Equal(["dt=2026-11-21/venue=bybit/part.parquet"], Changed(minutes, run.Files("minutes")));
    }

    [Fact]
    public async Task What_changed_while_no_lake_ran_is_found_after_the_next_start()
    {
        await using (var run = Run())
        {
            Commit(run.Store, Events(3, 500, days: 3));
            await run.UntilWrittenAsync(days: 3);
        }

        // A command such as backfill, which leaves destinations as they are.
        using (var store = EventStore.Open(_folder.Options with { Destinations = null }, _time))
            store.Commit([Sample.Item(Sample.Btc, LakeRun.FirstDay + 5, price: 999)]);
        await using var again = Run();
        await again.UntilWrittenAsync(days: 3);
        Assert.Equal(again.Squeeze(3), again.Sums("liquidations", 30));
        Assert.Equal(again.Squeeze(3), again.Sums("minutes", 30));
    }

    [Fact]
    public async Task What_changed_while_the_lake_was_switched_off_is_found_when_it_is_switched_on()
    {
        await using (var run = Run())
        {
            Commit(run.Store, Events(3, 500, days: 3));
            await run.UntilWrittenAsync(days: 3);
        }

        var before = Written();
        using (var store = EventStore.Open(_folder.Options with { Destinations = [] }, _time))
        {
            store.Commit([Sample.Item(Sample.Btc, LakeRun.FirstDay + 5, price: 999)]);
            store.Commit([Sample.Item(Sample.Contract("okx", "BTC-USDT-SWAP", "BTC"), LakeRun.FirstDay + LakeRun.Day, price: 7)]);
        }

        await using var again = Run();
        await again.UntilWrittenAsync(days: 3);
        Assert.Equal(again.Squeeze(3), again.Sums("liquidations", 30));
        Assert.Equal(again.Squeeze(3), again.Sums("minutes", 30));
        Assert.Equal(
            ["liquidations/dt=2026-11-20/venue=binance", "liquidations/dt=2026-11-21/venue=okx", "minutes/dt=2026-11-20/venue=binance", "minutes/dt=2026-11-21/venue=okx"],
            Changed(before, Written()).Select(path => path[..path.LastIndexOf('/')]));
    }

    [Fact]
    public async Task A_run_that_is_killed_before_a_file_got_its_name_is_gone_on_with()
    {
        var (data, lake) = (Directory.CreateTempSubdirectory("liqmon-killed-").FullName, Directory.CreateTempSubdirectory("liqmon-killed-").FullName);
        try
        {
            // Before the lake begins: a database that is copied while it is written is not what a kill leaves.
            using (var store = EventStore.Open(_folder.Options, _time))
                Commit(store, Events(4, 1_000, days: 3));
            var files = 0;
            await using (var run = Run(beforeRename: path =>
            {
                // All folders as a kill at this moment would leave them; the fifth file is in the middle of things.
                if (Interlocked.Increment(ref files) == 5)
                {
                    Copy(_lake, lake);
                    Copy(_folder.Path, data, path => path.EndsWith(".db", StringComparison.Ordinal) || path.EndsWith("-wal", StringComparison.Ordinal));
                }
            }))
            {
                await run.UntilWrittenAsync(days: 3);
            }

            Assert.NotEmpty(Directory.EnumerateFiles(lake, ".part.parquet.*", Everywhere));
            await using var again = new LakeRun(data, lake, _time);
            await again.UntilWrittenAsync(days: 3);
            Assert.Empty(Directory.EnumerateFiles(lake, ".part.parquet.*", Everywhere));
            Assert.Equal(again.Squeeze(3), again.Sums("liquidations", 30));
            Assert.Equal(again.Squeeze(3), again.Sums("minutes", 30));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
            Directory.Delete(lake, recursive: true);
        }
    }

    [Fact]
    public async Task A_run_that_is_killed_while_a_day_is_written_again_writes_it_again()
    {
        var (data, lake) = (Directory.CreateTempSubdirectory("liqmon-killed-").FullName, Directory.CreateTempSubdirectory("liqmon-killed-").FullName);
        try
        {
            var isLate = false;
            await using (var run = Run(beforeRename: path =>
            {
                if (!Volatile.Read(ref isLate) || Directory.EnumerateFileSystemEntries(lake).Any())
                    return;
                Copy(_lake, lake);
                Copy(_folder.Path, data, path => path.EndsWith(".db", StringComparison.Ordinal) || path.EndsWith("-wal", StringComparison.Ordinal));
            }))
            {
                Commit(run.Store, Events(5, 1_000, days: 3));
                await run.UntilWrittenAsync(days: 3);
                Volatile.Write(ref isLate, true);
                run.Store.Commit([Sample.Item(Sample.Btc, LakeRun.FirstDay + 11, price: 55_555)]);
                await run.UntilWrittenAsync(days: 3);
            }

            await using var again = new LakeRun(data, lake, _time);
            await again.UntilWrittenAsync(days: 3);
            Assert.Equal(again.Squeeze(3), again.Sums("liquidations", 30));
            Assert.Equal(again.Squeeze(3), again.Sums("minutes", 30));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
            Directory.Delete(lake, recursive: true);
        }
    }

    [Fact]
    public async Task Nothing_is_written_again_when_nothing_has_changed()
    {
        await using (var run = Run())
        {
            Commit(run.Store, Events(6, 500, days: 3));
            run.Store.Commit([StoreItem.Of(new CoveredSpan("binance", "main", LakeRun.FirstDay, LakeRun.FirstDay + LakeRun.Day))]);
            await run.UntilWrittenAsync(days: 3);
        }

        var before = Written();
        await using var again = Run();
        await again.UntilWrittenAsync(days: 3);
        Assert.Empty(Changed(before, Written()));
        Assert.Equal(0, again.Counters.Files);
    }

    [Fact]
    public async Task Orders_that_the_store_keeps_no_longer_stay_in_the_lake()
    {
        string before;
        await using (var run = Run())
        {
            Commit(run.Store, Events(7, 800, days: 3));
            await run.UntilWrittenAsync(days: 3);
            before = run.Squeeze(3);
        }

        await using var again = new LakeRun(
            _folder.Path, _lake, _time, options: options => options with { LiquidationRetention = TimeSpan.FromDays(1) });
        while (again.Store.Prune(_time.GetUtcNow().ToUnixTimeMilliseconds()))
        {
            // Small steps, as the program does.
        }

        Assert.Equal("0", _folder.Dump($"SELECT count(*) FROM liquidation WHERE time_ms < {LakeRun.FirstDay + LakeRun.Day}"));
        // An order of the day that is kept in part makes it written again, and one that is not kept is not taken.
        again.Store.Commit([Sample.Item(Sample.Btc, LakeRun.FirstDay + (2 * LakeRun.Day) + (5 * 3_600_000), price: 31), Sample.Item(Sample.Btc, LakeRun.FirstDay, price: 31)]);
        await again.UntilWrittenAsync(days: 3);
        Assert.Equal(before, again.Sums("liquidations", 30));
    }

    [Fact]
    public async Task Coverage_says_what_is_proven_and_is_written_again_when_a_gap_is_repaired()
    {
        const long Hour = 3_600_000;
        await using var run = Run();
        run.Store.Commit(
        [
            StoreItem.Of(new CoveredSpan("okx", "main", LakeRun.FirstDay, LakeRun.FirstDay + (6 * Hour))),
            StoreItem.Of(new Gap("okx", "main", LakeRun.FirstDay + (6 * Hour), LakeRun.FirstDay + (7 * Hour), GapReason.ConnectionLost)),
            StoreItem.Of(new CoveredSpan("okx", "main", LakeRun.FirstDay + (7 * Hour), LakeRun.FirstDay + LakeRun.Day)),
        ]);
        await run.UntilWrittenAsync(days: 1);
        var sql = $"SELECT venue, state, reason, class, date_diff('second', start, \"end\") FROM read_parquet('{_lake}/coverage/*/*/*.parquet', hive_partitioning = true) ORDER BY start";
        Assert.Equal(["okx|proven||full|21600", "okx|gap|connection_lost|full|3600", "okx|proven||full|61200"], Duck.Rows(sql).Select(row => row.Replace(ClassOf("okx"), "full", StringComparison.Ordinal)));

        run.Store.Commit([StoreItem.Of(new GapRepaired(
            "okx", LakeRun.FirstDay + (6 * Hour), LakeRun.FirstDay + (7 * Hour), GapReason.ConnectionLost, LakeRun.FirstDay + (8 * Hour), 3, FeedClass.Full))]);
        await run.UntilWrittenAsync(days: 1);
        Assert.EndsWith("|86400", Duck.Row(sql), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Samples_are_there_once_whether_they_are_packed_or_rows_and_late_ones_too()
    {
        await using var run = Run();
        var items = new List<StoreItem>();
        for (var minute = 0; minute < 1_440; minute++)
        {
            var at = LakeRun.FirstDay + (minute * 60_000L) + 500;
            items.Add(StoreItem.Of(new OpenInterest(Sample.Btc, at, 10 + minute, 20 + minute, 30 + minute)));
            items.Add(StoreItem.Of(new MarkPrice(Sample.Btc, at, 100 + minute, 101, 0.0001, LakeRun.FirstDay + LakeRun.Day)));
            items.Add(StoreItem.Of(new MarkPrice(Sample.BtcElsewhere, at, 200 + minute, null, null, null)));
        }

        run.Store.Commit(items);
        // Some hours are packed, the rest are rows still.
        for (var step = 0; step < 12; step++)
            run.Store.Prune(_time.GetUtcNow().ToUnixTimeMilliseconds());
        Assert.NotEqual("0", _folder.Dump("SELECT count(*) FROM sample_block"));
        await run.UntilWrittenAsync(days: 1);
        Assert.Equal("binance|1440|1440|1079280.0", OpenInterest());
        Assert.Equal(["binance|1440|1180080.0|1440", "bybit|1440|1324080.0|0"], Marks());

        // Into an hour that is packed by now.
        while (run.Store.Prune(_time.GetUtcNow().ToUnixTimeMilliseconds()))
        {
            // Small steps, as the program does.
        }

        run.Store.Commit([StoreItem.Of(new OpenInterest(Sample.Eth, LakeRun.FirstDay + 61_000, 1, 2, 1_000_000))]);
        await run.UntilWrittenAsync(days: 1);
        Assert.Equal("binance|1441|1441|2079280.0", OpenInterest());
        Assert.Equal(["binance|1440|1180080.0|1440", "bybit|1440|1324080.0|0"], Marks());

        string OpenInterest() => Duck.Row(
            $"SELECT venue, count(*), count(DISTINCT (symbol, time)), sum(usd)::VARCHAR FROM read_parquet('{_lake}/open_interest/*/*/*.parquet', hive_partitioning = true) GROUP BY 1");

        List<string> Marks() => Duck.Rows(
            $"SELECT venue, count(*), sum(mark)::VARCHAR, count(next_funding) FROM read_parquet('{_lake}/marks/*/*/*.parquet', hive_partitioning = true) GROUP BY 1 ORDER BY 1");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_tried_again_and_named()
    {
        var blocked = Path.Combine(_folder.Path, "file");
        await File.WriteAllTextAsync(blocked, "");
        await using var run = new LakeRun(_folder.Path, Path.Combine(blocked, "lake"), _time);
        await Until.TrueAsync(() => run.Counters is { Fault: not null, Failures: > 0 }, "the fault is known");
        run.Store.Commit([Sample.Item(Sample.Btc, Sample.Noon)]);
    }

    private static readonly EnumerationOptions Everywhere = new() { RecurseSubdirectories = true, AttributesToSkip = 0 };

    private static string ClassOf(string venue) => VenueCatalog.Find(venue)!.Profile.FeedClass.ToString().ToLowerInvariant();

    private static IEnumerable<Liquidation> Events(int seed, int count, int days)
    {
        var random = new Random(seed);
        return Sample.Events(random, count, 3_600_000).Select((e, i) => e with
        {
            EventTimeMs = LakeRun.FirstDay + random.NextInt64(days * LakeRun.Day),
            NotionalMicroUsd = e.NotionalMicroUsd + random.Next(1_000_000),
            Identity = (ulong)i * 0x9E3779B97F4A7C15,
        });
    }

    private static void Commit(EventStore store, IEnumerable<Liquidation> events)
    {
        foreach (var batch in events.Chunk(500))
            store.Commit([.. batch.Select(e => StoreItem.Of(e))]);
    }

    private static IEnumerable<string> Changed(Dictionary<string, DateTime> before, Dictionary<string, DateTime> after) =>
        after.Where(file => !before.TryGetValue(file.Key, out var time) || time != file.Value).Select(file => file.Key).Order(StringComparer.Ordinal);

    private static void Copy(string from, string to, Func<string, bool>? which = null)
    {
        foreach (var path in Directory.EnumerateFiles(from, "*", Everywhere).Where(path => which?.Invoke(path) != false))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            using var source = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = File.Create(target);
            source.CopyTo(copy);
        }
    }

    private LakeRun Run(Action<string>? beforeRename = null) =>
        new(_folder.Path, _lake, _time, plan => plan with { BeforeRename = beforeRename });

    private Dictionary<string, DateTime> Written() => Directory.EnumerateFiles(_lake, "*.parquet", SearchOption.AllDirectories)
        .ToDictionary(path => Path.GetRelativePath(_lake, path).Replace('\\', '/'), File.GetLastWriteTimeUtc);
}
