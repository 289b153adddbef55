using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>The numbers under which the store knows contracts and series. What a failed commit added is forgotten.</summary>
internal sealed class InstrumentRows
{
    private readonly Database _database;
    private readonly Dictionary<Instrument, InstrumentRow> _byReference = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(string Venue, string Symbol, long ValidFromMs), InstrumentRow> _byKey = [];
    private readonly Dictionary<(string Venue, string WireName), Instrument> _newest = [];
    private readonly Dictionary<(string Venue, string Asset, AssetClass Class), int> _series = [];
    private readonly HashSet<string> _changedVenues = [];
    private bool _addedAny;

    internal InstrumentRows(Database database)
    {
        _database = database;
        Load();
    }

    /// <summary>Venues for which the running commit brought contracts that were not known.</summary>
    internal IReadOnlyCollection<string> ChangedVenues => _changedVenues;

    internal InstrumentRow Row(Instrument instrument) =>
        _byReference.TryGetValue(instrument, out var row) ? row : Learn(instrument);

    /// <summary>The newest version of a contract by the name that the venue's messages call it.</summary>
    internal Instrument? Newest(string venue, string wireName) => _newest.GetValueOrDefault((venue, wireName));

    internal IEnumerable<Instrument> NewestOf(string venue) =>
        _newest.Values.Where(instrument => instrument.Venue == venue);

    /// <summary>Takes in listed contracts, each with its older versions.</summary>
    internal void List(ListedInstruments listed)
    {
        foreach (var newest in listed.Instruments)
            List(newest);
    }

    private void List(Instrument newest)
    {
        if (newest.WireSymbol is { } wire && _newest.TryGetValue((newest.Venue, wire), out var stored) && stored.Symbol == wire && newest.Symbol != wire)
            Rename(newest.Venue, wire, newest.Symbol);
        for (var version = newest; version is not null; version = version.Previous)
            Row(version);
    }

    internal void Committed()
    {
        _addedAny = false;
        _changedVenues.Clear();
    }

    internal void RolledBack()
    {
        _changedVenues.Clear();
        if (!_addedAny)
            return;
        _addedAny = false;
        Load();
    }

    private void Load()
    {
        _byReference.Clear();
        _byKey.Clear();
        _newest.Clear();
        _series.Clear();
        using (var rows = _database.Prepare("SELECT id, venue, asset, asset_class FROM series").Query())
        {
            while (rows.Step())
                _series.Add((rows.Text(1), rows.Text(2), (AssetClass)rows.Integer(3)), (int)rows.Integer(0));
        }

        foreach (var (row, instrument) in StoredInstruments.Read(_database))
        {
            _byKey.Add((instrument.Venue, instrument.Symbol, instrument.ValidFromMs), row);
            _byReference.Add(instrument, row);
            _newest[(instrument.Venue, instrument.WireName)] = instrument;
        }
    }

    private InstrumentRow Learn(Instrument instrument)
    {
        var key = (instrument.Venue, instrument.Symbol, instrument.ValidFromMs);
        if (!_byKey.TryGetValue(key, out var row))
        {
            row = Insert(instrument);
            _byKey.Add(key, row);
            _changedVenues.Add(instrument.Venue);
            _addedAny = true;
        }

        // Feeds keep one object per version, so this grows with contracts, not with events. A recording read many
        // times makes new objects for the same contracts.
        if (_byReference.Count > 4 * _byKey.Count + 1_000)
            _byReference.Clear();
        _byReference[instrument] = row;
        var newest = Newest(instrument.Venue, instrument.WireName);
        if (newest is null || newest.ValidFromMs <= instrument.ValidFromMs)
            _newest[(instrument.Venue, instrument.WireName)] = instrument;
        return row;
    }

    /// <summary>Gives a contract its name that was stored under what the venue's messages call it.</summary>
    private void Rename(string venue, string wireSymbol, string symbol)
    {
        _database.Prepare("UPDATE OR IGNORE instrument SET symbol = ?3, wire_symbol = ?2 WHERE venue = ?1 AND symbol = ?2")
            .Bind(1, venue)
            .Bind(2, wireSymbol)
            .Bind(3, symbol)
            .Run();
        _addedAny = true;
        Load();
    }

    private InstrumentRow Insert(Instrument instrument)
    {
        var series = Series(instrument);
        _database.Prepare(
            """
            INSERT INTO instrument(venue, symbol, valid_from_ms, series_id, quote, kind, margin, quantity_unit,
                contract_size, asset_factor, index_symbol, wire_symbol)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
            """)
            .Bind(1, instrument.Venue)
            .Bind(2, instrument.Symbol)
            .Bind(3, instrument.ValidFromMs)
            .Bind(4, series)
            .Bind(5, instrument.Quote)
            .Bind(6, (long)instrument.Kind)
            .Bind(7, (long)instrument.Margin)
            .Bind(8, (long)instrument.QuantityUnit)
            .Bind(9, instrument.ContractSize.ToString())
            .Bind(10, instrument.AssetFactor)
            .Bind(11, instrument.IndexSymbol)
            .Bind(12, instrument.WireSymbol)
            .Run();
        return new InstrumentRow((int)_database.LastRowId(), series);
    }

    private int Series(Instrument instrument)
    {
        var key = (instrument.Venue, instrument.Asset, instrument.AssetClass);
        if (_series.TryGetValue(key, out var known))
            return known;
        _database.Prepare("INSERT INTO series(venue, asset, asset_class) VALUES (?1, ?2, ?3)")
            .Bind(1, instrument.Venue)
            .Bind(2, instrument.Asset)
            .Bind(3, (long)instrument.AssetClass)
            .Run();
        var id = (int)_database.LastRowId();
        _series.Add(key, id);
        _addedAny = true;
        return id;
    }
}

/// <summary>Numbers of a stored contract version and of its series.</summary>
internal readonly record struct InstrumentRow(int Id, int SeriesId);
