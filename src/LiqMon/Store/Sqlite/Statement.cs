using System.Text;
using SQLitePCL;

namespace LiqMon.Store;

/// <summary>
/// A prepared statement. It talks to SQLite directly, because the provider's command boxes each parameter and makes a
/// reader for each row written.
/// </summary>
internal sealed class Statement(Database database, sqlite3_stmt prepared) : IDisposable
{
    // Zero after Dispose: SQLite refuses a null statement, and would not survive one that is gone.
    private nint _handle = prepared.DangerousGetHandle();

    internal Statement Bind(int index, long value)
    {
        database.Check(NativeSqlite.BindInteger(_handle, index, value));
        return this;
    }

    internal Statement Bind(int index, long? value) => value is { } known ? Bind(index, known) : BindNull(index);

    /// <summary>Binds a number; one that is not a number becomes NULL.</summary>
    internal Statement Bind(int index, double value)
    {
        if (double.IsNaN(value))
            return BindNull(index);
        database.Check(NativeSqlite.BindReal(_handle, index, value));
        return this;
    }

    internal Statement Bind(int index, double? value) => value is { } known ? Bind(index, known) : BindNull(index);

    internal Statement Bind(int index, string? value)
    {
        if (value is null)
            return BindNull(index);
        Span<byte> bytes = stackalloc byte[256];
        // An empty span of bytes would be bound as NULL.
        if (value.Length > 0 && Encoding.UTF8.TryGetBytes(value, bytes, out var written))
            database.Check(raw.sqlite3_bind_text(prepared, index, (ReadOnlySpan<byte>)bytes[..written]));
        else
            database.Check(raw.sqlite3_bind_text(prepared, index, value));
        return this;
    }

    internal Statement Bind(int index, ReadOnlySpan<byte> value)
    {
        database.Check(raw.sqlite3_bind_blob(prepared, index, value));
        return this;
    }

    /// <summary>Runs the statement to its end and makes it ready for the next values.</summary>
    internal void Run()
    {
        var code = NativeSqlite.Step(_handle);
        // The error of the step is the one to report; reset only repeats it.
        if (code is raw.SQLITE_DONE or raw.SQLITE_ROW)
        {
            database.Check(NativeSqlite.Reset(_handle));
            return;
        }

        try
        {
            database.Check(code);
        }
        finally
        {
            _ = NativeSqlite.Reset(_handle);
        }
    }

    /// <summary>Starts reading rows. Disposing the rows makes the statement ready again.</summary>
    internal Rows Query() => new(database, this);

    /// <inheritdoc/>
    public void Dispose()
    {
        _handle = 0;
        prepared.Dispose();
    }

    private sqlite3_stmt Prepared => prepared;

    private Statement BindNull(int index)
    {
        database.Check(NativeSqlite.BindNull(_handle, index));
        return this;
    }

    /// <summary>The rows of a running query.</summary>
    internal readonly struct Rows(Database database, Statement statement) : IDisposable
    {
        internal bool Step()
        {
            database.ThrowIfStopped();
            var code = NativeSqlite.Step(statement._handle);
            database.Check(code);
            return code == raw.SQLITE_ROW;
        }

        internal bool IsNull(int column) => NativeSqlite.ColumnType(statement._handle, column) == raw.SQLITE_NULL;

        internal long Integer(int column) => NativeSqlite.ColumnInteger(statement._handle, column);

        internal long? IntegerOrNull(int column) => IsNull(column) ? null : Integer(column);

        internal double Real(int column) => NativeSqlite.ColumnReal(statement._handle, column);

        internal double? RealOrNull(int column) => IsNull(column) ? null : Real(column);

        internal string Text(int column) => raw.sqlite3_column_text(statement.Prepared, column).utf8_to_string() ?? "";

        internal string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

        internal ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(statement.Prepared, column);

        /// <inheritdoc/>
        public void Dispose() => _ = NativeSqlite.Reset(statement._handle);
    }
}
