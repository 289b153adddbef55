using LiqMon.Simulator;

namespace LiqMon.Tests.EndToEnd;

/// <summary>Liquidations of a venue that shows them on the fills of its own accounts only.</summary>
public sealed class VaultTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("liqmon-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task An_account_that_no_list_knows_is_found_and_followed()
    {
        await using var simulation = await Simulation.StartAsync(
            new() { Rate = 0, Venues = ["hyperliquid"] }, TimeProvider.System, CancellationToken.None);
        await using var watch = await Watch.StartAsync(simulation, _data);
        Assert.Contains(simulation.ReceivedText("hyperliquid"), text => text.Contains("0x9c3f1a5b7d2e4c6088aa77b1c0d9e8f706152433", StringComparison.Ordinal));
        // Every coin's positions go to one of the liquidators in turn; the newest has the third.
        foreach (var instrument in simulation.Instruments("hyperliquid").Take(3))
            simulation.Emit("hyperliquid", new() { Symbol = instrument.Symbol, Position = LiquidatedPosition.Long, Price = 100m, Quantity = instrument.QuantityStep * 10 });
        await watch.UntilStoredAsync(simulation);
        Assert.Equal(3, Books.Orders(watch.Stored()));
        Assert.Equal(Watch.Sent(simulation), watch.Stored());
    }

    [Fact]
    public async Task A_venue_that_does_not_tell_its_accounts_is_watched_by_those_that_were_known()
    {
        await using var simulation = await Simulation.StartAsync(
            new() { Rate = 0, Venues = ["hyperliquid"] }, TimeProvider.System, CancellationToken.None);
        simulation.Misbehave(
            "hyperliquid", Misbehaviour.None,
            new() { RestInstead = (_, body) => body?.Contains("vaultDetails", StringComparison.Ordinal) == true ? "null" : null });
        await using var watch = await Watch.StartAsync(simulation, _data);
        Assert.Equal(8, simulation.ReceivedText("hyperliquid").Count(text => text.Contains("userFills", StringComparison.Ordinal)));
    }
}
