namespace LiqMon.Store;

/// <summary>Reads frames that could not be taken.</summary>
public sealed class QuarantineReader
{
    private readonly Database _database;

    internal QuarantineReader(Database database) => _database = database;

    /// <summary>Quarantined frames by venue and reason, also those that were only counted; most first.</summary>
    public IReadOnlyList<QuarantineCount> Counts() => _database.Snapshot(() => QuarantineQuery.Counts(_database));

    /// <summary>The newest quarantined frames, the newest first.</summary>
    public IReadOnlyList<QuarantinedFrame> Frames(int limit) => _database.Snapshot(() => QuarantineQuery.Frames(_database, limit));
}
