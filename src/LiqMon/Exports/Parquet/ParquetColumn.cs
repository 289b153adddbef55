using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace LiqMon.Exports;

/// <summary>A column of a Parquet file, and the cells of the row group that is being filled.</summary>
internal abstract class ParquetColumn(DataField type) : IDisposable
{
    /// <summary>Name and type.</summary>
    internal DataField Field => type;

    /// <summary>The column of a kind of cells.</summary>
    internal static ParquetColumn Of(ExportColumn column) => column.Kind switch
    {
        CellKind.Text => new TextColumn(column),
        CellKind.Identity => new IdentityColumn(column),
        CellKind.Number => new NumberColumn(column),
        CellKind.Time => new WholeColumn<DateTime>(
            new DateTimeDataField(column.Name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, DateTimeTimeUnit.Millis, column.IsOptional),
            static ms => DateTime.UnixEpoch.AddMilliseconds(Math.Clamp(ms, LeastMs, MostMs))),
        CellKind.Dollars => new WholeColumn<decimal>(
            new DecimalDataField(column.Name, ParquetTypes.DollarDigits, ParquetTypes.DollarDecimals, isNullable: column.IsOptional), Dollars),
        CellKind.Count => new WholeColumn<long>(new DataField(column.Name, typeof(long), column.IsOptional), static number => number),
        CellKind.Truth => new WholeColumn<bool>(new DataField(column.Name, typeof(bool), column.IsOptional), static number => number != 0),
        _ => throw new ArgumentOutOfRangeException(nameof(column), column.Kind, null),
    };

    /// <summary>A whole number: a time, dollars, a count.</summary>
    internal virtual void Add(long? value) => throw Wrong();

    /// <summary>A floating number.</summary>
    internal virtual void Add(double? value) => throw Wrong();

    /// <summary>A text.</summary>
    internal virtual void Add(string? value) => throw Wrong();

    /// <summary>Gives the memory back.</summary>
    public abstract void Dispose();

    /// <summary>Writes the cells to a row group, and forgets them.</summary>
    internal abstract Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellation);

    // Year 1 to year 9999.
    private const long LeastMs = -62_135_596_800_000;
    private const long MostMs = 253_402_300_799_999;

    private static decimal Dollars(long microUsd)
    {
        var held = Math.Clamp(microUsd, -ParquetTypes.MostMicroUsd, ParquetTypes.MostMicroUsd);
        var size = (ulong)Math.Abs(held);
        return new decimal(unchecked((int)size), (int)(size >> 32), 0, held < 0, ParquetTypes.DollarDecimals);
    }

    private InvalidOperationException Wrong() =>
        new(string.Create(CultureInfo.InvariantCulture, $"The column {type.Name} does not hold such cells."));
}

/// <summary>Types of columns that pages and readers rely on.</summary>
internal static class ParquetTypes
{
    /// <summary>Digits of dollars: as many as eight bytes hold.</summary>
    internal const byte DollarDigits = 18;

    /// <summary>Decimals of dollars.</summary>
    internal const byte DollarDecimals = 6;

    /// <summary>The largest dollars of a cell, × 1,000,000: a trillion. A sum beyond it stays at it.</summary>
    internal const long MostMicroUsd = 999_999_999_999_999_999;
}
