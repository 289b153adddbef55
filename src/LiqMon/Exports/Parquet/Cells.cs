namespace LiqMon.Exports;

/// <summary>The cells of one column of a row group; its memory is used again for the next group.</summary>
internal sealed class Cells<T>
{
    private T[] _values = [];

    internal int Count { get; private set; }

    internal T this[int index] => _values[index];

    internal ReadOnlyMemory<T> Memory => _values.AsMemory(0, Count);

    internal ArraySegment<T> Segment => new(_values, 0, Count);

    internal void Add(T value)
    {
        if (Count == _values.Length)
            Array.Resize(ref _values, Math.Max(256, _values.Length * 2));
        _values[Count++] = value;
    }

    internal void Clear() => Count = 0;
}
