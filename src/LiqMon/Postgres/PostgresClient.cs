using LiqMon.Completeness;
using LiqMon.Store;
using Npgsql;
using NpgsqlTypes;

namespace LiqMon.Postgres;

/// <summary>One connection, opened when it is needed and again when it was lost. Used by one loop.</summary>
internal sealed class PostgresClient(PostgresOptions options) : IAsyncDisposable
{
    private NpgsqlConnection? _connection;

    /// <summary>Connects and migrates, unless that is done.</summary>
    /// <returns>Whether the connection is a new one.</returns>
    internal async Task<bool> OpenAsync(CancellationToken cancellation)
    {
        if (_connection is { State: System.Data.ConnectionState.Open })
            return false;
        await CloseAsync().ConfigureAwait(false);
        var connection = new NpgsqlConnection(options.Connection.Reveal());
        try
        {
            await connection.OpenAsync(cancellation).ConfigureAwait(false);
            await PostgresMigrations.RunAsync(connection, cancellation).ConfigureAwait(false);
            await PostgresMigrations.ExecuteAsync(connection, PostgresTables.CreateStages, cancellation).ConfigureAwait(false);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        _connection = connection;
        return true;
    }

    /// <summary>Writes rows in one transaction.</summary>
    internal Task WriteAsync(OutboxBatch batch, CancellationToken cancellation) => TransactAsync(
        async connection =>
        {
            await PostgresTables.Liquidations.WriteAsync(connection, batch.Liquidations, cancellation).ConfigureAwait(false);
            await PostgresTables.Minutes.WriteAsync(connection, batch.Minutes, cancellation).ConfigureAwait(false);
            await PostgresTables.OpenInterest.WriteAsync(connection, batch.OpenInterest, cancellation).ConfigureAwait(false);
            await PostgresTables.MarkPrices.WriteAsync(connection, batch.MarkPrices, cancellation).ConfigureAwait(false);
        },
        cancellation);

    /// <summary>Writes the coverage of a venue's day in the place of what was there.</summary>
    internal Task WriteCoverageAsync(string venue, long dayMs, IReadOnlyList<CoverageSpan> spans, ulong mark, CancellationToken cancellation) => TransactAsync(
        async connection =>
        {
            await using (var delete = new NpgsqlCommand("DELETE FROM liqmon.coverage WHERE venue = $1 AND day = $2", connection))
            {
                delete.Parameters.AddWithValue(venue);
                delete.Parameters.AddWithValue(NpgsqlDbType.Date, PostgresTables.DayOf(dayMs));
                await delete.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
            }

            await PostgresTables.Coverage.WriteAsync(connection, [.. spans.Select(span => (venue, dayMs, span))], cancellation).ConfigureAwait(false);
            await using var note = new NpgsqlCommand(
                "INSERT INTO liqmon.coverage_mark(venue, day, mark) VALUES ($1, $2, $3) ON CONFLICT (venue, day) DO UPDATE SET mark = EXCLUDED.mark", connection);
            note.Parameters.AddWithValue(venue);
            note.Parameters.AddWithValue(NpgsqlDbType.Date, PostgresTables.DayOf(dayMs));
            note.Parameters.AddWithValue(unchecked((long)mark));
            await note.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        },
        cancellation);

    /// <summary>The numbers of the coverage that is written.</summary>
    internal async Task<Dictionary<(string Venue, long DayMs), ulong>> CoverageMarksAsync(CancellationToken cancellation)
    {
        var marks = new Dictionary<(string, long), ulong>();
        await using var command = new NpgsqlCommand("SELECT venue, day, mark FROM liqmon.coverage_mark", Connection);
        await using var rows = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        while (await rows.ReadAsync(cancellation).ConfigureAwait(false))
        {
            var day = rows.GetFieldValue<DateOnly>(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
            marks[(rows.GetString(0), new DateTimeOffset(day).ToUnixTimeMilliseconds())] = unchecked((ulong)rows.GetInt64(2));
        }

        return marks;
    }

    /// <summary>The server's version, and whether the tables can be written.</summary>
    internal async Task<string> VersionAsync(CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT current_setting('server_version')", Connection);
        return (string)(await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false))!;
    }

    /// <summary>Gives the connection up: after a fault nobody knows what it is in the middle of.</summary>
    internal async Task CloseAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await CloseAsync().ConfigureAwait(false);

    private NpgsqlConnection Connection => _connection ?? throw new InvalidOperationException("The connection is not open.");

    private async Task TransactAsync(Func<NpgsqlConnection, Task> work, CancellationToken cancellation)
    {
        await using var transaction = await Connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await work(Connection).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
    }
}
