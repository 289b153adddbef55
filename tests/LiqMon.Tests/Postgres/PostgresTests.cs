using LiqMon.Doctor;
using LiqMon.Market;
using LiqMon.Postgres;
using LiqMon.Store;
using LiqMon.Tests.Store;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Postgres;

/// <summary>Whatever happens to PostgreSQL and to LiqMon, in the end it holds what the store holds, and nothing twice.</summary>
public sealed class PostgresTests(PostgresFixture fixture) : IClassFixture<PostgresFixture>
{
    private const string Single = "SELECT count(*) || '|' || sum(usd) FROM liqmon.liquidation";
    private const string ByMinute = "SELECT sum(orders) || '|' || sum(usd) FROM liqmon.liquidation_minute";

    private readonly PostgresServer? _server = fixture.Server;

    [PostgresFact]
    public async Task Orders_minutes_samples_and_coverage_arrive_and_changes_of_them_too()
    {
        var (options, connection) = await _server!.NewDatabaseAsync();
        await using var run = new PostgresRun(options);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 60_000 * 60_000;
        run.Store.Commit(
        [
            .. Events(0, 500),
            Sample.Item(Sample.Tesla, Sample.Noon),
            StoreItem.Of(new OpenInterest(Sample.Btc, Sample.Noon, 10, 20, double.NaN)),
            StoreItem.Of(new MarkPrice(Sample.Btc, Sample.Noon, 100, null, 0.0001, null)),
            StoreItem.Of(new CoveredSpan("okx", "main", now - 3_600_000, now - 1_800_000)),
            StoreItem.Of(new Gap("okx", "main", now - 1_800_000, now - 900_000, GapReason.ConnectionLost)),
        ]);
        await run.UntilWrittenAsync();
        // Stocks are in no total unless they are requested.
        var stored = run.Dump("SELECT count(*) || '|' || printf('%d.%06d', sum(usd_micro) / 1000000, sum(usd_micro) % 1000000) FROM liquidation WHERE instrument_id NOT IN (SELECT id FROM instrument WHERE symbol = 'TSLAUSDT')");
        Assert.Equal((stored, stored), (await PostgresServer.RowAsync(connection, Single), await PostgresServer.RowAsync(connection, ByMinute)));
        Assert.Equal("20||10", await PostgresServer.RowAsync(connection, "SELECT base, usd, contracts FROM liqmon.open_interest"));
        Assert.Equal("100||0.0001", await PostgresServer.RowAsync(connection, "SELECT mark, index, funding_rate FROM liqmon.mark_price"));

        // A newer sample of the cell takes its place; an order of a minute that is written makes it larger.
        run.Store.Commit([StoreItem.Of(new OpenInterest(Sample.Btc, Sample.Noon + 10_000, 11, 22, 33)), .. Events(500, 100)]);
        await run.UntilWrittenAsync();
        Assert.Equal("22|33|11", await PostgresServer.RowAsync(connection, "SELECT base, usd, contracts FROM liqmon.open_interest"));
        Assert.Equal(await PostgresServer.RowAsync(connection, Single), await PostgresServer.RowAsync(connection, ByMinute));
        Assert.StartsWith("600|", await PostgresServer.RowAsync(connection, Single), StringComparison.Ordinal);

        const string Gaps = "SELECT coalesce(sum(extract(epoch FROM \"end\" - start)) FILTER (WHERE state = 'gap' AND reason = 'connection_lost'), 0)::int FROM liqmon.coverage WHERE venue = 'okx'";
        await UntilAsync(async () => await PostgresServer.RowAsync(connection, Gaps) == "900", "the gap is written");
        run.Store.Commit([StoreItem.Of(new GapRepaired("okx", now - 1_800_000, now - 900_000, GapReason.ConnectionLost, now, 1, FeedClass.Full))]);
        await UntilAsync(async () => await PostgresServer.RowAsync(connection, Gaps) == "0", "the gap is repaired");
    }

