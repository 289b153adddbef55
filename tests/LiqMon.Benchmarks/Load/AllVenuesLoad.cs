using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LiqMon.Simulator;
using LiqMon.Store;

namespace LiqMon.Benchmarks.Load;

/// <summary>
/// All venues on the simulator at many times their real rate, watched by <c>liqmon run</c> in a process of its own: what
/// it uses of processor and memory, whether it lost anything, whether it gave up a healthy connection.
/// <para>
/// The real rate is the simulator's rate 1; the README of the benchmarks says why. What grows with the market is
/// multiplied: liquidations, and the trades among which some venues tell them. Contracts, control streams and polls are
/// those of real venues.
/// </para>
/// </summary>
public static class AllVenuesLoad
{
    private const int AssetCount = 300;

    /// <summary>As many contracts as the real venues have.</summary>
    internal static IReadOnlyList<string> Assets { get; } =
        [.. SimulationOptions.DefaultAssets, .. Enumerable.Range(1, AssetCount - SimulationOptions.DefaultAssets.Count).Select(i => $"A{i:000}")];

    /// <summary>Runs and prints what was found.</summary>
    /// <param name="length">How long the market moves.</param>
    /// <param name="times">How many times the real rate.</param>
    /// <returns>Whether nothing was lost and no connection given up.</returns>
    public static async Task<bool> RunAsync(TimeSpan length, double times)
    {
        var folder = Directory.CreateTempSubdirectory("liqmon-load-").FullName;
        await using var simulation = await Simulation.StartAsync(
            new() { Rate = times, Seed = 5, Assets = Assets }, TimeProvider.System, CancellationToken.None);
        simulation.Pause();
        using var process = WatchedProcess.Start(simulation, folder, FreePort());
        await UntilLiveAsync(process, TimeSpan.FromMinutes(5));
        var (before, used, started) = (await process.MetricsAsync(), process.Processor, Stopwatch.StartNew());
        var (own, writtenBefore) = (Process.GetCurrentProcess().TotalProcessorTime, process.Written);
        var trades = new OrdinaryTrades(simulation, times);
        using var end = new CancellationTokenSource(length);
        simulation.Resume();
        await trades.RunAsync(end.Token);
        simulation.Pause();
        var took = started.Elapsed;
        var written = process.Written - writtenBefore;
        var (after, spent) = (await process.MetricsAsync(), process.Processor - used);
        var ownSpent = Process.GetCurrentProcess().TotalProcessorTime - own;
        var difference = await DifferenceAsync(simulation, folder);
        var final = await process.MetricsAsync();
        var reconnects = Sum(final, "liqmon_feed_reconnects_total");
        var peak = process.PeakMemory;
        var exit = await process.StopAsync();

        var frames = Sum(after, "liqmon_frames_total") - Sum(before, "liqmon_frames_total");
        var orders = Sum(final, "liqmon_stored_total");
        Console.WriteLine(Text($"{simulation.Endpoints.Count} venues, {simulation.Endpoints.Keys.Sum(venue => simulation.Instruments(venue).Count):N0} contracts, {took.TotalSeconds:F0} s at {times} times the real rate"));
        Console.WriteLine(Text($"received: {frames:N0} frames and answers ({frames / took.TotalSeconds:N0}/s; {trades.PerSecond:N0}/s ordinary trades), {(Sum(after, "liqmon_received_bytes_total") - Sum(before, "liqmon_received_bytes_total")) / took.TotalSeconds / 1e6:F2} MB/s"));
        Console.WriteLine(Text($"stored: {orders:N0} liquidations ({orders / took.TotalSeconds:N0}/s), {Sum(final, "liqmon_duplicates_total"):N0} duplicates, {Sum(final, "liqmon_samples_total"):N0} samples"));
        Console.WriteLine(Text($"processor: {spent.TotalSeconds:F1} s, {spent / took:P1} of one core (the simulator: {ownSpent / took:P1})"));
        Console.WriteLine(Text($"disk: {written / 1e6:F0} MB written, {written / 1e9 / took.TotalDays:F1} GB a day"));
        Console.WriteLine(Text($"memory: {peak / 1048576.0:F0} MiB at most"));
        Console.WriteLine(Text($"reconnects: {reconnects}; waits for the store: {Sum(final, "liqmon_lane_waits_total")}; exit code {exit}"));
        Console.WriteLine(difference is null ? "ledger and store are equal by venue, asset and side, to the micro-dollar" : $"LOST: {difference}");
        foreach (var (labels, value) in final["liqmon_feed_reconnects_total"].Where(sample => sample.Value > 0))
            Console.WriteLine(Text($"  reconnects {labels}: {value}"));
        Directory.Delete(folder, recursive: true);
        return difference is null && reconnects == 0;
    }

