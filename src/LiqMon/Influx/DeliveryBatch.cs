using LiqMon.Store;

namespace LiqMon.Influx;

/// <summary>Reads what a turn is about and holds its lines, cut into batches, until it is used again. For one thread at a time.</summary>
internal sealed class DeliveryBatch : IDisposable
{
    private readonly LineBatches _batches;
    private readonly StoredPoints _points;

    private DeliveryBatch(OutboxReader reader, int batchPoints)
    {
        Reader = reader;
        _batches = new LineBatches(batchPoints);
        _points = new StoredPoints(_batches);
    }

    /// <summary>Reads the store.</summary>
    internal OutboxReader Reader { get; }

    /// <summary>Rows that the line protocol cannot carry, since the start.</summary>
    internal long Unwritable => _points.Unwritable;

    /// <summary>With a reading connection of its own.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    internal static DeliveryBatch Open(string dataDirectory, int batchPoints) => new(OutboxReader.Open(dataDirectory), batchPoints);

    /// <summary>Writes the lines of what was read.</summary>
    internal Queue<ReadOnlyMemory<byte>> Of(OutboxBatch batch)
    {
        _batches.Clear();
        _points.Add(batch);
        return new(_batches.All);
    }

    /// <inheritdoc/>
    public void Dispose() => Reader.Dispose();
}
