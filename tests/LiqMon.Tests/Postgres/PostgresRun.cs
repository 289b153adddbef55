using LiqMon.Postgres;
using LiqMon.Store;
using LiqMon.Tests.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiqMon.Tests.Postgres;

/// <summary>A store with a writer that delivers it to a server.</summary>
internal sealed class PostgresRun : IAsyncDisposable
{
    private readonly StoreFolder _folder = new();
    private readonly PostgresOptions _options;
    private readonly StoreOptions _storeOptions;
    private CancellationTokenSource _stopping = new();
    private PostgresWriter _writer = null!;
    private Task _running = Task.CompletedTask;

    internal PostgresRun(PostgresOptions options)
    {
        _options = options with { CoverageEvery = TimeSpan.Zero };
        _storeOptions = _folder.Options with { Destinations = [PostgresOptions.Destination], FirstTelling = TimeSpan.FromDays(365) };
        Store = _folder.Open(_storeOptions);
        Start();
    }

    internal EventStore Store { get; }

    internal PostgresCounters Counters => _writer.Counters;

    internal string Folder => _folder.Path;

    /// <summary>Ends the writer in the middle of what it does, and starts another.</summary>
    internal async Task RestartAsync()
    {
        await StopAsync();
        _stopping = new CancellationTokenSource();
        Start();
    }

    internal async Task UntilWrittenAsync(double seconds = 120)
    {
        using var reader = OutboxReader.Open(_folder.Path);
        await Until.TrueAsync(
            () => reader.State(PostgresOptions.Destination) is { Waiting: 0, ResyncFromMs: null },
            $"all is written; {Counters.Fault ?? _running.Exception?.ToString()}", seconds);
    }

    /// <summary>Orders and dollars in the store.</summary>
    internal string Stored() => _folder.Dump(
        "SELECT count(*) || '|' || printf('%d.%06d', sum(usd_micro) / 1000000, sum(usd_micro) % 1000000) FROM liquidation");

    internal string Dump(string sql) => _folder.Dump(sql);

    /// <summary>Asks for everything once more, as a list that grew too long does.</summary>
    internal void Resync() => Assert.True(OutboxResync.Request(_folder.Path, PostgresOptions.Destination, fromMs: 0));

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Store.Dispose();
        _folder.Dispose();
    }

    private void Start()
    {
        _writer = PostgresWriter.Open(new PostgresSetup
        {
            Options = _options,
            Store = Store,
            StoreOptions = _storeOptions,
            Random = new Random(1),
            Time = TimeProvider.System,
            Log = NullLogger.Instance,
        });
        _running = _writer.RunAsync(_stopping.Token);
    }

    private async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _running.ContinueWith(static _ => { }, TaskScheduler.Default);
        _writer.Dispose();
        _stopping.Dispose();
    }
}
