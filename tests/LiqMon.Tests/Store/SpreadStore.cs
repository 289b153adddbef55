using System.Globalization;
using LiqMon.Market;
using LiqMon.Store;
using Microsoft.Data.Sqlite;

namespace LiqMon.Tests.Store;

/// <summary>
/// A store with millions of liquidations, made by SQL in a few seconds. They are spread evenly over time and assets, with a
/// few large ones among many small, so that every asset has many short stretches that may be cascades.
/// </summary>
internal static class SpreadStore
{
    private const int Assets = 150;
    private static readonly string[] Venues = ["binance", "bybit", "okx"];

    /// <summary>Fills an empty folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="rows">How many liquidations.</param>
    /// <param name="endMs">Time of the last, Unix milliseconds.</param>
    /// <param name="spanMs">How long before it the first is.</param>
    internal static void Fill(string folder, long rows, long endMs, long spanMs)
    {
        using (var store = EventStore.Open(new() { DataDirectory = folder, ReserveBytes = 0 }, TimeProvider.System))
            store.Commit([.. Venues.Select(venue => StoreItem.Of(new ListedInstruments(venue, [.. Contracts(venue)])))]);
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "liqmon.db")};Pooling=False");
        connection.Open();
        var count = Assets * Venues.Length;
        // The contract and the size come from the number by hashing; equal rows each time.
        Run(connection, string.Create(CultureInfo.InvariantCulture, $"""
            PRAGMA synchronous = OFF;
            PRAGMA cache_size = -200000;
            BEGIN;
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {rows} - 1),
                x(i, x) AS (SELECT i, (i * 2654435761) % 4294967296 FROM n),
                h(i, t, a) AS (
                    SELECT i, {endMs - spanMs} + CAST(i * {spanMs / (double)rows:R} AS INTEGER),
                        ((x % 65536) * (x / 65536) * 1103515245 + x) % 4294967296 FROM x)
            INSERT INTO liquidation
                SELECT t, 1 + a % {count}, i, (a >> 9) & 1, 100.0, 0, 1.0, 1.0, 1.0,
                    CASE WHEN (a >> 13) % 200 = 0 THEN 900000 WHEN (a >> 13) % 40 = 0 THEN 60000 ELSE 500 + (a >> 13) % 3000 END * 1000000, t + 40
                FROM h ORDER BY t, 1 + a % {count}, i;
            INSERT INTO rollup_minute
                SELECT l.time_ms / 60000 * 60000, i.series_id, l.side, sum(l.usd_micro), count(*), max(l.usd_micro), l.time_ms, l.instrument_id, 100.0
                FROM liquidation l JOIN instrument i ON i.id = l.instrument_id GROUP BY 1, 2, 3;
            INSERT INTO rollup_hour
                SELECT start_ms / 3600000 * 3600000, series_id, side, sum(usd_micro), sum(orders), max(max_usd_micro), max_time_ms, max_instrument_id, 100.0
                FROM rollup_minute GROUP BY 1, 2, 3;
            INSERT INTO rollup_day
                SELECT start_ms / 86400000 * 86400000, series_id, side, sum(usd_micro), sum(orders), max(max_usd_micro), max_time_ms, max_instrument_id, 100.0
                FROM rollup_hour GROUP BY 1, 2, 3;
            UPDATE state SET sequence = 10, last_commit_ms = {endMs};
            COMMIT;
            PRAGMA wal_checkpoint(TRUNCATE);
            """));
    }

    private static IEnumerable<Instrument> Contracts(string venue) => Enumerable.Range(0, Assets).Select(number => new Instrument
    {
        Venue = venue,
        Symbol = string.Create(CultureInfo.InvariantCulture, $"A{number}USDT"),
        Asset = string.Create(CultureInfo.InvariantCulture, $"A{number}"),
        Quote = "USDT",
    });

    private static void Run(SqliteConnection connection, string script)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Numbers only.
        command.CommandText = script;
#pragma warning restore CA2100
        command.CommandTimeout = 0;
        command.ExecuteNonQuery();
    }
}
