using LiqMon.Store;

namespace LiqMon.Influx;

/// <summary>Reads from the store what each turn has to deliver. While a part of a long list is written, the next is read.</summary>
internal sealed class DeliveryReader : IDisposable
{
    private const int CascadesOfATurn = 500;

    // Two, so that one is read while the other is being written.
    private DeliveryBatch _lines;
    private DeliveryBatch _spare;
    private (long After, long UpTo, Task<DeliveryWork> Reading)? _ahead;

    private DeliveryReader(DeliveryBatch lines, DeliveryBatch spare) => (_lines, _spare) = (lines, spare);

    /// <summary>What the store has for destinations.</summary>
    internal OutboxReader Store => _lines.Reader;

    /// <summary>Rows that the line protocol cannot carry, since the start.</summary>
    internal long Unwritable => _lines.Unwritable + _spare.Unwritable;

    /// <exception cref="StoreException">The store cannot be read.</exception>
    internal static DeliveryReader Open(string dataDirectory, int batchPoints)
    {
        var lines = DeliveryBatch.Open(dataDirectory, batchPoints);
        return new(lines, DeliveryBatch.Open(dataDirectory, batchPoints));
    }

    /// <summary>Reads what a turn is about; null when there is nothing to deliver.</summary>
    /// <param name="state">How far delivery has got.</param>
    /// <param name="turn">The turn.</param>
    /// <param name="cascadeRevision">The last revision of a cascade that was delivered.</param>
    /// <param name="changes">How many changes are enough.</param>
    internal async Task<DeliveryWork?> NextAsync(DestinationState state, DeliveryStep turn, long cascadeRevision, int changes)
    {
        if (await TakeAheadAsync(turn).ConfigureAwait(false) is { } ready)
        {
            ReadAhead(ready, turn, changes);
            return ready with { Before = state, Turn = turn };
        }

        var (batch, next) = turn.Kind switch
        {
            DeliveryStepKind.Idle => (new OutboxBatch(), null),
            DeliveryStepKind.Resync => Store.ByTime(state.ResyncFromMs!.Value, changes),
            _ => (Store.ByList(turn.After, turn.UpTo, changes), null),
        };
        batch.Cascades.AddRange(Store.CascadesAfter(cascadeRevision, CascadesOfATurn));
        if (turn.Kind == DeliveryStepKind.Idle && batch.Rows == 0)
            return null;
        var work = new DeliveryWork(state, turn, batch, _lines.Of(batch), next);
        ReadAhead(work, turn, changes);
        return work;
    }

    /// <summary>While a part of a long list is written, reads the next.</summary>
    private void ReadAhead(DeliveryWork work, DeliveryStep turn, int changes)
    {
        if (turn.Kind != DeliveryStepKind.Backlog || work.Batch.Last >= turn.UpTo)
            return;
        var (after, upTo, spare) = (work.Batch.Last, turn.UpTo, _spare);
        _ahead = (after, upTo, Task.Run(() =>
        {
            var batch = spare.Reader.ByList(after, upTo, changes);
            return new DeliveryWork(work.Before, turn, batch, spare.Of(batch), NextMs: null);
        }));
    }

    /// <summary>
    /// What was read ahead, if it is what is wanted now. Anything else that is delivered in between may have written something newer
    /// of the same minute, so what was read before is dropped.
    /// </summary>
    private async Task<DeliveryWork?> TakeAheadAsync(DeliveryStep turn)
    {
        if (_ahead is not { } ahead || turn.Kind != DeliveryStepKind.Backlog || turn.After != ahead.After || turn.UpTo < ahead.UpTo)
        {
            await DropAheadAsync().ConfigureAwait(false);
            return null;
        }

        _ahead = null;
        var work = await ahead.Reading.ConfigureAwait(false);
        (_lines, _spare) = (_spare, _lines);
        return work;
    }

    /// <summary>Waits for what is being read ahead, and forgets it.</summary>
    internal async Task DropAheadAsync()
    {
        if (_ahead is not { } ahead)
            return;
        _ahead = null;
        // What goes wrong at reading goes wrong again when it is read for good.
        await ahead.Reading.ContinueWith(static _ => { }, TaskScheduler.Default).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _lines.Dispose();
        _spare.Dispose();
    }
}

/// <summary>A turn under way: what was read, the batches that are still to be written, and where reading by time goes on.</summary>
internal sealed record DeliveryWork(
    DestinationState Before, DeliveryStep Turn, OutboxBatch Batch, Queue<ReadOnlyMemory<byte>> Batches, long? NextMs)
{
    internal int Rows { get; } = Batch.Rows;
}
