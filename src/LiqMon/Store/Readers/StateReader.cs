namespace LiqMon.Store;

/// <summary>Reads the state of the store itself: what it holds, who wrote it, whether it is sound.</summary>
public sealed class StateReader
{
    private readonly Database _database;
    private readonly InstrumentCatalog _names;

    internal StateReader(Database database, InstrumentCatalog names) => (_database, _names) = (database, names);

    /// <summary>Number and time of the writer's last commit; time null in a new store.</summary>
    public (long Sequence, long? TimeMs) LastCommit() => _database.Snapshot(() =>
    {
        using var rows = _database.Prepare("SELECT sequence, last_commit_ms FROM state").Query();
        rows.Step();
        return (rows.Integer(0), rows.Integer(0) == 0 ? (long?)null : rows.Integer(1));
    });

    /// <summary>Whether simulated venues have written to the store: then nothing in it is taken for real.</summary>
    public bool IsSimulated() => _database.Snapshot(() => _database.Scalar("SELECT is_simulated FROM state") == 1);

    /// <summary>What the store holds of each venue, sorted by venue.</summary>
    public IReadOnlyList<VenueCounts> VenueCounts() => _database.Snapshot(() => CountsQuery.Run(_database, _names));

    /// <summary>What SQLite's quick check finds wrong with the file; null for nothing. Reads all of it.</summary>
    /// <exception cref="OperationCanceledException">It was broken off.</exception>
    public string? Damage(CancellationToken cancellation) =>
        _database.Snapshot(() => new IntegrityQuery(_database).Damage(), cancellation);

    /// <summary>What samples weigh, and whether all that are packed can be read. Reads all of them.</summary>
    /// <exception cref="OperationCanceledException">It was broken off.</exception>
    public SampleWeight Samples(CancellationToken cancellation) =>
        _database.Snapshot(() => new SampleWeightQuery(_database).Run(), cancellation);

    /// <summary>
    /// The first place where single orders, minutes, hours and days do not add up to the same; null for none. Reads all of them.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was broken off.</exception>
    public SumDiscrepancy? Discrepancy(CancellationToken cancellation) =>
        _database.Snapshot(() => new IntegrityQuery(_database).Discrepancy(), cancellation);
}
