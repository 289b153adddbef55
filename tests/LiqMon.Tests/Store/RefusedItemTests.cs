using System.Threading.Channels;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Tests.Alerts;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using SQLitePCL;

namespace LiqMon.Tests.Store;

/// <summary>One item that the store will never take must not keep the others from being stored.</summary>
public sealed class RefusedItemTests : IDisposable
{
    private static readonly Instrument NoQuote = new() { Venue = "binance", Symbol = "NOQUOTE", Asset = "BTC", Quote = null! };
    private readonly StoreFolder _folder = StoreFolder.Fast();
    private readonly CommitCounters _counters = new();
    private readonly KeptLog _log = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(57)]
    [InlineData(99)]
    public async Task A_liquidation_that_breaks_a_constraint_is_quarantined_and_the_rest_is_stored(int place)
    {
        var items = Events(100).ToList();
        items[place] = StoreItem.Of(Sample.Event(Sample.Btc, Sample.Noon) with { Instrument = NoQuote });
        using (var store = _folder.Open())
            Assert.Equal(99, await CommitAsync(store, items));

        using var reader = _folder.Read();
        Assert.Equal(99, reader.Liquidations.Totals(Sample.Between(0, long.MaxValue)).LongOrders);
        Assert.Equal("binance|store|StoreRefused", _folder.Dump("SELECT venue, feed, reason FROM quarantined"));
        var text = _folder.Dump("SELECT CAST(frame AS TEXT) FROM quarantined");
        Assert.Contains("NOT NULL constraint failed: instrument.quote", text, StringComparison.Ordinal);
        Assert.Contains("\"kind\":\"Liquidation\"", text, StringComparison.Ordinal);
        Assert.Equal("binance|NOQUOTE|Quarantined|1|100000000", _folder.Dump("SELECT venue, symbol, reason, count, usd_micro FROM deficit"));
        Assert.Equal((1, 1), (_counters.RefusedItems, _counters.Quarantined));
        Assert.Single(_log.Lines, line => line.StartsWith("The store refuses 1 items", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_of_contracts_loses_only_the_contract_that_cannot_be_stored()
    {
        var listed = new ListedInstruments("binance", [Sample.Eth, NoQuote, Sample.Btc]);
        using (var store = _folder.Open())
            await CommitAsync(store, [StoreItem.Of(listed), Sample.Item(Sample.Btc, Sample.Noon)]);
        Assert.Equal("BTCUSDT\nETHUSDT", _folder.Dump("SELECT symbol FROM instrument ORDER BY symbol"));
        Assert.Contains("NOQUOTE", _folder.Dump("SELECT CAST(frame AS TEXT) FROM quarantined"), StringComparison.Ordinal);
        Assert.Equal("1", _folder.Dump("SELECT count(*) FROM liquidation"));
    }

    [Fact]
    public async Task Every_kind_of_item_without_its_names_is_quarantined()
    {
        List<StoreItem> broken =
        [
            StoreItem.Of(new Unknown()),
            StoreItem.Of(new Gap(null!, "f", 1, 2, GapReason.Silent)),
            StoreItem.Of(new CoveredSpan(null!, "f", 1, 2)),
            StoreItem.Of(new Deficit { Venue = null!, Feed = "f", FromMs = 1, ToMs = 2, Reason = DeficitReason.Rejected, Count = 3 }),
            StoreItem.Of(new PendingLiquidation(
                "okx", null!, LiquidatedSide.Long, ExactNumber.From(1), PriceKind.Fill, ExactNumber.From(1), Sample.Noon, 1, null, Sample.Noon)),
            StoreItem.Of(new QuarantinedFrame("okx", null!, Sample.Noon, "Malformed", default)),
            StoreItem.Of(new ListedInstruments("okx", null!)),
        ];
        using (var store = _folder.Open())
            Assert.Equal(40, await CommitAsync(store, [.. Events(20), .. broken, .. Events(20, 1_000_000)]));
        Assert.Equal(broken.Count, _counters.RefusedItems);
        Assert.Equal($"{broken.Count}", _folder.Dump("SELECT sum(frames) FROM quarantine_total WHERE reason = 'StoreRefused'"));
        // What was to make a floor still makes one.
        Assert.Equal("okx||1\nunknown||3", _folder.Dump(
            "SELECT venue, symbol, count FROM deficit ORDER BY venue, count"));
    }

    [Fact]
    public async Task Each_commit_of_a_batch_that_was_taken_apart_is_published_with_a_number_of_its_own()
    {
        var items = Events(64).ToList();
        items[3] = StoreItem.Of(new Unknown());
        items[40] = StoreItem.Of(new Unknown());
        using var store = _folder.Open();
        var published = new List<Committed>();
        await CommitAsync(store, items, published);
        var numbers = published.Select(commit => commit.Sequence).Distinct().ToList();
        Assert.Equal(Enumerable.Range(1, numbers.Count).Select(number => (long)number), numbers);
        Assert.Equal(62, published.Sum(commit => commit.Stored.Count));
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(1, 0)]
    [InlineData(4, 1)]
    [InlineData(3, 6)]
    public async Task No_commit_covers_the_span_of_a_refused_order_before_it_is_in_quarantine(int ordersBefore, int ordersBetween)
    {
        const int ordersBehind = 3;
        object[] claims =
        [
            new CoveredSpan("binance", "f", Sample.Noon, Sample.Noon + 60_000),
            new GapRepaired("binance", Sample.Noon, Sample.Noon + 60_000, GapReason.Silent, Sample.Noon + 90_000, 1, FeedClass.Full),
            new DeficitsRepaired("binance", "f", Sample.Noon, Sample.Noon + 60_000, [DeficitReason.Rejected]),
            new DeficitEnded("binance", "f", null, DeficitReason.NotSubscribed, Sample.Noon),
        ];
        foreach (var claim in claims)
        {
            using var folder = StoreFolder.Fast();
            using var store = folder.Open();
            var writer = new BatchWriter(store, TimeProvider.System, _counters, _log);
            writer.Start(
            [
                .. Events(ordersBefore),
                StoreItem.Of(Sample.Event(Sample.Btc, Sample.Noon) with { Instrument = NoQuote }),
                .. Events(ordersBetween, 10_000),
                StoreItem.Of(claim),
                .. Events(ordersBehind, 20_000),
            ]);
            // A process that is killed keeps what these commits made durable, and nothing else.
            var isClaimDurable = false;
            while (!isClaimDurable && await writer.NextAsync(CancellationToken.None) is not null)
                isClaimDurable = writer.Waiting <= ordersBehind;
            Assert.True(isClaimDurable);
            Assert.Equal("1|1", folder.Dump("SELECT (SELECT count(*) FROM quarantined), (SELECT count(*) FROM deficit)"));
            while (await writer.NextAsync(CancellationToken.None) is not null) { }
            Assert.Equal($"{ordersBefore + ordersBetween + ordersBehind}", folder.Dump("SELECT count(*) FROM liquidation"));
        }
    }

    [Fact]
    public async Task A_failed_rollback_blocks_nothing()
    {
        using var store = _folder.Open();
        var isDenied = true;
        var connection = store.Connection.Handle;
        // A failed statement leaves its transaction open, and the rollback fails too, once.
        strdelegate_authorizer deny = (_, action, name, _, _, _) =>
            action == raw.SQLITE_TRANSACTION && name == "ROLLBACK" && Interlocked.Exchange(ref isDenied, false) ? 1 : 0;
        raw.sqlite3_set_authorizer(connection, deny, null);
        Assert.Equal(10, await CommitAsync(store, [.. Events(5), StoreItem.Of(new Unknown()), .. Events(5, 1_000_000)]));
        Assert.False(isDenied);
        Assert.Equal(1, _counters.RefusedItems);
    }

    [Fact]
    public async Task A_commit_is_published_although_the_minutes_that_leave_cannot_be_read()
    {
        var time = new ShiftedTime(DateTimeOffset.FromUnixTimeMilliseconds(Sample.Noon));
        using var store = EventStore.Open(_folder.Options, time);
        var lane = Channel.CreateUnbounded<StoreItem>();
        var committed = Channel.CreateUnbounded<Committed>();
        var isBroken = false;
        var rebuilt = 0;
        var loop = new CommitLoop(store, [lane.Reader], committed.Writer, Sample.Noon, time, _counters, _log)
        {
            Rebuild = nowMs =>
            {
                if (isBroken)
                    throw new StoreException(StoreFailure.IoError, "as if the disk was gone");
                rebuilt++;
                return new LiqMon.Windows.RollingWindows(nowMs);
            },
        };
        var running = loop.RunAsync(CancellationToken.None);
        await lane.Writer.WriteAsync(Events(1).Single());
        Assert.Single((await NextAsync()).Stored);

        isBroken = true;
        loop.RebuildWindows();
        await lane.Writer.WriteAsync(Events(1, 5_000).Single());
        var unread = await NextAsync();
        Assert.Equal((1, null), (unread.Stored.Count, unread.Rebuilt));
        Assert.Contains(_log.Lines, line => line.Contains("as if the disk was gone", StringComparison.Ordinal));

        isBroken = false;
        await lane.Writer.WriteAsync(Events(1, 9_000).Single());
        Assert.NotNull((await NextAsync()).Rebuilt);
        Assert.Equal(1, rebuilt);
        lane.Writer.Complete();
        await running;

        async Task<Committed> NextAsync()
        {
            while (true)
            {
                if (await committed.Reader.ReadAsync() is { Stored.Count: > 0 } commit)
                    return commit;
            }
        }
    }

    [Fact]
    public async Task A_store_that_takes_nothing_at_all_is_waited_for_and_nothing_is_dropped()
    {
        var time = new FakeTime();
        using var store = _folder.Open();
        var lane = Channel.CreateUnbounded<StoreItem>();
        var committed = Channel.CreateUnbounded<Committed>();
        foreach (var item in Events(3))
            await lane.Writer.WriteAsync(item);
        lane.Writer.Complete();
        // As if the tables were not there: every item is refused, and its place in quarantine too.
        var isBroken = true;
        strdelegate_authorizer deny = (_, action, _, _, _, _) => isBroken && action == raw.SQLITE_INSERT ? 1 : 0;
        raw.sqlite3_set_authorizer(store.Connection.Handle, deny, null);
        var loop = new CommitLoop(store, [lane.Reader], committed.Writer, Sample.Noon, time, _counters, _log);
        var running = loop.RunAsync(CancellationToken.None);
        for (var i = 0; i < 20; i++)
        {
            await Until.TrueAsync(() => time.Timers > 0 || running.IsCompleted, "it waits");
            time.Advance(TimeSpan.FromSeconds(30));
        }

        Assert.False(running.IsCompleted);
        Assert.Equal(0, _counters.Commits);
        isBroken = false;
        await Until.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(30));
                return running.IsCompleted;
            },
            "it is written");
        await running;
        Assert.Equal("3", _folder.Dump("SELECT (SELECT count(*) FROM liquidation) + (SELECT count(*) FROM quarantined)"));
        Assert.Contains(_log.Lines, line => line.StartsWith("The store writes again after", StringComparison.Ordinal));
    }

    private static IEnumerable<StoreItem> Events(int count, long afterMs = 0) =>
        Enumerable.Range(0, count).Select(index => Sample.Item(Sample.Btc, Sample.Noon + afterMs + index));

    private async Task<int> CommitAsync(EventStore store, IReadOnlyList<StoreItem> items, List<Committed>? published = null)
    {
        var lane = Channel.CreateUnbounded<StoreItem>();
        var committed = Channel.CreateUnbounded<Committed>();
        foreach (var item in items)
            await lane.Writer.WriteAsync(item);
        lane.Writer.Complete();
        await new CommitLoop(store, [lane.Reader], committed.Writer, Sample.Noon, TimeProvider.System, _counters, _log)
            .RunAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));
        published ??= [];
        while (committed.Reader.TryRead(out var commit))
            published.Add(commit);
        return published.Sum(commit => commit.Stored.Count);
    }

    private sealed record Unknown;
}
