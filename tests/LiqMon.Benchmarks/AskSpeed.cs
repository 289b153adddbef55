using System.Diagnostics;
using System.Globalization;
using System.Net;
using LiqMon.Api;
using LiqMon.Live;
using LiqMon.Queries;
using LiqMon.Store;

namespace LiqMon.Benchmarks;

/// <summary>What questions to the HTTP API cost over a store of <see cref="FullStore"/>: the real server on loopback, one caller.</summary>
internal static class AskSpeed
{
    private static readonly string[] Questions =
        ["/api/squeeze?asset=A1&window=1h", "/api/squeeze?asset=A1&window=7d", "/api/squeeze?window=24h", "/api/squeeze?window=7d&by=venue", "/api/liquidations?window=1h"];

    /// <summary>Asks each question so often, and prints times of an answer and answers of a processor second.</summary>
    internal static async Task RunAsync(string folder, int times)
    {
        Console.WriteLine("each answer made anew");
        await RunAsync(folder, times, TimeSpan.Zero).ConfigureAwait(false);
        Console.WriteLine("as by default: a small answer serves half a second");
        await RunAsync(folder, times * 20, new ApiOptions { Venues = [], Time = TimeProvider.System }.AnswersServe).ConfigureAwait(false);
    }

    private static async Task RunAsync(string folder, int times, TimeSpan serve)
    {
        var time = new FixedTime(FullStore.Monday.AddDays(7));
        var venues = KnownVenues.Of(_ => true);
        using var readers = new StoreReaderPool(folder);
        await using var api = ApiServer.Build(
            new ApiOptions
            {
                Listen = new IPEndPoint(IPAddress.Loopback, 0),
                Venues = venues,
                Time = time,
                RequestsPerSecond = 1_000_000,
                RequestBurst = 1_000_000,
                AnswersServe = serve,
            },
            new ApiSources { Answers = new StoreQueries(readers.Open, venues), Live = new LiveBroadcaster(16) });
        await api.StartAsync().ConfigureAwait(false);
        using var client = new HttpClient { BaseAddress = new Uri(api.Urls.First()) };
        foreach (var question in Questions)
        {
            var took = new List<double>(times);
            for (var warm = 0; warm < 20; warm++)
                _ = await client.GetStringAsync(new Uri(question, UriKind.Relative)).ConfigureAwait(false);
            var before = Environment.CpuUsage.TotalTime;
            for (var asked = 0; asked < times; asked++)
            {
                var start = Stopwatch.GetTimestamp();
                _ = await client.GetStringAsync(new Uri(question, UriKind.Relative)).ConfigureAwait(false);
                took.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            var spent = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
            took.Sort();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{question,-36} p50 {took[times / 2],7:F2} ms  p99 {took[times * 99 / 100],7:F2} ms  {times / spent,6:F0} answers per CPU-second"));
        }

        await api.StopAsync().ConfigureAwait(false);
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
