using System.Diagnostics;
using System.Globalization;
using LiqMon.Simulator;

namespace LiqMon.Benchmarks.Load;

/// <summary>
/// Open pages while orders pour in: how old their figures are, what the process uses, how long a first page takes. Visitors do what
/// the script of the page does: a stream that says that something happened, and once a second the page anew, as changes.
/// </summary>
public static class PageLoad
{
    /// <summary>What the simulator sends a second at its rate 1, about.</summary>
    private const double OrdersAtRateOne = 13;

    private static readonly string[] Addresses = ["/", "/", "/asset/BTC", "/", "/?window=7d", "/", "/venues", "/asset/ETH", "/", "/?window=1h"];

    /// <summary>Runs and prints what was found.</summary>
    /// <param name="length">How long the pages stay open.</param>
    /// <param name="visitors">How many pages are open.</param>
    /// <param name="perSecond">Orders a second, about.</param>
    public static async Task RunAsync(TimeSpan length, int visitors, double perSecond)
    {
        var folder = Directory.CreateTempSubdirectory("liqmon-pages-").FullName;
        await using var simulation = await Simulation.StartAsync(
            new() { Rate = perSecond / OrdersAtRateOne, Seed = 5, Assets = AllVenuesLoad.Assets }, TimeProvider.System, CancellationToken.None);
        simulation.Pause();
        var listen = AllVenuesLoad.FreePort();
        using var process = WatchedProcess.Start(simulation, folder, listen);
        await AllVenuesLoad.UntilLiveAsync(process, TimeSpan.FromMinutes(5));
        simulation.Resume();
        var first = await FirstPagesAsync(listen);
        // Pages of the first seconds also pay for what is compiled and read for the first time.
        await Task.Delay(TimeSpan.FromSeconds(10));
        var (before, used, clock) = (await process.MetricsAsync(), process.Processor, Stopwatch.StartNew());
        using var end = new CancellationTokenSource(length);
        var pages = Enumerable.Range(0, visitors).Select(at => new OpenPage(listen, Addresses[at % Addresses.Length], at * 1_000 / visitors)).ToList();
        await Task.WhenAll(pages.Select(page => page.StayAsync(end.Token)));
        var (took, spent) = (clock.Elapsed, process.Processor - used);
        var after = await process.MetricsAsync();
        simulation.Pause();
        var memory = process.PeakMemory;
        await process.StopAsync();
        Directory.Delete(folder, recursive: true);

        var stored = AllVenuesLoad.Sum(after, "liqmon_stored_total") - AllVenuesLoad.Sum(before, "liqmon_stored_total");
        Console.WriteLine(Text($"{visitors} pages for {took.TotalSeconds:F0} s at {stored / took.TotalSeconds:N0} orders/s"));
        Console.WriteLine(Text($"first page of a process: {first[0].TotalMilliseconds:F0} ms, the next: {first[1].TotalMilliseconds:F0} ms"));
        Print("age of figures when they arrive", pages.SelectMany(page => page.OnArrival));
        Print("age of figures when newer ones replace them", pages.SelectMany(page => page.WhenReplaced));
        Print("a page takes", pages.SelectMany(page => page.Took));
        Console.WriteLine(Text($"an open page receives {pages.Average(page => page.Bytes) / took.TotalSeconds / 1_000:F1} kB/s; failures: {pages.Sum(page => page.Failures)}"));
        Console.WriteLine(Text($"processor: {spent / took:P0} of one core; memory: {memory / 1_048_576.0:F0} MiB at most"));
        foreach (var page in pages.Where(page => page.Error is not null).DistinctBy(page => page.Error))
            Console.WriteLine(page.Error);
    }

    private static async Task<List<TimeSpan>> FirstPagesAsync(Uri listen)
    {
        List<TimeSpan> took = [];
        for (var at = 0; at < 2; at++)
        {
            // Past the moment for which a page is remembered.
            await Task.Delay(TimeSpan.FromSeconds(2));
            using var http = new HttpClient { BaseAddress = listen };
            var clock = Stopwatch.StartNew();
            await http.GetByteArrayAsync("/");
            took.Add(clock.Elapsed);
        }

        return took;
    }

    private static void Print(string name, IEnumerable<TimeSpan> values)
    {
        var sorted = values.Order().ToList();
        Console.WriteLine(sorted.Count == 0 ? $"{name}: never" : Text(
            $"{name}: p50 {sorted[sorted.Count / 2].TotalMilliseconds:F0} ms, p95 {sorted[sorted.Count * 95 / 100].TotalMilliseconds:F0} ms, p99 {sorted[sorted.Count * 99 / 100].TotalMilliseconds:F0} ms"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
