using System.Diagnostics;
using LiqMon.Simulator;
using LiqMon.Tests.Simulator;
using LiqMon.Venues;

namespace LiqMon.Tests.EndToEnd;

/// <summary>The real program in a process of its own.</summary>
internal sealed class LiqMonProcess : IDisposable
{
    private readonly Process _process;
    private readonly List<string> _errors = [];

    private LiqMonProcess(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, line) => Remember(line.Data);
        process.BeginErrorReadLine();
    }

    internal string Errors
    {
        get
        {
            lock (_errors)
                return string.Join('\n', _errors);
        }
    }

    internal int Id => _process.Id;

    /// <summary>Processor time it has used.</summary>
    internal TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts the program; with a simulation it watches that instead of the real venues.</summary>
    internal static LiqMonProcess Start(Simulation? simulation, params string[] args) => Start(simulation, sources: null, settings: null, args);

    /// <summary>The same, with settings in its environment.</summary>
    internal static LiqMonProcess Start(Simulation? simulation, IReadOnlyDictionary<string, string> settings, params string[] args) =>
        Start(simulation, sources: null, settings, args);

    /// <summary>The same, with the simulated sources of market context.</summary>
    internal static LiqMonProcess StartWithContext(Simulation simulation, params string[] args) =>
        Start(simulation, simulation.SourcesUrl, settings: null, args);

    private static LiqMonProcess Start(Simulation? simulation, Uri? sources, IReadOnlyDictionary<string, string>? settings, string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "liqmon.dll"), .. args])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        // What steers these tests is no setting of the program, which refuses settings that it does not know.
        foreach (var own in start.Environment.Keys.Where(name => name.StartsWith("LIQMON_", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(own);
        // No test dials the real venues; without a simulation nothing is dialled at all.
        foreach (var venue in VenueCatalog.All.Where(venue => simulation?.Endpoints.ContainsKey(venue.Profile.Id) != true && venue.Profile.ClosedOn is null))
            start.Environment[$"LIQMON_Venues__{venue.Profile.Id}__Enabled"] = "false";
        start.Environment["LIQMON_Context__Enabled"] = sources is null ? "false" : "true";
        foreach (var source in sources is null ? [] : (string[])["CoinbaseUrl", "BinanceSpotUrl", "CoinGeckoUrl", "HyperliquidDailyUrl"])
            start.Environment["LIQMON_Context__" + source] = sources!.GetLeftPart(UriPartial.Authority);
        foreach (var (venue, endpoint) in simulation?.Endpoints ?? new Dictionary<string, SimulatedEndpoint>())
        {
            start.Environment[$"LIQMON_Venues__{venue}__WebSocketUrl"] = endpoint.WebSocketUrl.GetLeftPart(UriPartial.Authority);
            start.Environment[$"LIQMON_Venues__{venue}__RestUrl"] = endpoint.RestUrl.GetLeftPart(UriPartial.Authority);
        }

        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return new(Process.Start(start)!);
    }

    /// <summary>Runs the program to its end.</summary>
    internal static async Task<(int Code, string Out, string Errors)> RunAsync(params string[] args)
    {
        using var process = Start(null, sources: null, settings: null, args);
        var output = await process._process.StandardOutput.ReadToEndAsync();
        return (await process.ExitCodeAsync(), output, process.Errors);
    }

    /// <summary>Reads one line of what it writes and no more.</summary>
    internal Task<string?> LineAsync() => _process.StandardOutput.ReadLineAsync();

    /// <summary>Has read enough, as "head" has.</summary>
    internal void StopReading() => _process.StandardOutput.Close();

    internal Task UntilSaysAsync(string words, TimeSpan? patience = null) =>
        Wait.UntilAsync(() => Errors.Contains(words, StringComparison.Ordinal), () => $"'{words}' in:\n{Errors}", patience);

    /// <summary>Ends the process without a warning, as a power cut or the kernel would.</summary>
    internal async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Sends a signal, once or more times in a row.</summary>
    internal async Task SignalAsync(string signal, int times = 1)
    {
        for (; times > 0; times--)
        {
            using var kill = Process.Start("kill", ["-s", signal, FormattableString.Invariant($"{_process.Id}")]);
            await kill.WaitForExitAsync();
        }
    }

    /// <summary>
    /// Asks it to end and says how long it took, on a thread of its own: what other tests do with the pool is no part of it.
    /// </summary>
    internal Task<TimeSpan> EndAsync(string signal, int times) => Task.Factory.StartNew(
        () =>
        {
            var asked = Stopwatch.GetTimestamp();
            for (; times > 0; times--)
            {
                using var kill = Process.Start("kill", ["-s", signal, FormattableString.Invariant($"{_process.Id}")]);
                kill.WaitForExit();
            }

            Assert.True(_process.WaitForExit(Wait.Patience), Errors);
            return Stopwatch.GetElapsedTime(asked);
        },
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    internal async Task<int> ExitCodeAsync()
    {
        using var patience = new CancellationTokenSource(Wait.Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private void Remember(string? line)
    {
        lock (_errors)
            _errors.Add(line ?? "");
    }
}
