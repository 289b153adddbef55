using System.Collections;

namespace LiqMon.Queries;

/// <summary>Rows of the store that become rows of an answer one by one, each time they are looked at.</summary>
/// <param name="rows">The rows.</param>
/// <param name="count">How many of them, from the first on.</param>
/// <param name="map">Makes one row.</param>
internal sealed class MappedRows<TFrom, TTo>(IReadOnlyList<TFrom> rows, int count, Func<TFrom, TTo> map) : IReadOnlyList<TTo>
{
    /// <inheritdoc/>
    public int Count => count;

    /// <inheritdoc/>
    public TTo this[int index] => index < count ? map(rows[index]) : throw new ArgumentOutOfRangeException(nameof(index));

    /// <inheritdoc/>
    public IEnumerator<TTo> GetEnumerator() => rows.Take(count).Select(map).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
