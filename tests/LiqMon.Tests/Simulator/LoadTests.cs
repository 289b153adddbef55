using System.Globalization;
using static LiqMon.Tests.Simulator.Simulations;

namespace LiqMon.Tests.Simulator;

public sealed class LoadTests(Xunit.Abstractions.ITestOutputHelper output)
{
    [Fact]
    public async Task A_burst_arrives_complete_and_in_order()
    {
        const int Frames = 60_000;
        await using var simulation = await SilentAsync("binance");
        using var client = await VenueClient.ConnectAsync(simulation, "binance", "/market/ws/!forceOrder@arr");
        await Wait.UntilAsync(() => simulation.OpenConnections("binance") == 1, "the connection");
        var order = Long("BTCUSDT", 101_300.10m, 0.250m, 0);
        var started = TimeProvider.System.GetTimestamp();
        var emitting = Task.Run(() =>
        {
            for (var i = 0; i < Frames; i++) simulation.Emit("binance", order with { EventTimeMs = i });
        });
        for (var i = 0; i < Frames; i++)
        {
            var frame = await client.ReceiveAsync();
            Assert.EndsWith(string.Create(CultureInfo.InvariantCulture, $"\"T\":{i}}}}}"), frame, StringComparison.Ordinal);
        }
        await emitting;
        await simulation.DrainAsync("binance", CancellationToken.None);
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Frames / seconds:N0} frames/s"));
        Assert.Equal(Frames, simulation.Ledger.Totals().LongOrders);
    }
}
