using Npgsql;
using NpgsqlTypes;

namespace LiqMon.Postgres;

/// <summary>A table, and how rows come into it: by COPY into a table of the session, from there those that are new or different.</summary>
/// <param name="Name">Its name in the schema.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Keys">The first so many of them are the key.</param>
/// <param name="IsReplaced">Whether a row takes the place of the one with its key; otherwise the first stays.</param>
/// <param name="Write">Writes the cells of a row, in the order of the columns.</param>
internal sealed record PostgresTable<T>(
    string Name, IReadOnlyList<string> Columns, IReadOnlyList<string> Keys, bool IsReplaced, Func<PostgresRow, T, Task> Write)
{
    private string Stage => $"stage_{Name}";

    private string ColumnList => string.Join(", ", Columns);

    private string Copy => $"COPY pg_temp.{Stage} ({ColumnList}) FROM STDIN (FORMAT BINARY)";

    /// <summary>The table of the session, empty after each transaction.</summary>
    internal string CreateStage => $"CREATE TEMP TABLE IF NOT EXISTS {Stage} (LIKE liqmon.{Name}) ON COMMIT DELETE ROWS";

    // Of two rows with one key the one that was written later counts.
    private string Insert
    {
        get
        {
            var keys = string.Join(", ", Keys);
            var rest = Columns.Except(Keys, StringComparer.Ordinal).ToList();
            return IsReplaced
                ? $"""
                INSERT INTO liqmon.{Name} AS held ({ColumnList})
                SELECT DISTINCT ON ({keys}) {ColumnList} FROM pg_temp.{Stage} ORDER BY {keys}, ctid DESC
                ON CONFLICT ({keys}) DO UPDATE SET {string.Join(", ", rest.Select(column => $"{column} = EXCLUDED.{column}"))}
                WHERE ({string.Join(", ", rest.Select(column => $"held.{column}"))}) IS DISTINCT FROM ({string.Join(", ", rest.Select(column => $"EXCLUDED.{column}"))})
                """
                : $"INSERT INTO liqmon.{Name} ({ColumnList}) SELECT {ColumnList} FROM pg_temp.{Stage} ON CONFLICT DO NOTHING";
        }
    }

    /// <summary>Writes rows within the running transaction.</summary>
    internal async Task WriteAsync(NpgsqlConnection connection, IReadOnlyCollection<T> rows, CancellationToken cancellation)
    {
        if (rows.Count == 0)
            return;
        await using (var import = await connection.BeginBinaryImportAsync(Copy, cancellation).ConfigureAwait(false))
        {
            var cells = new PostgresRow(import, cancellation);
            foreach (var row in rows)
            {
                await import.StartRowAsync(cancellation).ConfigureAwait(false);
                await Write(cells, row).ConfigureAwait(false);
            }

            await import.CompleteAsync(cancellation).ConfigureAwait(false);
        }

        await PostgresMigrations.ExecuteAsync(connection, Insert, cancellation).ConfigureAwait(false);
    }
}

/// <summary>Writes the cells of a row.</summary>
internal sealed class PostgresRow(NpgsqlBinaryImporter import, CancellationToken cancellation)
{
    // Year 1 to year 9999.
    private const long LeastMs = -62_135_596_800_000;
    private const long MostMs = 253_402_300_799_999;

    internal Task Time(long ms) =>
        import.WriteAsync(DateTime.UnixEpoch.AddMilliseconds(Math.Clamp(ms, LeastMs, MostMs)), NpgsqlDbType.TimestampTz, cancellation);

    internal Task Day(long ms) => import.WriteAsync(PostgresTables.DayOf(ms), NpgsqlDbType.Date, cancellation);

    // No text of PostgreSQL can hold the character of value zero.
    internal Task Text(string text) => import.WriteAsync(text.Replace('\0', '\uFFFD'), NpgsqlDbType.Text, cancellation);

    internal Task Dollars(long microUsd) => import.WriteAsync(microUsd / 1_000_000m, NpgsqlDbType.Numeric, cancellation);

    internal Task Number(double? number) =>
        number is { } known ? import.WriteAsync(known, NpgsqlDbType.Double, cancellation) : import.WriteNullAsync(cancellation);

    internal Task Count(long number) => import.WriteAsync(number, NpgsqlDbType.Bigint, cancellation);

    internal Task None() => import.WriteNullAsync(cancellation);
}
