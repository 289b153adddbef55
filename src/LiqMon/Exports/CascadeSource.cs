using LiqMon.Queries;
using LiqMon.Store;

namespace LiqMon.Exports;

/// <summary>Cascades that reach into the span, the same cells as their list. There are few, so they are read at once.</summary>
internal sealed class CascadeSource : IExportSource
{
    internal static readonly string[] Columns =
    [
        "start", "end", "asset", "side", "open", "usd", "side_usd", "orders", "peak_minute", "peak_minute_usd", "multiple", "venues",
        "price_change", "price_change_hour_after", "oi_change", "coverage",
    ];

    private readonly EncodedNames _names;
    private readonly Queue<CascadeResult> _left;

    internal CascadeSource(StoreReader reader, LiquidationFilter filter, decimal minUsd)
    {
        _names = new EncodedNames(reader.Names);
        _left = new(reader.Cascades.List(filter, (double)minUsd, int.MaxValue).Select(CascadeResult.Of).Reverse());
    }

    /// <inheritdoc/>
    public bool Next(int most, RowWriter rows)
    {
        for (var row = 0; row < most && _left.TryDequeue(out var cascade); row++)
            Write(cascade, rows);
        return _left.Count > 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Write(CascadeResult cascade, RowWriter rows)
    {
        rows.Time(cascade.Start.ToUnixTimeMilliseconds());
        rows.Time(cascade.End.ToUnixTimeMilliseconds());
        rows.Text(_names.Text(cascade.Asset, rows));
        rows.Text(_names.Word(cascade.Side, rows));
        rows.Truth(cascade.Open);
        rows.Dollars((long)(cascade.Usd * 1_000_000));
        rows.Dollars((long)(cascade.SideUsd * 1_000_000));
        rows.Count(cascade.Orders);
        rows.Time(cascade.PeakMinute.ToUnixTimeMilliseconds());
        rows.Dollars((long)(cascade.PeakMinuteUsd * 1_000_000));
        rows.Number(cascade.Multiple);
        rows.Text(rows.Encode(cascade.Venues));
        rows.Number(cascade.PriceChange);
        rows.Number(cascade.PriceChangeHourAfter);
        rows.Number(cascade.OiChange);
        rows.Number((double)cascade.Coverage);
        rows.End();
    }
}
