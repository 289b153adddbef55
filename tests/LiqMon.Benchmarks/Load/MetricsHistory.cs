using System.Globalization;
using System.Text;
using LiqMon.Simulator;

namespace LiqMon.Benchmarks.Load;

/// <summary>
/// What <c>/metrics</c> of a real <c>liqmon run</c> says, second by second, with times a minute apart: for pictures of the
/// dashboard that asks a Prometheus. It watches simulated venues and writes to an InfluxDB 1.x where one is installed.
/// </summary>
public static class MetricsHistory
{
    private const int Scrapes = 45;

    private static readonly string[] Venues = ["binance", "bybit", "okx"];

    /// <summary>Writes the text of all scrapes to a file, each sample with its time.</summary>
    /// <param name="file">The file.</param>
    /// <param name="end">The time of the last scrape.</param>
    public static async Task WriteAsync(string file, DateTimeOffset end)
    {
        var folder = Directory.CreateTempSubdirectory("liqmon-metrics-").FullName;
        try
        {
            await using var simulation = await Simulation.StartAsync(
                new() { Venues = Venues, Rate = 20, Seed = 5 }, TimeProvider.System, CancellationToken.None);
            await using var influx = InfluxProcess.IsInstalled ? await InfluxProcess.StartAsync() : null;
            if (influx is not null)
                await influx.CreateAsync("liqmon");
            using var process = WatchedProcess.Start(
                simulation, Path.Combine(folder, "data"), AllVenuesLoad.FreePort(), influx is null ? null : (influx.Url, "liqmon"));
            await AllVenuesLoad.UntilLiveAsync(process, TimeSpan.FromMinutes(5));
            var text = new StringBuilder();
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
            for (var scrape = 1; scrape <= Scrapes && await timer.WaitForNextTickAsync(); scrape++)
                Add(text, await process.MetricsTextAsync(), end.AddMinutes(scrape - Scrapes));
            await File.WriteAllTextAsync(file, text.ToString());
            await process.StopAsync();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Add(StringBuilder text, string scraped, DateTimeOffset time)
    {
        foreach (var line in scraped.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#'))
            text.Append(line).Append(' ').Append(time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)).Append('\n');
    }
}