    [PostgresFact]
    public async Task A_server_that_is_killed_under_load_and_comes_back_loses_nothing_and_has_nothing_twice()
    {
        var (options, connection) = await _server!.NewDatabaseAsync();
        await using var run = new PostgresRun(options with { Changes = 200 });
        using var enough = new CancellationTokenSource();
        var load = LoadAsync(run.Store, enough.Token);
        for (var kill = 0; kill < 3; kill++)
        {
            var rows = run.Counters.Rows;
            await Until.TrueAsync(() => run.Counters.Rows > rows, $"rows are written; {run.Counters.Fault}");
            await _server.KillAsync();
            await Until.TrueAsync(() => run.Counters.Fault is not null, "the loss is noticed");
            await _server.RestartAsync();
            await Until.TrueAsync(() => run.Counters.Fault is null, "rows are taken again", 90);
            // LiqMon too is ended in the middle.
            await run.RestartAsync();
        }

        await enough.CancelAsync();
        await load;
        await run.UntilWrittenAsync();
        Assert.Equal((run.Stored(), run.Stored()), (await PostgresServer.RowAsync(connection, Single), await PostgresServer.RowAsync(connection, ByMinute)));
        Assert.NotEqual("0|", run.Stored());
    }

    [PostgresFact]
    public async Task Everything_once_more_changes_nothing_and_fills_what_somebody_removed()
    {
        var (options, connection) = await _server!.NewDatabaseAsync();
        await using var run = new PostgresRun(options with { Changes = 300 });
        run.Store.Commit(Events(0, 2_000));
        await run.UntilWrittenAsync();
        await PostgresServer.ExecuteAsync(connection, "DELETE FROM liqmon.liquidation WHERE symbol = 'ETHUSDT'; UPDATE liqmon.liquidation_minute SET usd = 0");
        run.Resync();
        await run.UntilWrittenAsync();
        Assert.Equal((run.Stored(), run.Stored()), (await PostgresServer.RowAsync(connection, Single), await PostgresServer.RowAsync(connection, ByMinute)));
    }

    [PostgresFact]
    public async Task Tables_of_a_newer_program_are_left_alone_and_rights_that_lack_are_named()
    {
        var (options, connection) = await _server!.NewDatabaseAsync();
        await using (var client = new PostgresClient(options))
            Assert.True(await client.OpenAsync(CancellationToken.None));
        Assert.Equal(CheckState.Ok, (await new PostgresServerCheck(options).RunAsync(CancellationToken.None)).State);
        await PostgresServer.ExecuteAsync(connection, "INSERT INTO liqmon.migration(version) VALUES (999)");
        var newer = await new PostgresServerCheck(options).RunAsync(CancellationToken.None);
        Assert.Equal(CheckState.Fail, newer.State);
        Assert.Contains("version 999", newer.Finding, StringComparison.Ordinal);

        await PostgresServer.ExecuteAsync(connection, "CREATE ROLE reader LOGIN");
        var other = (await _server.NewDatabaseAsync()).Options;
        Assert.True(PostgresUrl.TryRead(other.Connection.Reveal() + ";Username=reader", allowPlain: false, out var denied, out _));
        var result = await new PostgresServerCheck(denied!).RunAsync(CancellationToken.None);
        Assert.Equal(CheckState.Fail, result.State);
        Assert.Contains("permission denied", result.Finding, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", result.Finding + result.Advice, StringComparison.Ordinal);
    }

    private static async Task LoadAsync(EventStore store, CancellationToken enough)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var number = 0; !enough.IsCancellationRequested; number += 20)
        {
            store.Commit(Events(number, 20));
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        for (var attempt = 0; !await condition(); attempt++)
        {
            Assert.True(attempt < 600, $"waited in vain until {what}");
            await Task.Delay(100);
        }
    }

    private static List<StoreItem> Events(int first, int count) =>
    [
        .. Enumerable.Range(first, count).Select(number => StoreItem.Of(Sample.Event(
            number % 3 == 0 ? Sample.Eth : Sample.Btc, Sample.Noon + (number / 10), price: 10, side: (LiquidatedSide)(number % 2), ordinal: number)
            with { NotionalMicroUsd = 10_000_000 + (number * 7) })),
    ];
}
