using System.Runtime.InteropServices;

namespace LiqMon.Store;

/// <summary>
/// Writes one batch after the other, for as long as it takes. A failure that may pass is waited for and nothing is dropped.
/// A batch that the store refuses is halved until what is refused stands alone: that goes to quarantine, before anything
/// behind it says that a span is whole, and the rest is committed. Cancelling leaves what is not yet written where it is.
/// Used by one thread at a time.
/// </summary>
internal sealed class BatchWriter(EventStore store, TimeProvider time, CommitCounters counters, ILogger log)
{
    private const int LongestPauseSeconds = 30;

    private readonly Stack<Part> _parts = [];
    private readonly List<StoreItem> _replacements = [];
    private (string First, int Items)? _refused;
    private long? _failingSince;
    private int _attempts;

    /// <summary>Items of the batch that are not yet written.</summary>
    internal int Waiting => _parts.Sum(part => part.Count);

    /// <summary>Begins a batch; the one before must be done.</summary>
    internal void Start(List<StoreItem> batch)
    {
        if (batch.Count > 0)
            _parts.Push(new(batch, 0, batch.Count));
    }

    /// <summary>Writes the next part of the batch; null when all of it is written.</summary>
    /// <exception cref="StoreException">The store is damaged or its file is gone; nothing more can be written.</exception>
    internal async ValueTask<CommitResult?> NextAsync(CancellationToken cancellation)
    {
        while (true)
        {
            QuarantineRefused();
            if (!_parts.TryPeek(out var part))
                return null;
            var started = time.GetTimestamp();
            try
            {
                var result = store.Commit(Slice(part));
                _parts.Pop();
                counters.Add(result, time.GetElapsedTime(started));
                Succeeded();
                return result;
            }
            catch (StoreException failure) when (failure.IsFinal)
            {
                throw;
            }
            catch (StoreException failure) when (failure.Failure != StoreFailure.Refused || part.IsQuarantine)
            {
                await WaitAsync(failure.Message, cancellation).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is not (ObjectDisposedException or OutOfMemoryException))
            {
                counters.Failed();
                Split(_parts.Pop(), failure);
            }
        }
    }

    private async Task WaitAsync(string message, CancellationToken cancellation)
    {
        counters.Failed();
        _failingSince ??= time.GetTimestamp();
        var pause = TimeSpan.FromSeconds(Math.Min(LongestPauseSeconds, 1 << Math.Min(_attempts++, 5)));
        log.CommitFailed(message, Waiting, pause.TotalSeconds);
        await Task.Delay(pause, time, cancellation).ConfigureAwait(false);
    }

    private void Succeeded()
    {
        if (_failingSince is { } since)
            log.CommitsResumed(time.GetElapsedTime(since).TotalSeconds);
        (_failingSince, _attempts) = (null, 0);
    }

    private void Split(Part part, Exception failure)
    {
        if (part.Count > 1)
        {
            var half = part.Count / 2;
            _parts.Push(part with { From = part.From + half, Count = part.Count - half });
            _parts.Push(part with { Count = half });
            return;
        }

        var item = part.Items[part.From];
        if (RefusedItem.Parts(item) is { } contracts)
        {
            _parts.Push(new(contracts, 0, contracts.Count));
            return;
        }

        counters.Refused();
        _replacements.AddRange(RefusedItem.InPlaceOf(item, failure, time.GetUtcNow().ToUnixTimeMilliseconds()));
        _refused = _refused is { } known ? known with { Items = known.Items + 1 } : (failure.Message, 1);
    }

    /// <summary>
    /// What was refused goes to quarantine in one commit, when nothing else is left of the batch or the next part may say
    /// that a span is whole: killed in between, the store would be whole without the refused item. It is reported in one line.
    /// </summary>
    private void QuarantineRefused()
    {
        if (_replacements.Count == 0 || (_parts.TryPeek(out var next) && !RefusedItem.MayClaimCoverage(Slice(next))))
            return;
        if (_refused is { } refused)
            log.ItemsRefused(refused.Items, refused.First);
        _refused = null;
        _parts.Push(new([.. _replacements], 0, _replacements.Count, IsQuarantine: true));
        _replacements.Clear();
    }

    private static Span<StoreItem> Slice(in Part part) => CollectionsMarshal.AsSpan(part.Items).Slice(part.From, part.Count);

    /// <summary>Some items of a list, to be written together.</summary>
    private readonly record struct Part(List<StoreItem> Items, int From, int Count, bool IsQuarantine = false);
}
