using LiqMon.Influx;
using LiqMon.Store;
using LiqMon.Tests.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiqMon.Tests.Influx;

/// <summary>A store with a writer that tells a server about it.</summary>
internal sealed class WriterRun : IAsyncDisposable
{
    private readonly StoreFolder? _folder;
    private readonly string _path;
    private readonly InfluxOptions _options;
    private CancellationTokenSource _stopping = new();
    private InfluxWriter _writer = null!;
    private Task _running = Task.CompletedTask;

    /// <summary>Over a store of its own.</summary>
    internal WriterRun(InfluxOptions options, Func<StoreOptions, StoreOptions>? change = null)
        : this(options, new StoreFolder(), change)
    {
    }

    /// <summary>Over a store that is there.</summary>
    internal WriterRun(InfluxOptions options, string path)
    {
        (_options, _path) = (options, path);
        Store = EventStore.Open(new StoreOptions { DataDirectory = path, ReserveBytes = 0, Destinations = [InfluxOptions.Destination] }, TimeProvider.System);
        Start();
    }

    private WriterRun(InfluxOptions options, StoreFolder folder, Func<StoreOptions, StoreOptions>? change)
    {
        (_options, _folder, _path) = (options, folder, folder.Path);
        StoreOptions store = folder.Options with { Destinations = [InfluxOptions.Destination] };
        Store = folder.Open(change?.Invoke(store) ?? store);
        Start();
    }

    internal EventStore Store { get; }

    internal InfluxCounters Counters => _writer.Counters;

    internal static InfluxOptions V1(Uri url, string database) => new() { Url = url, Api = InfluxApi.V1, Target = database };

    /// <summary>Ends the writer as a kill would, with what it has not noted forgotten, and starts another.</summary>
    internal async Task RestartAsync()
    {
        await StopAsync();
        _stopping = new CancellationTokenSource();
        Start();
    }

    /// <summary>Waits until the server has been told everything.</summary>
    internal async Task UntilToldAsync(double seconds = 120)
    {
        using var reader = OutboxReader.Open(_path);
        await Until.TrueAsync(
            () => reader.State(InfluxOptions.Destination) is { Waiting: 0, ResyncFromMs: null },
            $"all is told; {Counters.Fault}", seconds);
    }

    /// <summary>Asks for everything once more, as the command does.</summary>
    internal void Resync() => Assert.True(OutboxResync.Request(_path, InfluxOptions.Destination, fromMs: 0));

    internal DestinationState State()
    {
        using var reader = OutboxReader.Open(_path);
        return reader.State(InfluxOptions.Destination)!;
    }

    internal IReadOnlyList<RefusedPoint> Refused()
    {
        using var reader = OutboxReader.Open(_path);
        return reader.Refused(InfluxOptions.Destination, 10);
    }

    /// <summary>Orders and dollars in the store.</summary>
    internal (string Orders, string Usd) Stored()
    {
        var sums = _folder!.Dump("SELECT count(*), sum(usd_micro) / 1000000 FROM liquidation").Split('|');
        return (sums[0], sums[1]);
    }

    /// <summary>Orders and dollars in InfluxDB, once by single points and once by minutes.</summary>
    internal static async Task<((string, string) Single, (string, string) ByMinute)> WrittenAsync(InfluxServer server, string database)
    {
        var single = Assert.Single(await server.QueryAsync(database, "SELECT count(usd), sum(usd) FROM liquidation"));
        var minutes = Assert.Single(await server.QueryAsync(database, "SELECT sum(orders), sum(usd) FROM liquidation_1m"));
        var venues = Assert.Single(await server.QueryAsync(database, "SELECT sum(orders), sum(usd) FROM liquidation_venue_1m"));
        Assert.Equal((minutes[1], minutes[2]), (venues[1], venues[2]));
        return ((single[1], single[2]), (minutes[1], minutes[2]));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Store.Dispose();
        _folder?.Dispose();
    }

    private void Start()
    {
        _writer = InfluxWriter.Open(new InfluxWriterSetup
        {
            Options = _options,
            Store = Store,
            DataDirectory = _path,
            Random = new Random(1),
            Time = TimeProvider.System,
            Log = NullLogger.Instance,
        });
        _running = _writer.RunAsync(_stopping.Token);
    }

    private async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _writer.Dispose();
        _stopping.Dispose();
    }
}
