using System.Diagnostics;
using System.Globalization;
using LiqMon.Simulator;

namespace LiqMon.Benchmarks.Load;

/// <summary>
/// One venue sends liquidations as fast as <c>liqmon run</c> takes them, each in a frame of its own, until every one is in
/// the store: frames per processor second of that process, from the socket to the synced commit and the rolling windows.
/// </summary>
public static class FrameStorm
{
    private const string Venue = "binance";
    private const int Burst = 2_000;

    /// <summary>Runs and prints what was found.</summary>
    /// <param name="frames">Frames of the first half, when the program has just started, and of the second.</param>
    /// <returns>Whether the store holds exactly what was sent.</returns>
    public static async Task<bool> RunAsync(int frames)
    {
        var folder = Directory.CreateTempSubdirectory("liqmon-storm-").FullName;
        await using var simulation = await Simulation.StartAsync(
            new() { Venues = [Venue], Rate = 0, Seed = 5, Assets = AllVenuesLoad.Assets }, TimeProvider.System, CancellationToken.None);
        using var process = WatchedProcess.Start(simulation, folder, AllVenuesLoad.FreePort());
        await AllVenuesLoad.UntilLiveAsync(process, TimeSpan.FromMinutes(5));
        await SendAsync("first", simulation, process, frames, before: 0);
        await SendAsync("warm", simulation, process, frames, before: frames);
        Console.WriteLine(Text($"memory: {process.PeakMemory / 1048576.0:F0} MiB at most"));
        var difference = await AllVenuesLoad.DifferenceAsync(simulation, folder);
        Console.WriteLine(difference is null ? "ledger and store are equal, to the micro-dollar" : $"LOST: {difference}");
        var exit = await process.StopAsync();
        Directory.Delete(folder, recursive: true);
        return difference is null && exit == 0;
    }

    private static async Task SendAsync(string name, Simulation simulation, WatchedProcess process, int frames, int before)
    {
        var symbols = simulation.Instruments(Venue).Where(it => !it.Inverse).ToArray();
        var random = new Random(before + 1);
        var (started, used) = (Stopwatch.StartNew(), process.Processor);
        for (var sent = 0; sent < frames; sent++)
        {
            var contract = symbols[random.Next(symbols.Length)];
            simulation.Emit(Venue, new()
            {
                Symbol = contract.Symbol,
                Position = random.Next(2) == 0 ? LiquidatedPosition.Long : LiquidatedPosition.Short,
                // No two are equal, so none is taken for another's copy.
                Price = contract.PriceTick * (10_000 + before + sent),
                Quantity = contract.QuantityStep * random.Next(1, 5_000),
            });
            if (sent % Burst == Burst - 1)
                await simulation.DrainAsync(Venue, CancellationToken.None);
        }

        while (AllVenuesLoad.Sum(await process.MetricsAsync(), "liqmon_stored_total") < before + frames)
            await Task.Delay(100);
        var spent = process.Processor - used;
        Console.WriteLine(Text($"{name} {frames:N0} frames: {frames / spent.TotalSeconds:N0} a processor second, {frames / started.Elapsed.TotalSeconds:N0} a second"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
