using Npgsql;

namespace LiqMon.Postgres;

/// <summary>Brings the tables to this program's version. A script that has been released never changes.</summary>
internal static class PostgresMigrations
{
    // One lock for all who migrate the same database; the number is of no meaning.
    private const long Lock = 0x4C69714D;

    /// <summary>Scripts by version, from 1 on.</summary>
    internal static IReadOnlyList<string> Scripts { get; } =
    [
        """
        CREATE TABLE liqmon.liquidation(
            time timestamptz NOT NULL,
            venue text NOT NULL,
            symbol text NOT NULL,
            asset text NOT NULL,
            side text NOT NULL,
            margin text NOT NULL,
            usd numeric(20,6) NOT NULL,
            price double precision NOT NULL,
            base double precision NOT NULL,
            id text NOT NULL,
            PRIMARY KEY (time, venue, symbol, id));
        CREATE INDEX liquidation_asset ON liqmon.liquidation(asset, time DESC);

        CREATE TABLE liqmon.liquidation_minute(
            start timestamptz NOT NULL,
            venue text NOT NULL,
            asset text NOT NULL,
            side text NOT NULL,
            usd numeric(20,6) NOT NULL,
            orders bigint NOT NULL,
            largest_usd numeric(20,6) NOT NULL,
            PRIMARY KEY (start, venue, asset, side));

        CREATE TABLE liqmon.open_interest(
            time timestamptz NOT NULL,
            venue text NOT NULL,
            symbol text NOT NULL,
            asset text NOT NULL,
            margin text NOT NULL,
            usd double precision,
            base double precision,
            contracts double precision,
            PRIMARY KEY (time, venue, symbol));

        CREATE TABLE liqmon.mark_price(
            time timestamptz NOT NULL,
            venue text NOT NULL,
            symbol text NOT NULL,
            asset text NOT NULL,
            mark double precision,
            index double precision,
            funding_rate double precision,
            PRIMARY KEY (time, venue, symbol));

        CREATE TABLE liqmon.coverage(
            venue text NOT NULL,
            day date NOT NULL,
            start timestamptz NOT NULL,
            "end" timestamptz NOT NULL,
            state text NOT NULL,
            reason text,
            class text,
            symbol text,
            orders bigint,
            usd numeric(20,6));
        CREATE INDEX coverage_venue ON liqmon.coverage(venue, day);

        CREATE TABLE liqmon.coverage_mark(
            venue text NOT NULL,
            day date NOT NULL,
            mark bigint NOT NULL,
            PRIMARY KEY (venue, day));
        """,
    ];

    // TimescaleDB may be installed later, so this is looked at each time.
    private const string Hypertables =
        """
        DO $$
        DECLARE
            one record;
        BEGIN
            IF EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb') THEN
                FOR one IN SELECT * FROM (VALUES ('liquidation', 'time'), ('liquidation_minute', 'start'),
                    ('open_interest', 'time'), ('mark_price', 'time')) AS t(name, dimension)
                LOOP
                    PERFORM create_hypertable('liqmon.' || one.name, one.dimension, if_not_exists => TRUE, migrate_data => TRUE);
                END LOOP;
            END IF;
        END $$
        """;

    /// <summary>Migrates in one transaction.</summary>
    /// <exception cref="PostgresVersionException">A newer program made the tables.</exception>
    internal static async Task RunAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await ExecuteAsync(connection, $"SELECT pg_advisory_xact_lock({Lock})", cancellation).ConfigureAwait(false);
        // Who may write an existing schema need not be allowed to make one.
        if (await ScalarAsync(connection, "SELECT to_regclass('liqmon.migration') IS NULL", cancellation).ConfigureAwait(false) is true)
        {
            await ExecuteAsync(
                connection,
                "CREATE SCHEMA IF NOT EXISTS liqmon; CREATE TABLE liqmon.migration(version int PRIMARY KEY, applied timestamptz NOT NULL DEFAULT now())",
                cancellation).ConfigureAwait(false);
        }

        var version = await ScalarAsync(connection, "SELECT coalesce(max(version), 0) FROM liqmon.migration", cancellation).ConfigureAwait(false) is int known ? known : 0;
        if (version > Scripts.Count)
            throw new PostgresVersionException(version, Scripts.Count);
        for (; version < Scripts.Count; version++)
        {
            await ExecuteAsync(connection, Scripts[version], cancellation).ConfigureAwait(false);
            await ExecuteAsync(connection, $"INSERT INTO liqmon.migration(version) VALUES ({version + 1})", cancellation).ConfigureAwait(false);
        }

        await ExecuteAsync(connection, Hypertables, cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
    }

    internal static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
#pragma warning disable CA2100 // Fixed texts of this room.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
#pragma warning disable CA2100 // Fixed texts of this room.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false);
    }
}

/// <summary>The tables were made by a newer program.</summary>
internal sealed class PostgresVersionException(int version, int known)
    : Exception($"the tables have version {version}, this program knows versions up to {known}; use the newer LiqMon, or another database");
