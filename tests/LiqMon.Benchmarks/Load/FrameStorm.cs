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
    /// <summary>Runs and prints what was found.</summary>
    /// <param name="frames">Frames of the first half, when the program has just started, and of the second.</param>
    /// <returns>The figures; null where the store does not hold exactly what was sent.</returns>
    public static async Task<StormResult?> RunAsync(int frames)
    {
        var folder = Directory.CreateTempSubdirectory("liqmon-storm-").FullName;
        await using var simulation = await StormSource.StartAsync();
        using var process = WatchedProcess.Start(simulation, folder, AllVenuesLoad.FreePort());
        await AllVenuesLoad.UntilLiveAsync(process, TimeSpan.FromMinutes(5));
        var first = await SendAsync("first", simulation, process, frames, before: 0);
        var warm = await SendAsync("warm", simulation, process, frames, before: frames);
        var peak = process.PeakMemory / 1048576.0;
        Console.WriteLine(Text($"memory: {peak:F0} MiB at most"));
        var difference = await AllVenuesLoad.DifferenceAsync(simulation, folder);
        Console.WriteLine(difference is null ? "ledger and store are equal, to the micro-dollar" : $"LOST: {difference}");
        var exit = await process.StopAsync();
        Directory.Delete(folder, recursive: true);
        return difference is null && exit == 0 ? new("LiqMon run", first, warm, peak) : null;
    }

    private static async Task<double> SendAsync(string name, Simulation simulation, WatchedProcess process, int frames, int before)
    {
        var (started, used) = (Stopwatch.StartNew(), process.Processor);
        await StormSource.SendAsync(simulation, frames, before);
        while (AllVenuesLoad.Sum(await process.MetricsAsync(), "liqmon_stored_total") < before + frames)
            await Task.Delay(100);
        var rate = frames / (process.Processor - used).TotalSeconds;
        Console.WriteLine(Text($"{name} {frames:N0} frames: {rate:N0} a processor second, {frames / started.Elapsed.TotalSeconds:N0} a second"));
        return rate;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
