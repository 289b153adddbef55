using LiqMon.External;

namespace LiqMon.Store;

/// <summary>Reads totals that others counted.</summary>
public sealed class ExternalReader
{
    private readonly Database _database;

    internal ExternalReader(Database database) => _database = database;

    /// <summary>
    /// The totals of an external source that lie wholly in the span; <see cref="ExternalBuckets.Choose"/> says which may be
    /// added up. A question that names assets or venues finds totals of just these.
    /// </summary>
    public IReadOnlyList<ExternalTotal> Totals(string source, LiquidationFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return _database.Snapshot(() => ExternalTotalQuery.Run(_database, source, filter));
    }

    /// <summary>The names of the external sources that have totals, sorted.</summary>
    public IReadOnlyList<string> SourceNames() => _database.Snapshot(() => ExternalTotalQuery.Sources(_database));

    /// <summary>What is held of each external source, sorted by name.</summary>
    public IReadOnlyList<ExternalSource> Sources() => _database.Snapshot(() => ExternalTotalQuery.Summary(_database));
}
