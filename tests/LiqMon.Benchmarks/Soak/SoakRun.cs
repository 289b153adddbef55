using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using LiqMon.Benchmarks.Load;
using LiqMon.Simulator;
using LiqMon.Store;
using LiqMon.Venues;

namespace LiqMon.Benchmarks.Soak;

/// <summary>
/// <c>liqmon run</c> in a process of its own on all simulated venues and a real InfluxDB, for as long as wished: each minute
/// its memory, handles and files, and whether every order is accounted for.
/// </summary>
internal sealed class SoakRun
{
    private const string Database = "soak";

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly SoakOptions _options;
    private readonly Simulation _simulation;
    private readonly InfluxProcess? _influx;
    private readonly WatchedProcess _process;
    private readonly string _data;
    private readonly List<SoakSample> _samples = [];
    private readonly Stopwatch _moving = new();
    private int _reported;

    private SoakRun(SoakOptions options, Simulation simulation, InfluxProcess? influx, WatchedProcess process, string data) =>
        (_options, _simulation, _influx, _process, _data) = (options, simulation, influx, process, data);

    /// <summary>Runs and prints. False when an order is lost or double, or memory grows.</summary>
    public static async Task<bool> RunAsync(SoakOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("liqmon-soak-").FullName;
        try
        {
            await using var simulation = await Simulation.StartAsync(
                new() { Rate = options.Rate, Seed = 5, Assets = AllVenuesLoad.Assets }, TimeProvider.System, CancellationToken.None);
            simulation.Pause();
            await using var influx = InfluxProcess.IsInstalled ? await InfluxProcess.StartAsync() : null;
            if (influx is not null)
                await influx.CreateAsync(Database);
            var data = Path.Combine(folder, "data");
            using var process = WatchedProcess.Start(
                simulation, data, AllVenuesLoad.FreePort(), influx is null ? null : (influx.Url, Database));
            return await new SoakRun(options, simulation, influx, process, data).RunAsync();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<bool> RunAsync()
    {
        Console.WriteLine(Text($"{_simulation.Endpoints.Count} venues at {_options.Rate} times the real rate for {_options.Length}, InfluxDB {(_influx is null ? "not installed" : "on loopback")}"));
        await AllVenuesLoad.UntilLiveAsync(_process, Patience);
        var publishing = _simulation.Endpoints.Keys.Where(id => VenueCatalog.Find(id)!.Profile.FeedClass != Market.FeedClass.None).Order(StringComparer.Ordinal).ToList();
        var conservation = new Conservation(_simulation.Ledger, publishing, _data);
        var startMs = NowMs;
        Console.WriteLine(SoakSample.Header);
        using var end = new CancellationTokenSource(_options.Length);
        var trades = new OrdinaryTrades(_simulation, _options.Rate).RunAsync(end.Token);
        _simulation.Resume();
        _moving.Start();
        await SampleAsync();
        using (var timer = new PeriodicTimer(Every))
        {
            while (_moving.Elapsed < _options.Length && await timer.WaitForNextTickAsync())
            {
                await SampleAsync();
                conservation.Check(startMs, NowMs, isLast: false);
                Report(conservation);
            }
        }

        await trades;
        _simulation.Pause();
        var difference = await AllVenuesLoad.DifferenceAsync(_simulation, _data);
        conservation.Check(startMs, NowMs, isLast: true);
        Report(conservation);
        var written = await WrittenDifferenceAsync();
        var peak = _process.PeakMemory / (double)(1 << 20);
        var exit = await _process.StopAsync();
        if (exit != 0)
            Console.WriteLine(_process.Errors);
        return Summarise(conservation, difference, written, peak, exit);
    }

    private bool Summarise(Conservation conservation, string? difference, string? written, double peak, int exit)
    {
        var settled = _samples.Where(sample => sample.At >= _options.WarmUp).ToList();
        var (memory, heap) = (MemorySlope.Of(settled, sample => sample.Memory), MemorySlope.Of(settled, sample => sample.Heap));
        Console.WriteLine(Text($"minutes of venues: {conservation.Equal} equal to the ledger ({conservation.Repaired} with what history brought), {conservation.InGaps} in gaps, {conservation.Violations.Count} wrong"));
        Console.WriteLine(difference is null ? "ledger and store are equal by venue, asset and side, to the micro-dollar" : $"ledger and store differ: {difference}");
        Console.WriteLine(_influx is null ? "InfluxDB was not watched" : written ?? "InfluxDB holds what the store holds");
        Console.WriteLine(Text($"after {_options.WarmUp.TotalMinutes:0} minutes the working set grows by {memory:0.00} MiB a minute (limit {_options.Slope}), the heap by {heap:0.00}"));
        Console.WriteLine(Text($"memory at most {peak:0} MiB (limit {_options.Memory}); exit code {exit}"));
        // What was lost with a connection is a gap, or was never delivered and came by history; else the store is what was delivered.
        var isWhole = difference is null || conservation.InGaps > 0 || conservation.Repaired > 0;
        return conservation.Violations.Count == 0 && isWhole && written is null && exit == 0 && memory <= _options.Slope && peak <= _options.Memory;
    }

    private async Task SampleAsync()
    {
        var metrics = await _process.MetricsAsync();
        var sent = _simulation.Ledger.Totals();
        var sample = new SoakSample
        {
            At = _moving.Elapsed,
            Memory = _process.Memory,
            Heap = (long)AllVenuesLoad.Sum(metrics, "liqmon_heap_bytes"),
            Handles = _process.Handles,
            Threads = _process.Threads,
            Store = Length(""),
            Wal = Length("-wal"),
            Read = AllVenuesLoad.Sum(metrics, "liqmon_liquidations_total"),
            Stored = AllVenuesLoad.Sum(metrics, "liqmon_stored_total"),
            Duplicates = AllVenuesLoad.Sum(metrics, "liqmon_duplicates_total"),
            Written = (await WrittenAsync())?.Orders,
            Ledger = sent.LongOrders + sent.ShortOrders,
            Lag = AllVenuesLoad.Sum(metrics, "liqmon_influx_lag_seconds"),
            Reconnects = AllVenuesLoad.Sum(metrics, "liqmon_feed_reconnects_total"),
        };
        _samples.Add(sample);
        Console.WriteLine(sample);
    }

    /// <summary>Waits until InfluxDB holds what the store holds. Null when it does, or where it is not watched.</summary>
    private async Task<string?> WrittenDifferenceAsync()
    {
        if (_influx is null)
            return null;
        using var reader = StoreReader.Open(_data);
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(1_000))
        {
            // Venues that are polled go on reporting their last orders for a while.
            var totals = reader.Liquidations.Totals(new LiquidationFilter { FromMs = 0, ToMs = 4_000_000_000_000 });
            var stored = (Orders: totals.LongOrders + totals.ShortOrders, Usd: (double)(totals.LongMicroUsd + totals.ShortMicroUsd) / 1e6);
            var (orders, usd) = (await WrittenAsync())!.Value;
            if (orders == stored.Orders && Math.Abs(usd - stored.Usd) <= 1e-9 * stored.Usd)
                return null;
            if (waited.Elapsed > Patience)
                return Text($"InfluxDB holds {orders} orders and ${usd:0.00}, the store {stored.Orders} and ${stored.Usd:0.00}");
        }
    }

    private async Task<(long Orders, double Usd)?> WrittenAsync()
    {
        if (_influx is null)
            return null;
        using var answer = JsonDocument.Parse(await _influx.QueryAsync(Database, "SELECT count(usd), sum(usd) FROM liquidation"));
        return answer.RootElement.GetProperty("results")[0].TryGetProperty("series", out var series)
            ? (series[0].GetProperty("values")[0][1].GetInt64(), series[0].GetProperty("values")[0][2].GetDouble())
            : (0, 0);
    }

    private void Report(Conservation conservation)
    {
        for (; _reported < conservation.Violations.Count; _reported++)
            Console.WriteLine("WRONG: " + conservation.Violations[_reported]);
    }

    private long Length(string suffix) => new FileInfo(Path.Combine(_data, "liqmon.db" + suffix)) is { Exists: true } file ? file.Length : 0;

    private static long NowMs => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
