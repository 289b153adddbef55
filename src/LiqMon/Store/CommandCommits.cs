using System.Threading.Channels;

namespace LiqMon.Store;

/// <summary>
/// The way into the store for a command that reads something to its end: a bounded lane that waits when it is full, and the
/// commit loop behind it. After an interrupt the store gets a few seconds to take what was read.
/// </summary>
internal sealed class CommandCommits : IDisposable
{
    private const int Capacity = 8_192;
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(4);

    private readonly Channel<StoreItem> _lane = Channel.CreateBounded<StoreItem>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    private readonly Channel<Committed> _committed = Channel.CreateBounded<Committed>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

    private readonly CancellationTokenSource _givingUp = new();
    private readonly CancellationTokenSource _failed = new();
    private readonly CancellationTokenRegistration _interrupted;
    private readonly CancellationTokenSource _reading;
    private readonly CommitLoop _loop;
    private readonly Task _running;

    /// <summary>Starts to commit.</summary>
    /// <param name="store">The store, open for writing.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">The log.</param>
    /// <param name="interrupt">Ends reading, and soon after it committing.</param>
    internal CommandCommits(EventStore store, TimeProvider time, ILogger log, CancellationToken interrupt)
    {
        _interrupted = interrupt.Register(() => _givingUp.CancelAfter(StopWithin));
        _reading = CancellationTokenSource.CreateLinkedTokenSource(interrupt, _failed.Token);
        // Nobody watches live windows here: what is published of commits is dropped.
        _loop = new CommitLoop(store, [_lane.Reader], _committed.Writer, time.GetUtcNow().ToUnixTimeMilliseconds(), time, Counters, log);
        _running = RunAsync();
    }

    /// <summary>What was committed.</summary>
    internal CommitCounters Counters { get; } = new();

    /// <summary>Takes what is read.</summary>
    internal ChannelWriter<StoreItem> Items => _lane.Writer;

    /// <summary>Cancelled when reading has to end: by an interrupt, or because the store can never write again.</summary>
    internal CancellationToken Reading => _reading.Token;

    /// <summary>Cancelled when writing into the lane is of no more use.</summary>
    internal CancellationToken GivingUp => _givingUp.Token;

    /// <summary>Waits until everything is committed. Nothing more is taken.</summary>
    /// <exception cref="StoreException">The store did not take everything in time, or can never write again.</exception>
    internal async Task EndAsync()
    {
        _lane.Writer.TryComplete();
        try
        {
            await _running.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_givingUp.IsCancellationRequested && !_failed.IsCancellationRequested)
        {
            throw new StoreException(
                StoreFailure.Other,
                $"Stopped; {_loop.NotStored} items were read and are not stored, because the store did not take them in time.");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _interrupted.Dispose();
        _reading.Dispose();
        _failed.Dispose();
        _givingUp.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            await _loop.RunAsync(_givingUp.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Whoever waits for room in the lane would wait for ever.
            await _failed.CancelAsync().ConfigureAwait(false);
            await _givingUp.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }
}
