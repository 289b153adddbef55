using LiqMon.Queries;
using LiqMon.Store;

namespace LiqMon.Exports;

/// <summary>Cascades that reach into the span, the same cells as their list. There are few, so they are read at once.</summary>
internal sealed class CascadeSource : IExportSource
{
    internal static readonly ExportColumn[] Schema =
    [
        new("start", CellKind.Time), new("end", CellKind.Time), new("asset", CellKind.Text), new("side", CellKind.Text),
        new("open", CellKind.Truth), new("usd", CellKind.Dollars), new("side_usd", CellKind.Dollars), new("orders", CellKind.Count),
        new("peak_minute", CellKind.Time), new("peak_minute_usd", CellKind.Dollars), new("multiple", CellKind.Number, true),
        new("venues", CellKind.Text), new("price_change", CellKind.Number, true), new("price_change_hour_after", CellKind.Number, true),
        new("oi_change", CellKind.Number, true), new("coverage", CellKind.Number, true),
    ];

    private readonly EncodedNames _names;
    private readonly Queue<CascadeResult> _left;

    internal CascadeSource(StoreReader reader, LiquidationFilter filter, decimal minUsd)
    {
        _names = new EncodedNames(reader.Names);
        _left = new(reader.Cascades.List(filter, (double)minUsd, int.MaxValue).Select(CascadeResult.Of).Reverse());
    }

    /// <inheritdoc/>
    public bool Next(int most, IRowWriter rows)
    {
        for (var row = 0; row < most && _left.TryDequeue(out var cascade); row++)
            Write(cascade, rows);
        return _left.Count > 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Write(CascadeResult cascade, IRowWriter rows)
    {
        rows.Time(cascade.Start.ToUnixTimeMilliseconds());
        rows.Time(cascade.End.ToUnixTimeMilliseconds());
        rows.Text(_names.Text(cascade.Asset));
        rows.Text(_names.Word(cascade.Side));
        rows.Truth(cascade.Open);
        rows.Dollars((long)(cascade.Usd * 1_000_000));
        rows.Dollars((long)(cascade.SideUsd * 1_000_000));
        rows.Count(cascade.Orders);
        rows.Time(cascade.PeakMinute.ToUnixTimeMilliseconds());
        rows.Dollars((long)(cascade.PeakMinuteUsd * 1_000_000));
        rows.Number(cascade.Multiple);
        rows.Texts(cascade.Venues);
        rows.Number(cascade.PriceChange);
        rows.Number(cascade.PriceChangeHourAfter);
        rows.Number(cascade.OiChange);
        rows.Number((double)cascade.Coverage);
        rows.End();
    }
}
