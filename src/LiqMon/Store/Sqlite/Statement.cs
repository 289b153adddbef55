using System.Text;
using SQLitePCL;

namespace LiqMon.Store;

/// <summary>
/// A prepared statement. It talks to SQLite directly, because the provider's command boxes each parameter and makes a
/// reader for each row written.
/// </summary>
internal sealed class Statement(Database database, sqlite3_stmt prepared) : IDisposable
{
    internal Statement Bind(int index, long value)
    {
        database.Check(raw.sqlite3_bind_int64(prepared, index, value));
        return this;
    }

    internal Statement Bind(int index, long? value) => value is { } known ? Bind(index, known) : BindNull(index);

    /// <summary>Binds a number; one that is not a number becomes NULL.</summary>
    internal Statement Bind(int index, double value)
    {
        if (double.IsNaN(value))
            return BindNull(index);
        database.Check(raw.sqlite3_bind_double(prepared, index, value));
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
        var code = raw.sqlite3_step(prepared);
        // The error of the step is the one to report; reset only repeats it.
        if (code is raw.SQLITE_DONE or raw.SQLITE_ROW)
        {
            database.Check(raw.sqlite3_reset(prepared));
            return;
        }

        try
        {
            database.Check(code);
        }
        finally
        {
            _ = raw.sqlite3_reset(prepared);
        }
    }

    /// <summary>Starts reading rows. Disposing the rows makes the statement ready again.</summary>
    internal Rows Query() => new(database, prepared);

    /// <inheritdoc/>
    public void Dispose() => prepared.Dispose();

    private Statement BindNull(int index)
    {
        database.Check(raw.sqlite3_bind_null(prepared, index));
        return this;
    }

    /// <summary>The rows of a running query.</summary>
    internal readonly struct Rows(Database database, sqlite3_stmt prepared) : IDisposable
    {
        internal bool Step()
        {
            database.ThrowIfStopped();
            var code = raw.sqlite3_step(prepared);
            database.Check(code);
            return code == raw.SQLITE_ROW;
        }

        internal bool IsNull(int column) => raw.sqlite3_column_type(prepared, column) == raw.SQLITE_NULL;

        internal long Integer(int column) => raw.sqlite3_column_int64(prepared, column);

        internal long? IntegerOrNull(int column) => IsNull(column) ? null : Integer(column);

        internal double Real(int column) => raw.sqlite3_column_double(prepared, column);

        internal double? RealOrNull(int column) => IsNull(column) ? null : Real(column);

        internal string Text(int column) => raw.sqlite3_column_text(prepared, column).utf8_to_string() ?? "";

        internal string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

        internal ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(prepared, column);

        /// <inheritdoc/>
        public void Dispose() => _ = raw.sqlite3_reset(prepared);
    }
}
