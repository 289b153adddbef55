using System.Buffers;
using Parquet;
using Parquet.Schema;

namespace LiqMon.Exports;

/// <summary>Cells that the store keeps as whole numbers: times, dollars, counts. Turned into their type when a group is written.</summary>
/// <param name="field">Name and type.</param>
/// <param name="convert">Makes the cell's value.</param>
internal sealed class WholeColumn<T>(DataField field, Func<long, T> convert) : ParquetColumn(field)
    where T : struct
{
    private readonly bool _isOptional = field.IsNullable;
    private readonly Cells<long> _numbers = new();
    private readonly Cells<bool> _isKnown = new();

    internal override void Add(long? value)
    {
        _numbers.Add(value ?? 0);
        if (_isOptional)
            _isKnown.Add(value is not null);
    }

    internal override async Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellation)
    {
        if (_isOptional)
            await WriteOptionalAsync(group, cancellation).ConfigureAwait(false);
        else
            await WriteAllAsync(group, cancellation).ConfigureAwait(false);
        _numbers.Clear();
        _isKnown.Clear();
    }

    public override void Dispose()
    {
        _numbers.Dispose();
        _isKnown.Dispose();
    }

    private async Task WriteAllAsync(ParquetRowGroupWriter group, CancellationToken cancellation)
    {
        var count = _numbers.Count;
        var values = ArrayPool<T>.Shared.Rent(count);
        for (var i = 0; i < count; i++)
            values[i] = convert(_numbers[i]);
        await group.WriteAsync(Field, (ReadOnlyMemory<T>)values.AsMemory(0, count), cancellationToken: cancellation).ConfigureAwait(false);
        ArrayPool<T>.Shared.Return(values);
    }

    private async Task WriteOptionalAsync(ParquetRowGroupWriter group, CancellationToken cancellation)
    {
        var count = _numbers.Count;
        var values = ArrayPool<T?>.Shared.Rent(count);
        for (var i = 0; i < count; i++)
            values[i] = _isKnown[i] ? convert(_numbers[i]) : null;
        await group.WriteAsync(Field, (ReadOnlyMemory<T?>)values.AsMemory(0, count), cancellationToken: cancellation).ConfigureAwait(false);
        ArrayPool<T?>.Shared.Return(values);
    }
}
