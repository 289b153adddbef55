using LiqMon.Completeness;
using LiqMon.Store;
using LiqMon.Threading;

namespace LiqMon.Postgres;

/// <summary>
/// Delivers to PostgreSQL what the store holds, behind a cursor that survives restarts. A transaction is committed by the server
/// before the cursor moves, and rows that are there already change nothing: so nothing is lost and nothing is there twice, whoever
/// is killed.
/// </summary>
public sealed class PostgresWriter : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DeniedPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AllCoverageEvery = TimeSpan.FromMinutes(10);

    private readonly PostgresSetup _setup;
    private readonly StoreReader _reader;
    private readonly OutboxReader _outbox;
    private readonly PostgresClient _client;
    private readonly CoverageMarks _marks;
    private Dictionary<(string Venue, long DayMs), ulong> _written = [];
    private Backoff _backoff;
    private bool _isResyncNext;
    private long? _coverageMs;
    private long? _allCoverageMs;
    private (string Detail, long SinceMs)? _fault;

    private PostgresWriter(PostgresSetup setup, StoreReader reader)
    {
        (_setup, _reader) = (setup, reader);
        _outbox = OutboxReader.Over(reader);
        _client = new PostgresClient(setup.Options);
        _marks = new CoverageMarks(reader.Connection);
        _backoff = new Backoff(setup.Random);
    }

    /// <summary>What it has done.</summary>
    public PostgresCounters Counters { get; } = new();

    /// <summary>A writer over an open store.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public static PostgresWriter Open(PostgresSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        return new(setup, StoreReader.Open(setup.StoreOptions.DataDirectory));
    }

    /// <summary>Writes until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await Task.Yield();
        try
        {
            await WriteAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            await _client.CloseAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private async Task WriteAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            TimeSpan pause;
            try
            {
                pause = await TurnAsync(cancellation).ConfigureAwait(false);
            }
            catch (StoreException failure)
            {
                pause = Pause();
                _setup.Log.PostgresStoreFailed(failure.Message);
            }
            catch (Exception failure) when (PostgresFault.Of(failure) is not null)
            {
                // What is not noted is written again by the next process.
                if (cancellation.IsCancellationRequested)
                    return;
                pause = await FailedAsync(PostgresFault.Of(failure)!).ConfigureAwait(false);
            }

            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, _setup.Time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>One transaction; returns how long to wait before the next.</summary>
    private async Task<TimeSpan> TurnAsync(CancellationToken cancellation)
    {
        var state = State();
        Counters.Waits(state.Waiting, state.WaitingSinceMs is { } since ? NowMs() - since : 0);
        if (await _client.OpenAsync(cancellation).ConfigureAwait(false))
        {
            _written = await _client.CoverageMarksAsync(cancellation).ConfigureAwait(false);
            (_coverageMs, _allCoverageMs) = (null, null);
        }

        // What is new and what the tables hold from before take turns: a venue that never rests must not hold up the past.
        var isResync = state.ResyncFromMs is not null && (_isResyncNext || state.Newest == state.Done);
        _isResyncNext = !isResync;
        if (state.Newest > state.Done && !isResync)
        {
            var batch = _outbox.ByList(state.Done, state.Newest, _setup.Options.Changes);
            await _client.WriteAsync(batch, cancellation).ConfigureAwait(false);
            Wrote(state, batch, batch.Last, state.ResyncFromMs);
            return batch.Last < state.Newest || state.ResyncFromMs is not null ? TimeSpan.Zero : await RestAsync(cancellation).ConfigureAwait(false);
        }

        if (state.ResyncFromMs is { } fromMs)
        {
            var (batch, next) = _outbox.ByTime(fromMs, _setup.Options.Changes);
            await _client.WriteAsync(batch, cancellation).ConfigureAwait(false);
            Wrote(state, batch, state.Done, next);
            return TimeSpan.Zero;
        }

        Well();
        return await RestAsync(cancellation).ConfigureAwait(false);
    }

    private async Task<TimeSpan> RestAsync(CancellationToken cancellation)
    {
        await WriteCoverageAsync(cancellation).ConfigureAwait(false);
        return Every;
    }

    private void Wrote(DestinationState state, OutboxBatch batch, long done, long? resyncFromMs)
    {
        var rows = batch.Liquidations.Count + batch.Minutes.Count + batch.OpenInterest.Count + batch.MarkPrices.Count;
        Well();
        Counters.Wrote(rows);
        SaveProgress(state, done, resyncFromMs, rows);
    }

    private async Task WriteCoverageAsync(CancellationToken cancellation)
    {
        var nowMs = NowMs();
        if (!IsDue(_coverageMs, _setup.Options.CoverageEvery, nowMs))
            return;
        var isAll = IsDue(_allCoverageMs, AllCoverageEvery, nowMs);
        var today = UnixTime.Day(nowMs);
        var fromMs = isAll ? CoverageFromMs(nowMs) : today - UnixTime.DayMs;
        foreach (var (key, mark) in _marks.Of(fromMs, today + UnixTime.DayMs))
        {
            if (_written.TryGetValue(key, out var written) && written == mark)
                continue;
            var spans = CoverageSpan.Of(_reader, key.Venue, key.DayMs, Math.Min(key.DayMs + UnixTime.DayMs, nowMs), nowMs).ToList();
            await _client.WriteCoverageAsync(key.Venue, key.DayMs, spans, mark, cancellation).ConfigureAwait(false);
            _written[key] = mark;
            Counters.Wrote(spans.Count);
        }

        _coverageMs = nowMs;
        if (isAll)
            _allCoverageMs = nowMs;
    }

    private static bool IsDue(long? lastMs, TimeSpan every, long nowMs) =>
        lastMs is not { } last || nowMs < last || nowMs - last >= every.TotalMilliseconds;

    private long CoverageFromMs(long nowMs)
    {
        var kept = _setup.StoreOptions.CoverageRetention;
        if (_setup.StoreOptions.LiquidationRetention is { } single && single < kept)
            kept = single;
        return UnixTime.Day(nowMs - (long)kept.TotalMilliseconds) + (2 * UnixTime.DayMs);
    }

    private async Task<TimeSpan> FailedAsync(PostgresFault fault)
    {
        await _client.CloseAsync().ConfigureAwait(false);
        var pause = fault.IsDenied ? DeniedPause : Pause();
        Counters.Failed(fault.Detail);
        if (_fault?.Detail != fault.Detail)
        {
            if (fault.IsDenied)
                _setup.Log.PostgresDenied(_setup.Options.Name, fault.Detail, pause.TotalSeconds);
            else
                _setup.Log.PostgresFailed(fault.Detail);
        }

        _fault = (fault.Detail, _fault?.SinceMs ?? NowMs());
        var state = State();
        SaveProgress(state, state.Done, state.ResyncFromMs, 0);
        return pause;
    }

    private void Well()
    {
        if (_fault is { } fault)
            _setup.Log.PostgresResumed((NowMs() - fault.SinceMs) / 1_000.0);
        _fault = null;
        _backoff = new Backoff(_setup.Random);
        Counters.Well();
    }

    private TimeSpan Pause() => _backoff.Next() is var pause && pause < LongestPause ? pause : LongestPause;

    private DestinationState State() => _outbox.State(PostgresOptions.Destination)
        ?? throw new InvalidOperationException("The store was opened without PostgreSQL among its destinations.");

    private void SaveProgress(DestinationState state, long done, long? resyncFromMs, long rows) => _setup.Store.SaveProgress(new DestinationProgress
    {
        Destination = PostgresOptions.Destination,
        NowMs = NowMs(),
        Done = done,
        CascadeRevision = 0,
        ResyncWasFromMs = state.ResyncFromMs,
        ResyncFromMs = resyncFromMs,
        Points = rows,
        WrittenMs = rows > 0 ? NowMs() : null,
        Fault = _fault?.Detail,
        FaultMs = _fault?.SinceMs,
    });

    private long NowMs() => _setup.Time.GetUtcNow().ToUnixTimeMilliseconds();
}
