namespace LiqMon.Store;

/// <summary>The table in which samples of one kind are rows until their hour is packed.</summary>
internal sealed class SampleTable
{
    private readonly Database _database;
    private readonly bool _isOpenInterest;
    private readonly string _at, _between, _ofContracts, _firstContract, _lastBefore, _firstFrom, _insert, _remove;

    internal SampleTable(Database database, int kind)
    {
        _database = database;
        _isOpenInterest = kind == SampleRows.OpenInterestKind;
        var (table, columns, values) = _isOpenInterest
            ? ("open_interest", "instrument_id, grid_ms, time_ms, contracts, base, usd", "?1, ?2, ?3, ?4, ?5, ?6")
            : ("mark_price", "instrument_id, grid_ms, time_ms, mark, index_price, funding_rate, next_funding_ms", "?1, ?2, ?3, ?4, ?5, ?6, ?7");
        _at = $"SELECT {columns} FROM {table} WHERE grid_ms = ?1 AND instrument_id = ?2";
        _between = $"SELECT {columns} FROM {table} WHERE grid_ms >= ?1 AND grid_ms < ?2 ORDER BY grid_ms, instrument_id";
        _ofContracts = $"SELECT {columns} FROM {table} WHERE grid_ms = ?1 AND instrument_id >= ?2 AND instrument_id < ?3";
        _firstContract = $"SELECT min(instrument_id) FROM {table} WHERE grid_ms = ?1";
        _lastBefore = $"SELECT max(grid_ms) FROM {table} WHERE grid_ms < ?1";
        _firstFrom = $"SELECT min(grid_ms) FROM {table} WHERE grid_ms >= ?1";
        _insert = $"INSERT INTO {table}({columns}) VALUES ({values})";
        _remove = $"DELETE FROM {table} WHERE grid_ms = ?1 AND instrument_id >= ?2 AND instrument_id < ?3";
    }

    /// <summary>The row of a contract in a cell.</summary>
    internal Sample? At(long cellMs, int instrument)
    {
        using var rows = _database.Prepare(_at).Bind(1, cellMs).Bind(2, instrument).Query();
        return rows.Step() ? Read(rows) : null;
    }

    /// <summary>Adds the rows whose cell begins within [from, to), by cell and contract.</summary>
    internal void Between(long fromMs, long toMs, List<Sample> found)
    {
        using var rows = _database.Prepare(_between).Bind(1, fromMs).Bind(2, toMs).Query();
        while (rows.Step())
            found.Add(Read(rows));
    }

    /// <summary>Adds the rows of a cell of the contracts from one up to another, which is not among them.</summary>
    internal void OfContracts(long cellMs, int from, int to, List<Sample> found)
    {
        using var rows = _database.Prepare(_ofContracts).Bind(1, cellMs).Bind(2, from).Bind(3, to).Query();
        while (rows.Step())
            found.Add(Read(rows));
    }

    /// <summary>The lowest number of a contract with a row in a cell.</summary>
    internal int? FirstContract(long cellMs)
    {
        using var rows = _database.Prepare(_firstContract).Bind(1, cellMs).Query();
        return rows.Step() ? (int?)rows.IntegerOrNull(0) : null;
    }

    /// <summary>The newest cell with a row that begins before a moment.</summary>
    internal long? LastBefore(long timeMs) => Edge(_lastBefore, timeMs);

    /// <summary>The oldest cell with a row that begins at a moment or later.</summary>
    internal long? FirstFrom(long timeMs) => Edge(_firstFrom, timeMs);

    /// <summary>Adds a row where there is none.</summary>
    internal void Insert(in Sample sample)
    {
        var insert = _database.Prepare(_insert)
            .Bind(1, sample.Instrument).Bind(2, sample.CellMs).Bind(3, sample.TimeMs).Bind(4, sample.First).Bind(5, sample.Second).Bind(6, sample.Third);
        if (!_isOpenInterest)
            insert.Bind(7, sample.NextFundingMs);
        insert.Run();
    }

    /// <summary>Removes the rows of a cell of the contracts from one up to another, which is not among them.</summary>
    internal void Remove(long cellMs, int from, int to) => _database.Prepare(_remove).Bind(1, cellMs).Bind(2, from).Bind(3, to).Run();

    private long? Edge(string sql, long timeMs)
    {
        using var rows = _database.Prepare(sql).Bind(1, timeMs).Query();
        return rows.Step() ? rows.IntegerOrNull(0) : null;
    }

    private Sample Read(in Statement.Rows rows) => new(
        (int)rows.Integer(0), rows.Integer(1), rows.Integer(2), rows.RealOrNull(3), rows.RealOrNull(4), rows.RealOrNull(5),
        _isOpenInterest ? null : rows.IntegerOrNull(6));
}
