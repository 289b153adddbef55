using System.Diagnostics;
using System.Globalization;
using LiqMon.Cascades;
using LiqMon.Live;
using LiqMon.Store;
using LiqMon.Tests.Store;
using LiqMon.Windows;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiqMon.Benchmarks;

/// <summary>How long a restart on a full store takes until cascades are found, how much memory it needs, and how soon it can be broken off.</summary>
internal static class CascadeStart
{
    internal static async Task RunAsync(string folder, long rows, double hours)
    {
        var nowMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        if (!File.Exists(Path.Combine(folder, "liqmon.db")))
        {
            Directory.CreateDirectory(folder);
            Timed($"fill {rows:N0} orders over {hours} h", () => SpreadStore.Fill(folder, rows, nowMs, (long)(hours * 3_600_000)));
        }

        using var store = EventStore.Open(new() { DataDirectory = folder, ReserveBytes = 0 }, TimeProvider.System);
        GC.Collect();
        Timed("windows", () => LiveWindows.Rebuild(store, nowMs));
        foreach (var limit in (double[])[0.3, 1, 3, 600])
        {
            using var loop = new CascadeLoop(
                store, StoreReader.Open(folder), ["binance", "bybit", "okx"], new CascadeRule(), [], TimeProvider.System,
                NullLogger.Instance);
            loop.Offer(new Committed([], nowMs, [], store.Sequence));
            loop.Complete();
            using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(limit));
            var started = Stopwatch.GetTimestamp();
            await loop.RunAsync(stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Say($"cascades, broken off after {limit} s: {Stopwatch.GetElapsedTime(started).TotalSeconds:0.00} s, {loop.Opened} found");
        }
    }

    private static void Timed(string what, Action work)
    {
        var started = Stopwatch.GetTimestamp();
        work();
        Say($"{what}: {Stopwatch.GetElapsedTime(started).TotalSeconds:0.00} s");
    }

    private static void Say(FormattableString text) => Say(text.ToString(CultureInfo.InvariantCulture));

    private static void Say(string text)
    {
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{text}; peak {process.PeakWorkingSet64 >> 20} MiB, now {process.WorkingSet64 >> 20} MiB, allocated {GC.GetTotalAllocatedBytes() >> 20} MiB"));
    }
}
