using LiqMon.Market;
using LiqMon.Store;

namespace LiqMon.Exports;

/// <summary>Single liquidations.</summary>
internal sealed class LiquidationSource(StoreReader reader, LiquidationFilter filter, decimal minUsd) : IExportSource
{
    /// <summary>The columns, which are also those of the list <c>liquidations</c>.</summary>
    internal static readonly string[] Columns =
        ["time", "venue", "symbol", "asset", "side", "margin", "usd", "price", "price_kind", "base", "contracts", "received", "id"];

    private readonly Scan _scan = new(reader.Connection, ScanRows.Liquidations, 3, filter.FromMs, filter.ToMs);
    private readonly SeriesFilter _series = new(filter);
    private readonly EncodedNames _names = new(reader.Names);
    private readonly long _minMicroUsd = (long)Math.Min(Math.Ceiling(minUsd * 1_000_000m), long.MaxValue);

    /// <inheritdoc/>
    public bool Next(int most, RowWriter rows) => _scan.Next(most, stored => Write(stored, rows));

    /// <inheritdoc/>
    public void Dispose() => _scan.Dispose();

    private void Write(Statement.Rows stored, RowWriter rows)
    {
        var microUsd = stored.Integer(8);
        if (microUsd < _minMicroUsd || _names.Contract((int)stored.Integer(1), _series, rows) is not { } contract)
            return;
        rows.Time(stored.Integer(0));
        rows.Text(contract.Venue);
        rows.Text(contract.Symbol);
        rows.Text(contract.Asset);
        rows.Text(_names.Word((LiquidatedSide)stored.Integer(3), rows));
        rows.Text(contract.Margin);
        rows.Dollars(microUsd);
        rows.Number(stored.Real(4));
        rows.Text(_names.Word((PriceKind)stored.Integer(5), rows));
        rows.Number(stored.Real(7));
        rows.Number(stored.Real(6));
        rows.Time(stored.Integer(9));
        rows.Identity(unchecked((ulong)stored.Integer(2)));
        rows.End();
    }
}
