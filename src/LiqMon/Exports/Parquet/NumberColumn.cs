using System.Buffers;
using Parquet;
using Parquet.Schema;

namespace LiqMon.Exports;

/// <summary>Floating numbers. One that is not finite is none.</summary>
internal sealed class NumberColumn(ExportColumn column)
    : ParquetColumn(new DataField(column.Name, typeof(double), column.IsOptional))
{
    private readonly Cells<double> _numbers = new();

    internal override void Add(double? value) => _numbers.Add(value ?? double.NaN);

    public override void Dispose() => _numbers.Dispose();

    internal override async Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellation)
    {
        if (column.IsOptional)
        {
            var count = _numbers.Count;
            var values = ArrayPool<double?>.Shared.Rent(count);
            for (var i = 0; i < count; i++)
                values[i] = double.IsFinite(_numbers[i]) ? _numbers[i] : null;
            await group.WriteAsync(Field, (ReadOnlyMemory<double?>)values.AsMemory(0, count), cancellationToken: cancellation).ConfigureAwait(false);
            ArrayPool<double?>.Shared.Return(values);
        }
        else
        {
            await group.WriteAsync(Field, _numbers.Memory, cancellationToken: cancellation).ConfigureAwait(false);
        }

        _numbers.Clear();
    }
}
