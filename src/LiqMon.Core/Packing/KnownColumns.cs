namespace LiqMon.Packing;

/// <summary>Up to two columns that a reader knows before it reads another.</summary>
internal readonly ref struct KnownColumns
{
    private readonly ReadOnlySpan<double> _first;
    private readonly ReadOnlySpan<double> _second;

    internal KnownColumns(ReadOnlySpan<double> first)
    {
        _first = first;
        Count = 1;
    }

    internal KnownColumns(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        _first = first;
        _second = second;
        Count = 2;
    }

    internal int Count { get; }

    internal ReadOnlySpan<double> this[int index] => index == 0 ? _first : _second;

    /// <summary>Of each column the numbers that are known in another.</summary>
    internal KnownColumns Pick(ReadOnlySpan<bool> isKnown, int count) => Count switch
    {
        0 => this,
        1 => new(OptionalColumn.Pick(_first, isKnown, count)),
        _ => new(OptionalColumn.Pick(_first, isKnown, count), OptionalColumn.Pick(_second, isKnown, count)),
    };
}
