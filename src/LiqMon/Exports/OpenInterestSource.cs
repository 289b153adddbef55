using LiqMon.Store;

namespace LiqMon.Exports;

/// <summary>Samples of open interest, one for each contract and minute, or hour where detail has ended.</summary>
internal sealed class OpenInterestSource(StoreReader reader, LiquidationFilter filter) : IExportSource
{
    internal static readonly string[] Columns = ["time", "venue", "symbol", "asset", "margin", "usd", "base", "contracts"];

    // The raster's cell of a sample begins at most an hour before it.
    private readonly Scan _scan = new(
        reader.Connection, ScanRows.OpenInterest, 2, UnixTime.Hour(filter.FromMs), filter.ToMs);

    private readonly SeriesFilter _series = new(filter);
    private readonly EncodedNames _names = new(reader.Names);

    /// <inheritdoc/>
    public bool Next(int most, RowWriter rows) => _scan.Next(most, stored => Write(stored, rows));

    /// <inheritdoc/>
    public void Dispose() => _scan.Dispose();

    private void Write(Statement.Rows stored, RowWriter rows)
    {
        var timeMs = stored.Integer(2);
        if (timeMs < filter.FromMs || timeMs >= filter.ToMs
            || _names.Contract((int)stored.Integer(1), _series, rows) is not { } contract)
            return;
        rows.Time(timeMs);
        rows.Text(contract.Venue);
        rows.Text(contract.Symbol);
        rows.Text(contract.Asset);
        rows.Text(contract.Margin);
        rows.Dollars(stored.RealOrNull(5));
        rows.Number(stored.RealOrNull(4));
        rows.Number(stored.RealOrNull(3));
        rows.End();
    }
}
