using LiqMon.Store;
using LiqMon.Windows;

namespace LiqMon.Exports;

/// <summary>
/// Totals of each minute, venue, asset and side. Of a minute that the span cuts only the part inside counts, from single
/// events, so that the rows add up to what <c>squeeze</c> says of the same span.
/// </summary>
internal sealed class MinuteSource : IExportSource
{
    internal static readonly ExportColumn[] Schema =
    [
        new("start", CellKind.Time), new("venue", CellKind.Text), new("asset", CellKind.Text), new("side", CellKind.Text),
        new("usd", CellKind.Dollars), new("orders", CellKind.Count), new("largest_usd", CellKind.Dollars),
        new("largest_symbol", CellKind.Text), new("largest_price", CellKind.Number), new("largest_time", CellKind.Time),
    ];

    private readonly StoreReader _reader;
    private readonly LiquidationFilter _filter;
    private readonly SeriesFilter _series;
    private readonly EncodedNames _names;
    private readonly Queue<(SpanPart Part, long FromMs, long ToMs)> _parts;
    private Scan? _scan;

    internal MinuteSource(StoreReader reader, LiquidationFilter filter)
    {
        (_reader, _filter) = (reader, filter);
        _series = new SeriesFilter(filter);
        _names = new EncodedNames(reader.Names);
        var (fromMs, toMs) = reader.Liquidations.ExactEnds(filter);
        _parts = new(SpanParts.Of(fromMs, toMs, SpanPart.Minutes));
    }

    /// <inheritdoc/>
    public bool Next(int most, IRowWriter rows)
    {
        if (_scan is null)
        {
            if (!_parts.TryDequeue(out var part))
                return false;
            if (part.Part == SpanPart.Events)
            {
                foreach (var cell in _reader.Liquidations.CutMinutes(_filter with { FromMs = part.FromMs, ToMs = part.ToMs }))
                    Write(cell, rows);
                return _parts.Count > 0;
            }

            _scan = new Scan(_reader.Connection, ScanRows.Minutes, 3, part.FromMs, part.ToMs);
        }

        if (_scan.Next(most, stored => Write(stored, rows)))
            return true;
        _scan.Dispose();
        _scan = null;
        return _parts.Count > 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _scan?.Dispose();

    private void Write(Statement.Rows stored, IRowWriter rows)
    {
        if (_series.Includes(_reader.Names.Series(stored.Series())))
            Write(BucketSql.Read(stored, _reader.Names), rows);
    }

    private void Write(in Bucket cell, IRowWriter to)
    {
        var rows = to.Of(cell.Venue);
        rows.Time(cell.StartMs);
        rows.Text(_names.Text(cell.Venue));
        rows.Text(_names.Text(cell.Asset));
        rows.Text(_names.Word(cell.Side));
        rows.Dollars(cell.MicroUsd);
        rows.Count(cell.Orders);
        rows.Dollars(cell.LargestMicroUsd);
        rows.Text(_names.Text(cell.LargestSymbol));
        rows.Number(cell.LargestPrice);
        rows.Time(cell.LargestTimeMs);
        rows.End();
    }
}
