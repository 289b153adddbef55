using System.Text.Json;
using LiqMon.Influx;
using LiqMon.Store;
using LiqMon.Tests.Influx;
using LiqMon.Tests.Store;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Cli;

[Collection(InfluxCollection.Name)]
public sealed class InfluxCommandTests(InfluxFixture fixture) : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Status_says_what_waits_and_why()
    {
        using var store = _folder.Open(_folder.Options with { Destinations = [InfluxOptions.Destination], FirstTelling = TimeSpan.Zero });
        store.Commit([Sample.Item(Sample.Btc, Sample.Noon)]);
        store.SaveProgress(new DestinationProgress
        {
            Destination = InfluxOptions.Destination,
            NowMs = Sample.Noon,
            Done = 0,
            CascadeRevision = 0,
            Points = 12,
            WrittenMs = Sample.Noon - 5,
            Refused = [("bad v=1 1"u8.ToArray(), "HTTP 400: no")],
            Fault = "HTTP 401: unauthorized",
            FaultMs = Sample.Noon,
        });

        var run = await RunAsync("status", "--format", "json");
        using var json = JsonDocument.Parse(run.Out);
        var answer = json.RootElement;

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal((1, 12, 1), (answer.GetProperty("waiting_commits").GetInt32(), answer.GetProperty("points").GetInt32(), answer.GetProperty("quarantined").GetInt32()));
        Assert.Equal("HTTP 401: unauthorized", answer.GetProperty("fault").GetString());
        Assert.Equal("bad v=1 1", answer.GetProperty("refused")[0].GetProperty("line").GetString());
        var table = await RunAsync("status");
        Assert.Contains("since 2026-11-20 12:00:00 UTC: HTTP 401", table.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_was_never_written_from_says_so()
    {
        _folder.Open().Dispose();
        Assert.Equal(3, (await RunAsync("status")).Code);
        Assert.Equal(3, (await RunAsync("resync", "--from", "2026-11-20")).Code);
        Assert.Equal(2, (await RunAsync("resync", "--from", "soon")).Code);
        Assert.Equal(2, (await RunAsync("resync")).Code);
    }

    [InfluxFact]
    public async Task Resync_writes_again_what_is_gone_while_the_writer_runs()
    {
        var database = await fixture.Server.NewDatabaseAsync();
        _folder.Open().Dispose();
        await using var run = new WriterRun(WriterRun.V1(fixture.Server.Url, database), _folder.Path);
        run.Store.Commit([Sample.Item(Sample.Btc, Sample.Noon), Sample.Item(Sample.Eth, Sample.Noon - 86_400_000)]);
        await run.UntilToldAsync();
        await fixture.Server.QueryAsync(database, "DROP MEASUREMENT liquidation");

        Assert.Equal(0, (await RunAsync("resync", "--from", "2026-11-20T11:00Z")).Code);
        Assert.NotNull(run.State().ResyncFromMs);
        await run.UntilToldAsync();

        var rows = await fixture.Server.QueryAsync(database, "SELECT asset, usd FROM liquidation");
        Assert.Equal(["BTC", "100"], Assert.Single(rows).Skip(1));
    }

    private Task<CliRun> RunAsync(params string[] args) => CliRun.Of(["influx", .. args, "--data", _folder.Path]);
}
