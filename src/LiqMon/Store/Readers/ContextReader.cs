using LiqMon.Context;

namespace LiqMon.Store;

/// <summary>Reads the series that sources of market context published.</summary>
public sealed class ContextReader
{
    private readonly Database _database;

    internal ContextReader(Database database) => _database = database;

    /// <summary>What a source published under a name for the times within [from, to), in order of time.</summary>
    public IReadOnlyList<Close> Series(string source, string name, long fromMs, long toMs) =>
        _database.Snapshot(() => ContextRows.Read(_database, source, name, fromMs, toMs));

    /// <summary>The last that a source published under a name on each day of UTC within [from, to), in order of time.</summary>
    public IReadOnlyList<Close> Days(string source, string name, long fromMs, long toMs) =>
        _database.Snapshot(() => ContextRows.ReadDays(_database, source, name, fromMs, toMs));

    /// <summary>The names that begin with some text, and are longer, under which a source published anything, in order.</summary>
    public IReadOnlyList<string> Names(string source, string start)
    {
        // SQLite's binding takes an empty text for none.
        ArgumentException.ThrowIfNullOrEmpty(start);
        return _database.Snapshot(() => ContextRows.Names(_database, source, start));
    }
}
