using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>What the numbers of series and contracts stand for, as one connection has read it so far.</summary>
internal sealed class InstrumentCatalog(Database database)
{
    private readonly Dictionary<int, SeriesName> _series = [];
    private readonly Dictionary<int, InstrumentName> _instruments = [];
    private long? _named;

    /// <summary>
    /// Begins another view, on a connection that stays open: what was read is forgotten if a contract has got a name since. One that
    /// was stored under what the venue's messages call it gets its name when it is listed.
    /// </summary>
    internal void Refresh()
    {
        var named = database.Scalar("SELECT count(wire_symbol) FROM instrument");
        if (named == _named)
            return;
        _named = named;
        _series.Clear();
        _instruments.Clear();
    }

    /// <summary>All series.</summary>
    internal IReadOnlyCollection<SeriesName> AllSeries()
    {
        LoadSeries();
        return _series.Values;
    }

    /// <summary>All contract versions.</summary>
    internal IReadOnlyCollection<InstrumentName> AllInstruments()
    {
        LoadInstruments();
        return _instruments.Values;
    }

    /// <summary>All versions of one contract.</summary>
    internal IEnumerable<InstrumentName> VersionsOf(ContractKey contract) =>
        AllInstruments().Where(instrument => instrument.Key == contract);

    internal SeriesName Series(int id)
    {
        if (!_series.TryGetValue(id, out var known))
        {
            LoadSeries();
            known = _series[id];
        }

        return known;
    }

    internal InstrumentName Instrument(int id)
    {
        if (!_instruments.TryGetValue(id, out var known))
        {
            LoadInstruments();
            known = _instruments[id];
        }

        return known;
    }

    private void LoadSeries()
    {
        using var rows = database.Prepare("SELECT id, venue, asset, asset_class FROM series WHERE id > ?1 ORDER BY id")
            .Bind(1, _series.Count == 0 ? 0L : _series.Keys.Max()).Query();
        while (rows.Step())
        {
            var id = (int)rows.Integer(0);
            _series[id] = new SeriesName(id, string.Intern(rows.Text(1)), string.Intern(rows.Text(2)), (AssetClass)rows.Integer(3));
        }
    }

    private void LoadInstruments()
    {
        using var rows = database.Prepare("SELECT id, symbol, series_id, margin, kind, quote, asset_factor FROM instrument WHERE id > ?1 ORDER BY id")
            .Bind(1, _instruments.Count == 0 ? 0L : _instruments.Keys.Max()).Query();
        while (rows.Step())
        {
            var id = (int)rows.Integer(0);
            _instruments[id] = new InstrumentName(
                id, string.Intern(rows.Text(1)), Series((int)rows.Integer(2)), (MarginKind)rows.Integer(3),
                (InstrumentKind)rows.Integer(4) == InstrumentKind.Perpetual && AssetNames.IsUsd(rows.Text(5)), rows.Integer(6));
        }
    }
}

/// <summary>A stored series: what is summed up together.</summary>
internal sealed record SeriesName(int Id, string Venue, string Asset, AssetClass AssetClass);

/// <summary>A stored contract version; its price is that of <paramref name="AssetFactor"/> units of the asset.</summary>
internal sealed record InstrumentName(
    int Id, string Symbol, SeriesName Series, MarginKind Margin, bool IsDollarPerpetual, long AssetFactor)
{
    /// <summary>The contract whose version this is.</summary>
    internal ContractKey Key => new(Series.Venue, Symbol);
}
