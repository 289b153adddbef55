using LiqMon.Tests.Influx;

namespace LiqMon.Benchmarks;

/// <summary>An installed <c>influxd</c> or <c>victoria-metrics</c> on a free port, with data in a folder of its own.</summary>
internal sealed class InfluxProcess : IAsyncDisposable
{
    private readonly ServerProcess _server;
    private readonly HttpClient _http = new();

    private InfluxProcess(ServerProcess server) => _server = server;

    internal Uri Url => _server.Url;

    /// <summary>Whether there is an InfluxDB 1.x to start.</summary>
    internal static bool IsInstalled => InfluxDaemon.Program is not null;

    /// <summary>Processor time it has taken.</summary>
    internal TimeSpan Processor => _server.Processor;

    /// <summary>Starts InfluxDB 1.x.</summary>
    internal static async Task<InfluxProcess> StartAsync() => new(await InfluxDaemon.StartAsync());

    /// <summary>Starts VictoriaMetrics, which answers the second API as InfluxDB 2 does.</summary>
    internal static async Task<InfluxProcess> StartVictoriaAsync() => new(await ServerProcess.StartAsync(
        ServerProcess.Find("victoria-metrics") ?? throw new InvalidOperationException("There is no victoria-metrics; install it."),
        (folder, port) => [$"-storageDataPath={folder}/data", $"-httpListenAddr=127.0.0.1:{port}", "-retentionPeriod=100y"],
        "health"));

    internal Task CreateAsync(string database) => QueryAsync("", $"CREATE DATABASE \"{database}\"");

    internal async Task<string> QueryAsync(string database, string query)
    {
        using var form = new FormUrlEncodedContent([new("q", query), new("db", database)]);
        using var answer = await _http.PostAsync(new Uri(Url, "query"), form);
        return (await answer.Content.ReadAsStringAsync()).Trim();
    }

    /// <summary>An answer to GET.</summary>
    internal async Task<string> GetAsync(string path) => (await _http.GetStringAsync(new Uri(Url, path))).Trim();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _http.Dispose();
    }
}
