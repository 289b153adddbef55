using System.Buffers;

namespace LiqMon.Influx;

/// <summary>Lines of many points, cut into batches of a number of points. Used again and again.</summary>
internal sealed class LineBatches : IBufferWriter<byte>
{
    private readonly ArrayBufferWriter<byte> _bytes = new(1 << 20);
    private readonly List<int> _ends = [];
    private readonly int _pointsOfABatch;
    private int _points;

    internal LineBatches(int pointsOfABatch) => _pointsOfABatch = pointsOfABatch;

    /// <summary>The batches; valid until <see cref="Clear"/>.</summary>
    internal IEnumerable<ReadOnlyMemory<byte>> All
    {
        get
        {
            var start = 0;
            foreach (var end in _ends)
            {
                yield return _bytes.WrittenMemory[start..end];
                start = end;
            }

            if (start < _bytes.WrittenCount)
                yield return _bytes.WrittenMemory[start..];
        }
    }

    /// <summary>Ends a point.</summary>
    internal void Finished()
    {
        if (++_points % _pointsOfABatch == 0)
            _ends.Add(_bytes.WrittenCount);
    }

    internal void Clear()
    {
        _bytes.ResetWrittenCount();
        _ends.Clear();
        _points = 0;
    }

    /// <inheritdoc/>
    public void Advance(int count) => _bytes.Advance(count);

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0) => _bytes.GetMemory(sizeHint);

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => _bytes.GetSpan(sizeHint);
}
