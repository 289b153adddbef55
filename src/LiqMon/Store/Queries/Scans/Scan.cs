using Microsoft.Data.Sqlite;

namespace LiqMon.Store;

/// <summary>
/// Reads a table in the order of its key, some rows at a step, each step on a view of its own. One view held for as
/// long as a slow reader takes would keep the writer's log from ever being cleared. In return, what is committed
/// between two steps is seen if it lies ahead, and not if it lies behind; what was there at the start is seen once.
/// </summary>
internal sealed class Scan : IDisposable
{
    private readonly Statement _statement;
    private readonly long[] _after;
    private readonly long _to;

    /// <summary>Prepares to read.</summary>
    /// <param name="database">Where.</param>
    /// <param name="sql">
    /// A query whose first columns are the key, in its order, for keys after ?1, ?2, …; the next parameter is the end of
    /// the first one, exclusive, the last the most rows.
    /// </param>
    /// <param name="keys">How many columns the key has.</param>
    /// <param name="from">Start of the key's first column, inclusive.</param>
    /// <param name="to">Its end, exclusive.</param>
    internal Scan(Database database, string sql, int keys, long from, long to)
    {
        _to = to;
        _after = new long[keys];
        Array.Fill(_after, long.MinValue);
        _after[0] = from;
        try
        {
            _statement = database.PrepareNew(sql);
        }
        catch (SqliteException exception)
        {
            throw StoreException.From(exception);
        }
    }

    /// <summary>Hands out some rows; false when there are no more.</summary>
    internal bool Next(int most, Action<Statement.Rows> take)
    {
        try
        {
            for (var i = 0; i < _after.Length; i++)
                _statement.Bind(i + 1, _after[i]);
            _statement.Bind(_after.Length + 1, _to).Bind(_after.Length + 2, most);
            var read = 0;
            using var rows = _statement.Query();
            for (; rows.Step(); read++)
            {
                take(rows);
                if (read == most - 1)
                {
                    for (var i = 0; i < _after.Length; i++)
                        _after[i] = rows.Integer(i);
                }
            }

            return read == most;
        }
        catch (SqliteException exception)
        {
            throw StoreException.From(exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _statement.Dispose();
}
