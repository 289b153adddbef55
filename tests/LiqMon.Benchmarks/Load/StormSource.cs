using LiqMon.Simulator;

namespace LiqMon.Benchmarks.Load;

/// <summary>One venue that sends liquidations as fast as they are taken, each in a frame of its own.</summary>
internal static class StormSource
{
    internal const string Venue = "binance";

    private const int Burst = 2_000;

    internal static Task<Simulation> StartAsync() => Simulation.StartAsync(
        new() { Venues = [Venue], Rate = 0, Seed = 5, Assets = AllVenuesLoad.Assets }, TimeProvider.System, CancellationToken.None);

    /// <summary>Sends so many frames; no two of all are equal, so that none is taken for another's copy.</summary>
    /// <param name="simulation">The venue.</param>
    /// <param name="frames">How many.</param>
    /// <param name="before">How many were sent before.</param>
    internal static async Task SendAsync(Simulation simulation, int frames, int before)
    {
        var symbols = simulation.Instruments(Venue).Where(it => !it.Inverse).ToArray();
        var random = new Random(before + 1);
        for (var sent = 0; sent < frames; sent++)
        {
            var contract = symbols[random.Next(symbols.Length)];
            simulation.Emit(Venue, new()
            {
                Symbol = contract.Symbol,
                Position = random.Next(2) == 0 ? LiquidatedPosition.Long : LiquidatedPosition.Short,
                Price = contract.PriceTick * (10_000 + before + sent),
                Quantity = contract.QuantityStep * random.Next(1, 5_000),
            });
            if (sent % Burst == Burst - 1)
                await simulation.DrainAsync(Venue, CancellationToken.None);
        }
    }
}
