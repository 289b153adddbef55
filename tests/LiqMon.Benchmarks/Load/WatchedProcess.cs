using System.Diagnostics;
using System.Globalization;
using LiqMon.Simulator;
using LiqMon.Venues;

namespace LiqMon.Benchmarks.Load;

/// <summary>
/// <c>liqmon run</c> in a process of its own, watching a simulation, so that what it uses is apart from what the
/// simulation uses.
/// </summary>
public sealed class WatchedProcess : IDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http;
    private readonly List<string> _errors = [];

    private WatchedProcess(Process process, Uri listen)
    {
        _process = process;
        _http = new HttpClient { BaseAddress = listen };
        process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
                _errors.Add(line.Data ?? "");
        };
        process.BeginErrorReadLine();
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
    }

    /// <summary>What it has told so far.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
                return string.Join('\n', _errors);
        }
    }

    /// <summary>Processor time it has used, user and system.</summary>
    public TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Bytes that it has sent to the disk.</summary>
    public long Written => File.ReadLines($"/proc/{_process.Id}/io").Select(static line => line.Split(' '))
        .Where(static parts => parts[0] == "write_bytes:").Select(static parts => long.Parse(parts[1], CultureInfo.InvariantCulture)).Single();

    /// <summary>Most memory it ever had resident, bytes.</summary>
    public long PeakMemory
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>Memory it has resident, bytes.</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Files, sockets and pipes it has open.</summary>
    public int Handles
    {
        get
        {
            _process.Refresh();
            return _process.HandleCount;
        }
    }

    /// <summary>Threads it has.</summary>
    public int Threads
    {
        get
        {
            _process.Refresh();
            return _process.Threads.Count;
        }
    }

    /// <summary>Starts the program on the simulation's venues, and on an InfluxDB 1.x where one is given.</summary>
    public static WatchedProcess Start(Simulation simulation, string data, Uri listen, (Uri Url, string Database)? influx = null)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        ArgumentNullException.ThrowIfNull(listen);
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "liqmon.dll"), "run", "--data", data, "--listen", listen.GetLeftPart(UriPartial.Authority)])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (var venue in VenueCatalog.All.Select(venue => venue.Profile).Where(profile => profile.ClosedOn is null))
        {
            if (simulation.Endpoints.TryGetValue(venue.Id, out var endpoint))
            {
                start.Environment[$"LIQMON_Venues__{venue.Id}__WebSocketUrl"] = endpoint.WebSocketUrl.GetLeftPart(UriPartial.Authority);
                start.Environment[$"LIQMON_Venues__{venue.Id}__RestUrl"] = endpoint.RestUrl.GetLeftPart(UriPartial.Authority);
            }
            else
            {
                start.Environment[$"LIQMON_Venues__{venue.Id}__Enabled"] = "false";
            }
        }

        foreach (var source in (string[])["CoinbaseUrl", "BinanceSpotUrl", "CoinGeckoUrl", "HyperliquidDailyUrl"])
            start.Environment[$"LIQMON_Context__{source}"] = simulation.SourcesUrl.GetLeftPart(UriPartial.Authority);

        if (influx is { } server)
        {
            start.Environment["LIQMON_Influx__Url"] = server.Url.GetLeftPart(UriPartial.Authority);
            start.Environment["LIQMON_Influx__Api"] = "v1";
            start.Environment["LIQMON_Influx__Database"] = server.Database;
        }

        return new(Process.Start(start)!, listen);
    }

    /// <summary>Its figures as Prometheus gets them.</summary>
    public Task<string> MetricsTextAsync() => _http.GetStringAsync("/metrics");

    /// <summary>Its figures, by name: all samples of one name.</summary>
    public async Task<ILookup<string, (string Labels, double Value)>> MetricsAsync()
    {
        var text = await MetricsTextAsync();
        return text.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(Sample).ToLookup(sample => sample.Name, sample => (sample.Labels, sample.Value));
    }

    /// <summary>Ends it as a service manager would (an interrupt is ignored by what was started in the background), and waits.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-s", "TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
        _http.Dispose();
    }

    private static (string Name, string Labels, double Value) Sample(string line)
    {
        var space = line.LastIndexOf(' ');
        var brace = line.IndexOf('{', StringComparison.Ordinal);
        var name = line[..(brace < 0 ? space : brace)];
        return (name, brace < 0 ? "" : line[brace..space], double.Parse(line[(space + 1)..], CultureInfo.InvariantCulture));
    }
}
