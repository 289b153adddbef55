using System.IO.Compression;
using System.Text;
using LiqMon.Influx;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Tests.Store;
using LiqMon.Windows;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Influx;

/// <summary>What is in a real InfluxDB in the end, compared with the store.</summary>
[Collection(InfluxCollection.Name)]
public sealed class EngineTests(InfluxFixture fixture)
{
    [InfluxFact]
    public async Task Of_a_hundred_thousand_events_with_many_twins_every_one_is_there_once()
    {
        var database = await fixture.Server.NewDatabaseAsync();
        await using var run = new WriterRun(WriterRun.V1(fixture.Server.Url, database));
        foreach (var commit in Twins().Chunk(4_096))
            run.Store.Commit(commit);

        await run.UntilToldAsync();
        var written = await WriterRun.WrittenAsync(fixture.Server, database);
        Assert.Equal(("100000", "200200000"), run.Stored());
        Assert.Equal((run.Stored(), run.Stored()), written);

        // Told once more in another order, nothing changes.
        run.Store.SaveProgress(new DestinationProgress { Destination = InfluxOptions.Destination, NowMs = 0, Done = 0, CascadeRevision = 0, ResyncFromMs = 0 });
        await run.UntilToldAsync();
        Assert.Equal(written, await WriterRun.WrittenAsync(fixture.Server, database));
    }

    [InfluxFact]
    public async Task Late_events_change_their_minute_and_a_writer_that_is_killed_forgets_nothing()
    {
        var database = await fixture.Server.NewDatabaseAsync();
        await using var run = new WriterRun(WriterRun.V1(fixture.Server.Url, database));
        run.Store.Commit([Sample.Item(Sample.Btc, Sample.Noon + 1), Sample.Item(Sample.Btc, Sample.Noon + 120_000)]);
        await run.UntilToldAsync();
        await run.RestartAsync();
        run.Store.Commit([Sample.Item(Sample.Btc, Sample.Noon + 2, price: 50), Sample.Item(Sample.Eth, Sample.Noon - 3_600_000, side: LiquidatedSide.Short)]);
        // A contract that is listed after days brings events of then.
        run.Store.Commit([StoreItem.Of(new PendingLiquidation(
            "okx", "NEW-USDT-SWAP", LiquidatedSide.Long, ExactNumber.From(3), PriceKind.Fill, ExactNumber.From(5), Sample.Noon - 86_400_000, 7, null, Sample.Noon))]);
        await run.RestartAsync();
        run.Store.Commit([StoreItem.Of(new ListedInstruments("okx", [Sample.Contract("okx", "NEW-USDT-SWAP", "NEW")]))]);
        await run.UntilToldAsync();

        Assert.Equal((run.Stored(), run.Stored()), await WriterRun.WrittenAsync(fixture.Server, database));
        Assert.Equal(("5", "365"), run.Stored());
        var minutes = await fixture.Server.QueryAsync(
            database, $"SELECT usd, orders, max_usd FROM liquidation_1m WHERE asset = 'BTC' AND time = {Sample.Noon}ms");
        Assert.Equal(["150", "2", "100"], Assert.Single(minutes).Skip(1));
        var venues = await fixture.Server.QueryAsync(
            database, $"SELECT usd, orders, max_usd FROM liquidation_venue_1m WHERE asset = 'ALL' AND venue = '{Sample.Btc.Venue}' AND side = 'long' AND time = {Sample.Noon}ms");
        Assert.Equal(["150", "2", "100"], Assert.Single(venues).Skip(1));
    }

    [InfluxFact]
    public async Task Samples_and_cascades_are_written_and_traditional_assets_are_not()
    {
        var database = await fixture.Server.NewDatabaseAsync();
        await using var run = new WriterRun(WriterRun.V1(fixture.Server.Url, database));
        run.Store.Commit(
        [
            Sample.Item(Sample.Tesla, Sample.Noon),
            StoreItem.Of(new OpenInterest(Sample.Btc, Sample.Noon + 5, 10, 20, double.NaN)),
            StoreItem.Of(new MarkPrice(Sample.Btc, Sample.Noon + 6, 101, 100, null, null)),
        ]);
        run.Store.Write([new CascadeWrite(new Cascade
        {
            Asset = "BTC", Side = LiquidatedSide.Short, StartMs = Sample.Noon, EndMs = Sample.Noon + 60_000, MicroUsd = 2_000_000_000_000,
            SideMicroUsd = 2_000_000_000_000, Orders = 9, PeakMinuteMs = Sample.Noon, PeakMinuteMicroUsd = 1_000_000_000_000, Venues = ["binance"],
        })]);
        await run.UntilToldAsync();
        await Until.TrueAsync(() => run.State().CascadeRevision == 1, "the cascade is told");

        // A newer sample of the same minute takes the place of the one before.
        run.Store.Commit([StoreItem.Of(new OpenInterest(Sample.Btc, Sample.Noon + 9, 11, 20, double.NaN))]);
        await run.UntilToldAsync();
        Assert.Equal(
            ["binance", "BTC", "BTCUSDT", "linear", "", "20", "11"],
            Assert.Single(await fixture.Server.QueryAsync(database, "SELECT venue, asset, symbol, margin, usd, base, contracts FROM open_interest")).Skip(1));
        Assert.Equal(
            ["101", "100", "100"],
            Assert.Single(await fixture.Server.QueryAsync(database, "SELECT mark, \"index\", basis_bps FROM mark_price")).Skip(1));
        Assert.Equal(
            ["BTC", "short", "2000000", $"{Sample.Noon + 60_000}", "BTC shorts liquidated: $2.0M"],
            Assert.Single(await fixture.Server.QueryAsync(database, "SELECT asset, side, usd, end_time, title FROM cascade")).Skip(1));
        Assert.Empty(await fixture.Server.QueryAsync(database, "SELECT usd FROM liquidation"));
    }

