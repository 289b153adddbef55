using LiqMon.Market;
using LiqMon.Simulator;
using LiqMon.Store;
using LiqMon.Tests.Alerts;
using LiqMon.Tests.Simulator;

namespace LiqMon.Tests.EndToEnd;

/// <summary>A start on a store that lacks commits says so, and their span is a gap of every venue.</summary>
public sealed class LostCommitTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("liqmon-").FullName;
    private readonly KeptLog _log = new();

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task What_an_older_copy_of_the_database_lacks_is_a_gap_with_its_reason()
    {
        await using var simulation = await Simulation.StartAsync(
            new() { Venues = ["bybit"], Rate = 0, Assets = ["BTC"] }, TimeProvider.System, CancellationToken.None);
        await RunAsync(simulation, orders: 1);
        var older = await File.ReadAllBytesAsync(Path.Combine(_data, "liqmon.db"));
        await RunAsync(simulation, orders: 2);
        await File.WriteAllBytesAsync(Path.Combine(_data, "liqmon.db"), older);

        await using (var watch = await WatchAsync(simulation))
        {
            await Wait.UntilAsync(() => Gaps().Contains(GapReason.StoreFailed), "the gap to be stored");
            Assert.Equal(1, Books.Orders(watch.Stored()));
        }

        Assert.Contains(_log.Lines, line => line.StartsWith("The store lacks the last ", StringComparison.Ordinal));
    }

    private async Task RunAsync(Simulation simulation, int orders)
    {
        await using var watch = await WatchAsync(simulation);
        var before = Books.Orders(watch.Stored());
        for (var order = 0; order < orders; order++)
        {
            simulation.Emit("bybit", new()
            {
                Symbol = simulation.Instruments("bybit")[0].Symbol,
                Position = LiquidatedPosition.Long,
                Price = 100,
                Quantity = 10 + order,
            });
        }

        await Wait.UntilAsync(() => Books.Orders(watch.Stored()) == before + orders, "the orders to be stored");
        Assert.DoesNotContain(GapReason.StoreFailed, Gaps());
    }

    private Task<Watch> WatchAsync(Simulation simulation) =>
        Watch.StartAsync(simulation, _data, change: setup => setup with { Logs = new OneLogger(_log) });

    private List<GapReason> Gaps()
    {
        using var reader = StoreReader.Open(_data);
        var nowMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        return [.. reader.Coverage.OfVenues(["bybit"], nowMs - 600_000, nowMs, nowMs).Single().Gaps.Select(gap => gap.Reason)];
    }
}
