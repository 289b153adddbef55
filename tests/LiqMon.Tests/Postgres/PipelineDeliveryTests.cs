using LiqMon.Lake;
using LiqMon.Simulator;
using LiqMon.Store;
using LiqMon.Tests.EndToEnd;
using LiqMon.Tests.Simulator;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Postgres;

/// <summary>The running monitor delivers to a lake and to PostgreSQL beside each other, and ends with them.</summary>
public sealed class PipelineDeliveryTests(PostgresFixture fixture) : IClassFixture<PostgresFixture>, IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("liqmon-").FullName;
    private readonly string _lake = Directory.CreateTempSubdirectory("liqmon-lake-").FullName;

    public void Dispose()
    {
        Directory.Delete(_data, recursive: true);
        Directory.Delete(_lake, recursive: true);
    }

    [PostgresFact]
    public async Task Simulated_orders_are_in_postgres_and_those_of_a_past_day_in_the_lake()
    {
        var before = TimeProvider.System.GetUtcNow().AddDays(-2).ToUnixTimeMilliseconds();
        using (var store = EventStore.Open(new StoreOptions { DataDirectory = _data, ReserveBytes = 0 }, TimeProvider.System))
            store.Commit([Sample.Item(Sample.Btc, before, price: 77)]);
        var (options, connection) = await fixture.Server!.NewDatabaseAsync();
        await using var simulation = await Simulation.StartAsync(
            new() { Rate = 20, Venues = Watch.QuickVenues, Seed = 3 }, TimeProvider.System, CancellationToken.None);
        await using var watch = await Watch.StartAsync(
            simulation, _data, change: setup => setup with
            {
                Lake = new LakePlan { Directory = _lake, Every = TimeSpan.FromMilliseconds(100) },
                Postgres = options,
            });
        await Wait.UntilAsync(() => watch.Pipeline.Postgres!.Rows > 20, () => $"rows in PostgreSQL; {watch.Pipeline.Postgres!.Fault}");
        await Wait.UntilAsync(() => watch.Pipeline.Lake!.Days == 1, () => $"the past day; {watch.Pipeline.Lake!.Fault}");
        Assert.Equal("77.000000", await PostgresServer.RowAsync(connection, $"SELECT usd FROM liqmon.liquidation WHERE time = to_timestamp({before} / 1000.0)"));
        Assert.Single(Directory.EnumerateFiles(Path.Combine(_lake, "liquidations"), "part.parquet", SearchOption.AllDirectories));
        Assert.Contains(watch.Pipeline.Loops.Loops, loop => loop.Name == "lake");
        Assert.Contains(watch.Pipeline.Loops.Loops, loop => loop.Name == "postgres");

        var end = await watch.StopAsync();
        Assert.Equal((0, 0), (end.NotStored, end.LoopsLeft.Count));
        Assert.Equal(
            await PostgresServer.RowAsync(connection, "SELECT count(*) FROM liqmon.liquidation"),
            await PostgresServer.RowAsync(connection, "SELECT sum(orders) FROM liqmon.liquidation_minute"));
    }
}
