using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace LiqMon.Benchmarks;

/// <summary>An installed <c>influxd</c> or <c>victoria-metrics</c> on a free port, with data in a folder of its own.</summary>
internal sealed class InfluxProcess : IDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http = new();

    private InfluxProcess(Process process, Uri url) => (_process, Url) = (process, url);

    internal Uri Url { get; }

    /// <summary>Whether there is an InfluxDB 1.x to start.</summary>
    internal static bool IsInstalled => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "influxd")));

    /// <summary>Processor time it has taken.</summary>
    internal TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts InfluxDB 1.x.</summary>
    internal static async Task<InfluxProcess> StartAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        var port = FreePort();
        var config = Path.Combine(folder, "influxdb.conf");
        await File.WriteAllTextAsync(
            config,
            $"""
            reporting-disabled = true
            bind-address = "127.0.0.1:0"
            [meta]
            dir = "{folder}/meta"
            [data]
            dir = "{folder}/data"
            wal-dir = "{folder}/wal"
            query-log-enabled = false
            [monitor]
            store-enabled = false
            [http]
            bind-address = "127.0.0.1:{port}"
            log-enabled = false
            """);
        return await StartAsync("influxd", ["-config", config], port);
    }

    /// <summary>Starts VictoriaMetrics, which answers the second API as InfluxDB 2 does.</summary>
    internal static Task<InfluxProcess> StartVictoriaAsync(string folder)
    {
        var port = FreePort();
        return StartAsync("victoria-metrics", [$"-storageDataPath={folder}", $"-httpListenAddr=127.0.0.1:{port}", "-retentionPeriod=100y"], port);
    }

    internal Task CreateAsync(string database) => QueryAsync("", $"CREATE DATABASE \"{database}\"");

    internal async Task<string> QueryAsync(string database, string query)
    {
        using var form = new FormUrlEncodedContent([new("q", query), new("db", database)]);
        using var answer = await _http.PostAsync(new Uri(Url, "query"), form);
        return (await answer.Content.ReadAsStringAsync()).Trim();
    }

    /// <summary>An answer to GET.</summary>
    internal async Task<string> GetAsync(string path) => (await _http.GetStringAsync(new Uri(Url, path))).Trim();

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _http.Dispose();
    }

    private static int FreePort()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }

    private static async Task<InfluxProcess> StartAsync(string program, string[] arguments, int port)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var server = new InfluxProcess(process, new Uri($"http://127.0.0.1:{port}/"));
        await server.UntilReadyAsync();
        return server;
    }

    private async Task UntilReadyAsync()
    {
        while (true)
        {
            try
            {
                using var answer = await _http.GetAsync(new Uri(Url, "ping"));
                return;
            }
            catch (HttpRequestException) when (!_process.HasExited)
            {
                await Task.Delay(50);
            }
        }
    }
}
