using LiqMon.Exports;
using LiqMon.Store;

namespace LiqMon.Lake;

/// <summary>Leads samples to the files of their venues.</summary>
internal sealed class LakeSamples(InstrumentCatalog names, LiquidationFilter filter, LakeFiles files)
{
    private readonly SeriesFilter _series = new(filter);
    private readonly EncodedNames _names = new(names);

    internal void AddOpenInterest(Sample sample)
    {
        if (_names.Contract(sample.Instrument, _series) is not { } contract)
            return;
        var rows = files.Rows(contract.Venue.Text);
        rows.Time(sample.TimeMs);
        rows.Text(contract.Venue);
        rows.Text(contract.Symbol);
        rows.Text(contract.Asset);
        rows.Text(contract.Margin);
        rows.Number(sample.Third);
        rows.Number(sample.Second);
        rows.Number(sample.First);
        rows.End();
    }

    internal void AddMark(Sample sample)
    {
        if (_names.Contract(sample.Instrument, _series) is not { } contract)
            return;
        var rows = files.Rows(contract.Venue.Text);
        rows.Time(sample.TimeMs);
        rows.Text(contract.Venue);
        rows.Text(contract.Symbol);
        rows.Text(contract.Asset);
        rows.Number(sample.First);
        rows.Number(sample.Second);
        rows.Number(sample.Third);
        rows.Time(sample.NextFundingMs);
        rows.End();
    }
}
