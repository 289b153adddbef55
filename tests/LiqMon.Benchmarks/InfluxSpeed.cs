using System.Diagnostics;
using System.Globalization;
using LiqMon.Influx;
using LiqMon.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiqMon.Benchmarks;

/// <summary>
/// How fast the queue of an outage is written to a real server on loopback, beside the same lines sent by curl from files,
/// which is what the server itself takes. The first API to InfluxDB 1.x; the second, with InfluxDB.Client, to VictoriaMetrics.
/// </summary>
internal static class InfluxSpeed
{
    private const int EventsPerSecond = 1_000;
    private const int CommitsPerSecond = 10;
    private const int PointsOfABatch = 5_000;

    /// <summary>Fills a store with an outage's events, writes them, and sends the same with curl.</summary>
    /// <param name="seconds">How long the outage lasted.</param>
    /// <param name="api">By which API.</param>
    internal static async Task RunAsync(int seconds, InfluxApi api)
    {
        var folder = Directory.CreateTempSubdirectory("liqmon-influx-").FullName;
        try
        {
            await using var server = api == InfluxApi.V1 ? await InfluxProcess.StartAsync() : await InfluxProcess.StartVictoriaAsync();
            var data = Path.Combine(folder, "store");
            Fill(data, seconds);
            var files = WriteFiles(data, Directory.CreateDirectory(Path.Combine(folder, "lines")).FullName);
            await DrainAsync(data, server, api);
            await CurlAsync(files, server, api);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Fill(string data, int seconds)
    {
        var started = Stopwatch.GetTimestamp();
        using var store = EventStore.Open(Options(data), TimeProvider.System);
        var events = FullStore.Events(seconds * EventsPerSecond, FullStore.Monday.ToUnixTimeMilliseconds(), 1_000.0 / EventsPerSecond);
        foreach (var commit in events.Chunk(EventsPerSecond / CommitsPerSecond))
            store.Commit([.. commit.Select(one => StoreItem.Of(one))]);
        using var reader = OutboxReader.Open(data);
        Say(string.Create(CultureInfo.InvariantCulture, $"queue of {seconds:N0} s: {seconds * EventsPerSecond:N0} events in {reader.State(InfluxOptions.Destination)!.Waiting:N0} commits, stored in {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s"));
    }

    /// <summary>The lines that the writer will send, in files of a batch each.</summary>
    private static List<string> WriteFiles(string data, string folder)
    {
        using var reader = OutboxReader.Open(data);
        var batches = new LineBatches(PointsOfABatch);
        var points = new StoredPoints(batches);
        var files = new List<string>();
        var state = reader.State(InfluxOptions.Destination)!;
        for (var done = state.Done; done < state.Newest;)
        {
            var batch = reader.ByList(done, state.Newest, 20_000);
            done = batch.Last;
            batches.Clear();
            points.Add(batch);
            foreach (var lines in batches.All)
            {
                files.Add(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{files.Count}.txt")));
                File.WriteAllBytes(files[^1], lines.Span);
            }
        }

        return files;
    }

    private static async Task DrainAsync(string data, InfluxProcess server, InfluxApi api)
    {
        if (api == InfluxApi.V1)
            await server.CreateAsync("liqmon");
        using var store = EventStore.Open(Options(data), TimeProvider.System);
        using var writer = InfluxWriter.Open(new InfluxWriterSetup
        {
            Options = new InfluxOptions { Url = server.Url, Api = api, Target = "liqmon", BatchPoints = PointsOfABatch },
            Store = store,
            DataDirectory = data,
            Random = new Random(1),
            Time = TimeProvider.System,
            Log = NullLogger.Instance,
        });
        using var reader = OutboxReader.Open(data);
        using var enough = new CancellationTokenSource();
        var (started, own, servers) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, server.Processor);
        var running = writer.RunAsync(enough.Token);
        while (reader.State(InfluxOptions.Destination) is not { Waiting: 0, ResyncFromMs: null })
            await Task.Delay(20);
        Report("LiqMon", writer.Counters.Points, Stopwatch.GetElapsedTime(started), Environment.CpuUsage.TotalTime - own, server.Processor - servers);
        await enough.CancelAsync();
        await running;
        Say("stored: " + (api == InfluxApi.V1
            ? await server.QueryAsync("liqmon", "SELECT count(usd), sum(usd) FROM liquidation")
            : await CountVictoriaAsync(server)));
    }

    private static async Task<string> CountVictoriaAsync(InfluxProcess server)
    {
        // What was written a moment ago is searchable only after a flush.
        await server.GetAsync("internal/force_flush");
        var end = FullStore.Monday.AddDays(1).ToUnixTimeSeconds();
        return await server.GetAsync(string.Create(CultureInfo.InvariantCulture, $"api/v1/query?query=sum(count_over_time(liquidation_usd[2d]))&time={end}"));
    }

    private static async Task CurlAsync(List<string> files, InfluxProcess server, InfluxApi api)
    {
        if (api == InfluxApi.V1)
            await server.CreateAsync("curl");
        var path = api == InfluxApi.V1 ? "write?db=curl" : "api/v2/write?bucket=curl";
        var points = files.Sum(file => File.ReadLines(file).LongCount());
        // One process and one connection for all files.
        var config = Path.ChangeExtension(files[0], ".curl");
        await File.WriteAllTextAsync(config, string.Join("\nnext\n", files.Select(file =>
            $"url = \"{server.Url}{path}&precision=ns\"\ndata-binary = \"@{file}\"\nsilent\nshow-error\nfail")));
        var (started, servers) = (Stopwatch.GetTimestamp(), server.Processor);
        using var curl = Process.Start(new ProcessStartInfo("curl", ["--config", config]))!;
        var own = TimeSpan.Zero;
        while (!curl.WaitForExit(TimeSpan.FromMilliseconds(5)))
            own = curl.HasExited ? own : curl.TotalProcessorTime;
        if (curl.ExitCode != 0)
            throw new InvalidOperationException($"curl ended with {curl.ExitCode}.");
        Report("curl", points, Stopwatch.GetElapsedTime(started), own, server.Processor - servers);
    }

    private static StoreOptions Options(string data) =>
        new() { DataDirectory = data, ReserveBytes = 0, Destinations = [InfluxOptions.Destination], FirstTelling = TimeSpan.Zero };

    private static void Report(string who, long points, TimeSpan took, TimeSpan own, TimeSpan servers) => Say(string.Create(
        CultureInfo.InvariantCulture,
        $"{who}: {points:N0} points in {took.TotalSeconds:F1} s, {points / took.TotalSeconds:N0} points/s; processor {own.TotalSeconds:F1} s ({points / own.TotalSeconds:N0} points/s of one core), the server's {servers.TotalSeconds:F1} s"));

    private static void Say(string text) => Console.WriteLine(text);
}
