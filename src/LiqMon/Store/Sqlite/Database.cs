using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LiqMon.Store;

/// <summary>One connection, and the statements prepared on it.</summary>
internal sealed class Database : IDisposable
{
    // Some are made for a question, with as many parameters as it has names.
    private const int MostStatements = 200;

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, Statement> _bySql = [];
    private CancellationToken _stop;
    private CancellationTokenRegistration _interrupting;

    static Database() => NativeSqlite.Configure();

    private Database(SqliteConnection connection) => _connection = connection;

    internal sqlite3 Handle => _connection.Handle
        ?? throw new ObjectDisposedException(nameof(Database));

    /// <summary>Version of SQLite, for example <c>3.53.4</c>.</summary>
    internal string SqliteVersion => _connection.ServerVersion;

    internal static Database Open(string path, SqliteOpenMode mode, TimeSpan busyTimeout)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
        }.ToString());
        try
        {
            connection.Open();
            raw.sqlite3_busy_timeout(connection.Handle, (int)busyTimeout.TotalMilliseconds);
            return new Database(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The statement of a fixed SQL text; prepared once and kept.</summary>
    internal Statement Prepare(string sql)
    {
        if (_bySql.TryGetValue(sql, out var known))
            return known;
        var statement = PrepareNew(sql);
        _bySql.Add(sql, statement);
        return statement;
    }

    /// <summary>A statement of the caller's own, to be disposed by it.</summary>
    internal Statement PrepareNew(string sql)
    {
        Check(raw.sqlite3_prepare_v2(Handle, sql, out var prepared));
        return new Statement(this, prepared);
    }

    /// <summary>Runs a fixed script of one or more statements.</summary>
    internal void Execute(string script) => Check(raw.sqlite3_exec(Handle, script));

    /// <summary>Ends a failed transaction, if SQLite has not already done so.</summary>
    internal void RollBack()
    {
        if (raw.sqlite3_get_autocommit(Handle) == 0)
            Execute("ROLLBACK");
    }

    /// <summary>The first column of the first row of a query, or null.</summary>
    internal long? Scalar(string sql)
    {
        using var rows = Prepare(sql).Query();
        return rows.Step() && !rows.IsNull(0) ? rows.Integer(0) : null;
    }

    internal long LastRowId() => raw.sqlite3_last_insert_rowid(Handle);

    /// <summary>Rows that the last INSERT, UPDATE or DELETE changed.</summary>
    internal int Changes() => raw.sqlite3_changes(Handle);

    /// <summary>From now on work is broken off, even within one long step, when the token is cancelled.</summary>
    internal void StopOn(CancellationToken stop)
    {
        _stop = stop;
        var handle = Handle;
        _interrupting = stop.Register(() => raw.sqlite3_interrupt(handle));
    }

    /// <summary>Forgets the token of the work that is over, so that the connection can serve other work.</summary>
    /// <returns>False when a view is still open, or so many statements are prepared that it is better closed.</returns>
    internal bool TryRest()
    {
        // Waits for an interrupt that is under way, so that it does not meet the work that comes next.
        _interrupting.Dispose();
        (_interrupting, _stop) = (default, default);
        return raw.sqlite3_get_autocommit(Handle) != 0 && _bySql.Count <= MostStatements;
    }

    /// <exception cref="OperationCanceledException">The work is to be broken off; see <see cref="StopOn"/>.</exception>
    internal void ThrowIfStopped() => _stop.ThrowIfCancellationRequested();

    internal void Check(int code)
    {
        if (code == raw.SQLITE_INTERRUPT)
            ThrowIfStopped();
        if (code is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
            SqliteException.ThrowExceptionForRC(code, Handle);
    }

    /// <summary>
    /// Runs work on one consistent view: what a running writer commits meanwhile stays unseen. Inside another such piece
    /// of work it is that one's view.
    /// </summary>
    internal T Snapshot<T>(Func<T> work)
    {
        try
        {
            if (raw.sqlite3_get_autocommit(Handle) == 0)
                return work();
            Execute("BEGIN");
            try
            {
                return work();
            }
            finally
            {
                Execute("ROLLBACK");
            }
        }
        catch (SqliteException exception)
        {
            throw StoreException.From(exception);
        }
    }

    /// <summary>The same for long work, which is broken off when it is cancelled.</summary>
    internal T Snapshot<T>(Func<T> work, CancellationToken cancellation)
    {
        using var breakingOff = cancellation.Register(() => raw.sqlite3_interrupt(Handle));
        try
        {
            cancellation.ThrowIfCancellationRequested();
            return Snapshot(work);
        }
        catch (StoreException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Waits for an interrupt that is under way: afterwards the connection is gone.
        _interrupting.Dispose();
        foreach (var statement in _bySql.Values)
            statement.Dispose();
        _bySql.Clear();
        _connection.Dispose();
    }
}
