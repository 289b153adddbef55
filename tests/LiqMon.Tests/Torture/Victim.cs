using System.Text.RegularExpressions;
using LiqMon.Simulator;
using LiqMon.Tests.EndToEnd;
using LiqMon.Tests.Influx;

namespace LiqMon.Tests.Torture;

/// <summary>A store and the processes that write it, one after the other, each killed.</summary>
internal sealed partial class Victim : IDisposable
{
    /// <summary>Longest time from a start to the kill that it leads to.</summary>
    private const double StartMs = 1_500;

    /// <summary>Longest time from when all is live to the kill that it leads to.</summary>
    private const double LiveMs = 3_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Simulation _simulation;
    private readonly Dictionary<string, string> _settings;
    private readonly Random _random;
    private readonly int _feeds;
    private LiqMonProcess? _process;

    /// <param name="simulation">What it watches.</param>
    /// <param name="feeds">How many feeds that has.</param>
    /// <param name="influx">Where it writes to.</param>
    /// <param name="database">The database there.</param>
    /// <param name="seed">Start of its moments.</param>
    public Victim(Simulation simulation, int feeds, InfluxServer influx, string database, int seed)
    {
        (_simulation, _feeds, Database, _random) = (simulation, feeds, database, new Random(seed));
        _settings = new()
        {
            ["LIQMON_Influx__Url"] = influx.Url.GetLeftPart(UriPartial.Authority),
            ["LIQMON_Influx__Api"] = "v1",
            ["LIQMON_Influx__Database"] = database,
        };
    }

    public string Data { get; } = Directory.CreateTempSubdirectory("liqmon-victim-").FullName;

    public string Database { get; }

    /// <summary>Kills of a process that was starting, whatever it had come to.</summary>
    public int KilledStarting { get; private set; }

    /// <summary>Kills of a process all of whose feeds were live.</summary>
    public int KilledLive { get; private set; }

    /// <summary>Processor time of the killed processes.</summary>
    public TimeSpan Processor { get; private set; }

    /// <summary>Where the running process listens.</summary>
    public Uri Url => new(Address().Match(_process!.Errors).Value);

    /// <summary>What the running process has written for people.</summary>
    public string Errors => _process!.Errors;

    /// <summary>Starts and kills: half of the kills come up to 1.5 s after the start, half up to 3 s after all feeds are live.</summary>
    public async Task DieAsync(int times)
    {
        for (; times > 0; times--)
        {
            var waitsForLive = _random.Next(2) == 0;
            var pause = TimeSpan.FromMilliseconds(_random.NextDouble() * (waitsForLive ? LiveMs : StartMs));
            Start();
            if (waitsForLive)
                await UntilLiveAsync();
            await Task.Delay(pause);
            if (IsLive())
                KilledLive++;
            else
                KilledStarting++;
            Processor += _process!.Processor;
            await _process.KillAsync();
            _process.Dispose();
            _process = null;
        }
    }

    /// <summary>Starts once more, to stay.</summary>
    public void Start()
    {
        _process?.Dispose();
        _process = LiqMonProcess.Start(_simulation, _settings, "run", "--data", Data, "--listen", "http://127.0.0.1:0");
    }

    public Task UntilLiveAsync() => Until.TrueAsync(IsLive, $"all {_feeds} feeds of {Data} are live", Patience.TotalSeconds);

    /// <summary>Ends the process as a service manager does.</summary>
    public async Task<int> StopAsync()
    {
        await _process!.SignalAsync("TERM");
        return await _process.ExitCodeAsync();
    }

    public void Dispose()
    {
        _process?.Dispose();
        Directory.Delete(Data, recursive: true);
    }

    private bool IsLive() => Live().Matches(_process!.Errors).DistinctBy(match => match.Groups[1].Value).Count() >= _feeds;

    [GeneratedRegex(@"(\w+ \w+): live\b")]
    private static partial Regex Live();

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+$", RegexOptions.Multiline)]
    private static partial Regex Address();
}
