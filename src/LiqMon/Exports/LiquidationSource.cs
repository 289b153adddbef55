using LiqMon.Market;
using LiqMon.Store;

namespace LiqMon.Exports;

/// <summary>Single liquidations.</summary>
internal sealed class LiquidationSource(StoreReader reader, LiquidationFilter filter, decimal minUsd) : IExportSource
{
    /// <summary>The columns, which are also those of the list <c>liquidations</c>.</summary>
    internal static readonly ExportColumn[] Schema =
    [
        new("time", CellKind.Time), new("venue", CellKind.Text), new("symbol", CellKind.Text), new("asset", CellKind.Text),
        new("side", CellKind.Text), new("margin", CellKind.Text), new("usd", CellKind.Dollars), new("price", CellKind.Number),
        new("price_kind", CellKind.Text), new("base", CellKind.Number), new("contracts", CellKind.Number),
        new("received", CellKind.Time), new("id", CellKind.Identity),
    ];

    /// <summary>Their names.</summary>
    internal static readonly string[] Columns = [.. Schema.Select(column => column.Name)];

    private readonly Scan _scan = new(reader.Connection, ScanRows.Liquidations, 3, filter.FromMs, filter.ToMs);
    private readonly SeriesFilter _series = new(filter);
    private readonly EncodedNames _names = new(reader.Names);
    private readonly long _minMicroUsd = (long)Math.Min(Math.Ceiling(minUsd * 1_000_000m), long.MaxValue);

    /// <inheritdoc/>
    public bool Next(int most, IRowWriter rows) => _scan.Next(most, stored => Write(stored, rows));

    /// <inheritdoc/>
    public void Dispose() => _scan.Dispose();

    private void Write(Statement.Rows stored, IRowWriter to)
    {
        var microUsd = stored.Integer(8);
        if (microUsd < _minMicroUsd || _names.Contract((int)stored.Integer(1), _series) is not { } contract)
            return;
        var rows = to.Of(contract.Venue.Text);
        rows.Time(stored.Integer(0));
        rows.Text(contract.Venue);
        rows.Text(contract.Symbol);
        rows.Text(contract.Asset);
        rows.Text(_names.Word((LiquidatedSide)stored.Integer(3)));
        rows.Text(contract.Margin);
        rows.Dollars(microUsd);
        rows.Number(stored.Real(4));
        rows.Text(_names.Word((PriceKind)stored.Integer(5)));
        rows.Number(stored.Real(7));
        rows.Number(stored.Real(6));
        rows.Time(stored.Integer(9));
        rows.Identity(unchecked((ulong)stored.Integer(2)));
        rows.End();
    }
}
