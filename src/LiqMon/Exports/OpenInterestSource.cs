using LiqMon.Store;

namespace LiqMon.Exports;

/// <summary>Samples of open interest, one for each contract and minute, or hour where detail has ended.</summary>
internal sealed class OpenInterestSource(StoreReader reader, LiquidationFilter filter) : IExportSource
{
    internal static readonly ExportColumn[] Schema =
    [
        new("time", CellKind.Time), new("venue", CellKind.Text), new("symbol", CellKind.Text), new("asset", CellKind.Text),
        new("margin", CellKind.Text), new("usd", CellKind.Number, true), new("base", CellKind.Number, true),
        new("contracts", CellKind.Number, true),
    ];

    // The raster's cell of a sample begins at most an hour before it.
    private readonly SampleScan _scan = new(
        reader.Connection, SampleRows.OpenInterestKind, UnixTime.Hour(filter.FromMs), filter.ToMs);

    private readonly SeriesFilter _series = new(filter);
    private readonly EncodedNames _names = new(reader.Names);

    /// <inheritdoc/>
    public bool Next(int most, IRowWriter rows) => _scan.Next(most, stored => Write(stored, rows));

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is held between two steps.
    }

    private void Write(in Sample sample, IRowWriter to)
    {
        if (sample.TimeMs < filter.FromMs || sample.TimeMs >= filter.ToMs
            || _names.Contract(sample.Instrument, _series) is not { } contract)
            return;
        var rows = to.Of(contract.Venue.Text);
        rows.Time(sample.TimeMs);
        rows.Text(contract.Venue);
        rows.Text(contract.Symbol);
        rows.Text(contract.Asset);
        rows.Text(contract.Margin);
        rows.Dollars(sample.Third);
        rows.Number(sample.Second);
        rows.Number(sample.First);
        rows.End();
    }
}
