using System.Diagnostics;
using System.Globalization;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Tests.Store;
using Microsoft.AspNetCore.Http;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Influx;

/// <summary>Whatever happens to InfluxDB, in the end it holds what the store holds, and nothing twice.</summary>
[Collection(InfluxCollection.Name)]
public sealed class OutageTests(InfluxFixture fixture)
{
    // A minute with LIQMON_TEST_OUTAGE_SECONDS=60; otherwise as long as it takes that some commits wait.
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(
        double.Parse(Environment.GetEnvironmentVariable("LIQMON_TEST_OUTAGE_SECONDS") ?? "0", CultureInfo.InvariantCulture));

    [InfluxProgramFact]
    public async Task A_server_that_is_killed_under_load_and_comes_back_with_its_data()
    {
        await using var server = await InfluxServer.StartOwnAsync();
        var database = await server.NewDatabaseAsync();
        await using var run = new WriterRun(WriterRun.V1(server.Url, database));
        using var enough = new CancellationTokenSource();
        var load = LoadAsync(run.Store, enough.Token);
        await Until.TrueAsync(() => run.Counters.Points > 0, "the first points are written");
        await server.KillAsync();
        var down = Stopwatch.StartNew();
        await Until.TrueAsync(
            () => run.Counters.Fault is not null && run.State().Waiting > 50 && down.Elapsed >= Outage, "commits wait", 10 + Outage.TotalSeconds);
        await server.RestartAsync();
        await Until.TrueAsync(() => run.Counters.Fault is null, "points are taken again", 60);
        await enough.CancelAsync();
        await load;
        await run.UntilToldAsync();

        Assert.Equal((run.Stored(), run.Stored()), await WriterRun.WrittenAsync(server, database));
    }

    [InfluxFact]
    public Task A_server_that_answers_500() => FaultyAsync((context, forward) =>
    {
        context.Response.StatusCode = 500;
        return Task.CompletedTask;
    });

    [InfluxFact]
    public Task A_server_that_stores_and_then_says_nothing() => FaultyAsync(async (context, forward) =>
    {
        await forward();
        context.Abort();
    });

    [InfluxFact]
    public Task A_server_that_stores_and_answers_too_late() => FaultyAsync(async (context, forward) =>
    {
        await forward();
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
    });

    [InfluxFact]
    public Task A_server_that_stores_and_answers_503() => FaultyAsync(async (context, forward) =>
    {
        await forward();
        context.Response.Clear();
        context.Response.StatusCode = 503;
        context.Response.Headers.RetryAfter = "1";
    });

    [InfluxFact]
    public Task A_server_that_asks_for_patience() => FaultyAsync((context, forward) =>
    {
        context.Response.StatusCode = 429;
        context.Response.Headers.RetryAfter = "1";
        return Task.CompletedTask;
    });

    [InfluxFact]
    public Task A_server_that_takes_small_requests_only() => FaultyAsync((context, forward) =>
    {
        context.Response.StatusCode = 413;
        return context.Request.ContentLength > 50_000 ? Task.CompletedTask : forward();
    }, always: true);

    /// <summary>Tells a server about 20,000 events; every other request meets the fault.</summary>
    private async Task FaultyAsync(Func<HttpContext, Func<Task>, Task> fault, bool always = false)
    {
        var database = await fixture.Server.NewDatabaseAsync();
        await using var proxy = await FaultProxy.StartAsync(fixture.Server.Url);
        proxy.Fault = (context, forward) => always || proxy.Requests % 2 != 0 ? fault(context, forward) : forward();
        await using var run = new WriterRun(WriterRun.V1(proxy.Url, database) with { Timeout = TimeSpan.FromSeconds(1), BatchPoints = 20_000 });
        for (var commit = 0; commit < 10; commit++)
            run.Store.Commit(Events(commit * 2_000, 2_000));
        await run.UntilToldAsync();

        Assert.True(proxy.Requests > 1);
        Assert.Equal((run.Stored(), run.Stored()), await WriterRun.WrittenAsync(fixture.Server, database));
        Assert.Equal(0, run.State().Refused);
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

    private static List<StoreItem> Events(int first, int count) =>
    [
        .. Enumerable.Range(first, count).Select(number => Sample.Item(
            number % 3 == 0 ? Sample.Eth : Sample.Btc, Sample.Noon + (number / 10), price: 10, side: (LiquidatedSide)(number % 2), ordinal: number)),
    ];
}
