using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace LiqMon.Benchmarks;

/// <summary>An installed <c>influxd</c> on a free port, with data in a folder of its own.</summary>
internal sealed class InfluxProcess : IDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http = new();

    private InfluxProcess(Process process, Uri url) => (_process, Url) = (process, url);

    internal Uri Url { get; }

    /// <summary>Processor time it has taken.</summary>
    internal TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    internal static async Task<InfluxProcess> StartAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            var port = ((IPEndPoint)free.LocalEndpoint).Port;
            free.Stop();
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
            var process = Process.Start(new ProcessStartInfo("influxd", ["-config", config]) { RedirectStandardError = true })!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            var server = new InfluxProcess(process, new Uri($"http://127.0.0.1:{port}/"));
            await server.UntilReadyAsync();
            return server;
        }
    }

    internal Task CreateAsync(string database) => QueryAsync("", $"CREATE DATABASE \"{database}\"");

    internal async Task<string> QueryAsync(string database, string query)
    {
        using var form = new FormUrlEncodedContent([new("q", query), new("db", database)]);
        using var answer = await _http.PostAsync(new Uri(Url, "query"), form);
        return (await answer.Content.ReadAsStringAsync()).Trim();
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _http.Dispose();
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