    /// <summary>Waits until every feed of every venue is live.</summary>
    internal static async Task UntilLiveAsync(WatchedProcess process, TimeSpan patience)
    {
        var waited = Stopwatch.StartNew();
        while (!await IsLiveAsync(process))
        {
            if (waited.Elapsed > patience)
                throw new InvalidOperationException("the venues did not come to life:\n" + process.Errors);
            await Task.Delay(500);
        }

        Console.WriteLine(Text($"live after {waited.Elapsed.TotalSeconds:F0} s, {process.Processor.TotalSeconds:F1} s of processor"));
    }

    private static async Task<bool> IsLiveAsync(WatchedProcess process)
    {
        try
        {
            var metrics = await process.MetricsAsync();
            var feeds = metrics["liqmon_feed_live"].ToList();
            return feeds.Count > 0 && feeds.All(feed => feed.Value == 1);
        }
        catch (HttpRequestException)
        {
            return false; // It does not listen yet.
        }
    }

    /// <summary>Waits until the store holds what the ledger says was delivered.</summary>
    /// <returns>Where they differ after a minute; null when they agree.</returns>
    internal static async Task<string?> DifferenceAsync(Simulation simulation, string folder)
    {
        var ticks = simulation.Ticks;
        // Venues collect orders for up to a second; one that is polled is asked every 15 s.
        while (simulation.Ticks < ticks + 15)
            await Task.Delay(50);
        foreach (var venue in simulation.Endpoints.Keys)
            await simulation.DrainAsync(venue, CancellationToken.None);
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(1_000))
        {
            var (sent, stored) = (Ledger(simulation), Stored(folder));
            var differing = sent.Keys.Union(stored.Keys).Where(key => sent.GetValueOrDefault(key) != stored.GetValueOrDefault(key)).Order().ToList();
            if (differing.Count == 0)
                return sent.Count > 0 ? null : "nothing was sent";
            if (waited.Elapsed > TimeSpan.FromMinutes(1))
                return string.Join(", ", differing.Take(20).Select(key => $"{key}: sent {sent.GetValueOrDefault(key)}, stored {stored.GetValueOrDefault(key)}"));
        }
    }

    private static Dictionary<string, (Int128 MicroUsd, long Orders)> Ledger(Simulation simulation) => simulation.Ledger.Entries()
        .Where(entry => entry.Outcome == LedgerOutcome.Delivered)
        .GroupBy(entry => $"{entry.Venue} {entry.Asset} {entry.Position}")
        .ToDictionary(group => group.Key, group => ((Int128)group.Sum(entry => entry.MicroUsd), (long)group.Count()));

    private static Dictionary<string, (Int128 MicroUsd, long Orders)> Stored(string folder)
    {
        using var reader = StoreReader.Open(folder);
        var books = new Dictionary<string, (Int128, long)>();
        foreach (var venue in reader.State.VenueCounts().Select(count => count.Venue))
        {
            var filter = new LiquidationFilter { Venues = [venue], FromMs = 0, ToMs = 4_000_000_000_000, IncludeTraditional = true };
            foreach (var total in reader.Liquidations.Totals(filter, Grouping.Asset))
            {
                if (total.LongOrders > 0)
                    books[$"{venue} {total.Group} {LiquidatedPosition.Long}"] = (total.LongMicroUsd, total.LongOrders);
                if (total.ShortOrders > 0)
                    books[$"{venue} {total.Group} {LiquidatedPosition.Short}"] = (total.ShortMicroUsd, total.ShortOrders);
            }
        }

        return books;
    }

    internal static double Sum(ILookup<string, (string Labels, double Value)> metrics, string name) => metrics[name].Sum(sample => sample.Value);

    internal static Uri FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
