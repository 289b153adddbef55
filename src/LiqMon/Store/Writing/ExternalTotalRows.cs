using LiqMon.External;

namespace LiqMon.Store;

/// <summary>Writes totals that others have counted. The same total written again replaces the older one.</summary>
internal sealed class ExternalTotalRows(Database database)
{
    internal void Add(ExternalTotal total)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(total.Source);
        ArgumentException.ThrowIfNullOrWhiteSpace(total.Venue);
        ArgumentException.ThrowIfNullOrWhiteSpace(total.Asset);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(total.LengthMs);
        ArgumentOutOfRangeException.ThrowIfNegative(total.LongMicroUsd);
        ArgumentOutOfRangeException.ThrowIfNegative(total.ShortMicroUsd);
        database.Prepare(
            """
            INSERT INTO external_total(source, venue, asset, start_ms, length_ms, long_micro_usd, short_micro_usd, imported_ms)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            ON CONFLICT (source, venue, asset, start_ms, length_ms) DO UPDATE SET long_micro_usd = excluded.long_micro_usd,
                short_micro_usd = excluded.short_micro_usd, imported_ms = excluded.imported_ms
            """)
            .Bind(1, total.Source)
            .Bind(2, total.Venue)
            .Bind(3, total.Asset)
            .Bind(4, total.StartMs)
            .Bind(5, total.LengthMs)
            .Bind(6, total.LongMicroUsd)
            .Bind(7, total.ShortMicroUsd)
            .Bind(8, total.ImportedMs)
            .Run();
    }

    internal void Remove(ExternalTotalsRemoved removed) => database.Prepare("DELETE FROM external_total WHERE source = ?1")
        .Bind(1, removed.Source)
        .Run();
}