    [InfluxFact]
    public async Task An_unreadable_line_of_5000_costs_itself_and_is_kept()
    {
        var database = await fixture.Server.NewDatabaseAsync();
        await using var run = new WriterRun(WriterRun.V1(fixture.Server.Url, database));
        var lines = new StringBuilder();
        for (var i = 0; i < 5_000; i++)
            lines.Append(i == 1_234 ? "poison v= 1234\n" : $"m v={i} {i}\n");
        run.Store.Enqueue(Packed(lines.ToString()));
        run.Store.Commit([Sample.Item(Sample.Btc, Sample.Noon)]);
        await run.UntilToldAsync();

        Assert.Equal("4999", (await fixture.Server.QueryAsync(database, "SELECT count(v) FROM m"))[0][1]);
        Assert.Equal(("1", "100"), (await WriterRun.WrittenAsync(fixture.Server, database)).Single);
        var refused = Assert.Single(run.Refused());
        Assert.Equal("poison v= 1234", refused.Line);
        Assert.Contains("missing field value", refused.Reason, StringComparison.Ordinal);
        Assert.Equal(1, run.State().Refused);
    }

    [InfluxFact]
    public async Task A_field_that_another_program_wrote_as_an_integer_keeps_one_measurement_out_and_no_other()
    {
        var database = await fixture.Server.NewDatabaseAsync();
        Assert.Equal(204, (await fixture.Server.WriteAsync(database, $"liquidation usd=1i {Sample.Noon}000000")).Status);
        await using var run = new WriterRun(WriterRun.V1(fixture.Server.Url, database));
        run.Store.Commit([.. Enumerable.Range(0, 20).Select(i => Sample.Item(Sample.Btc, Sample.Noon + i))]);
        run.Store.Commit([StoreItem.Of(new MarkPrice(Sample.Btc, Sample.Noon + 6, 101, 100, null, null))]);
        await run.UntilToldAsync();

        Assert.Equal((20, null), (run.State().Refused, run.State().Fault));
        Assert.All(run.Refused(), point => Assert.Equal(
            new FieldConflict("liquidation", "usd", "float", "integer"), FieldConflict.In(point.Reason)));
        Assert.Equal("20", (await fixture.Server.QueryAsync(database, "SELECT orders FROM liquidation_1m"))[0][1]);
        Assert.Equal("101", (await fixture.Server.QueryAsync(database, "SELECT mark FROM mark_price"))[0][1]);
        Assert.Equal("1", (await fixture.Server.QueryAsync(database, "SELECT count(usd) FROM liquidation"))[0][1]);
    }

    [InfluxFact]
    public async Task Points_older_than_the_retention_are_counted_and_the_rest_is_written()
    {
        var database = await fixture.Server.NewDatabaseAsync();
        await fixture.Server.QueryAsync(database, $"CREATE RETENTION POLICY short ON {database} DURATION 24h REPLICATION 1 DEFAULT");
        await using var run = new WriterRun(WriterRun.V1(fixture.Server.Url, database));
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        run.Store.Commit([Sample.Item(Sample.Btc, now - 1_000), Sample.Item(Sample.Btc, now - (40 * 86_400_000L))]);
        await run.UntilToldAsync();

        Assert.Equal("1", (await fixture.Server.QueryAsync(database, "SELECT count(usd) FROM liquidation"))[0][1]);
        // The event, and its minute of the asset and of the venue.
        Assert.Equal((3, 3), (run.State().Points, run.State().Expired));
    }

    [InfluxFact]
    public async Task A_missing_database_keeps_everything_and_says_so()
    {
        await using var run = new WriterRun(WriterRun.V1(fixture.Server.Url, "nobody_made_it"));
        run.Store.Commit([Sample.Item(Sample.Btc, Sample.Noon)]);
        await Until.TrueAsync(() => run.State().Fault is not null, "the fault is noted");

        Assert.Contains("HTTP 404: database not found", run.State().Fault, StringComparison.Ordinal);
        Assert.Equal(1, run.State().Waiting);
        Assert.Empty(run.Refused());
    }

    private static byte[] Packed(string lines)
    {
        using var packed = new MemoryStream();
        using (var packing = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            packing.Write(Encoding.UTF8.GetBytes(lines));
        return packed.ToArray();
    }

    /// <summary>1,000 groups of 100 twins each: some of them want the same nanosecond.</summary>
    private static IEnumerable<StoreItem> Twins() =>
        from ms in Enumerable.Range(0, 250)
        from instrument in new[] { Sample.Btc, Sample.BtcElsewhere }
        from side in new[] { LiquidatedSide.Long, LiquidatedSide.Short }
        from ordinal in Enumerable.Range(0, 100)
        select Sample.Item(instrument, Sample.Noon + ms, price: 2_000 + (ms % 5), quantity: 1, side, ordinal);
}
