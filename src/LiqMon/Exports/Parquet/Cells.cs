using System.Buffers;

namespace LiqMon.Exports;

/// <summary>The cells of one column of a row group; its memory is used again for the next group, and then by other files.</summary>
internal sealed class Cells<T> : IDisposable
{
    private T[] _values = [];

    internal int Count { get; private set; }

    internal T this[int index] => _values[index];

    internal ReadOnlyMemory<T> Memory => _values.AsMemory(0, Count);

    internal ArraySegment<T> Segment => new(_values, 0, Count);

    internal void Add(T value)
    {
        if (Count == _values.Length)
            Grow();
        _values[Count++] = value;
    }

    internal void Clear() => Count = 0;

    /// <inheritdoc/>
    public void Dispose()
    {
        Return();
        (_values, Count) = ([], 0);
    }

    private void Grow()
    {
        var larger = ArrayPool<T>.Shared.Rent(Math.Max(256, _values.Length * 2));
        Memory.Span.CopyTo(larger);
        Return();
        _values = larger;
    }

    private void Return()
    {
        if (_values.Length > 0)
            ArrayPool<T>.Shared.Return(_values, clearArray: System.Runtime.CompilerServices.RuntimeHelpers.IsReferenceOrContainsReferences<T>());
    }
}
