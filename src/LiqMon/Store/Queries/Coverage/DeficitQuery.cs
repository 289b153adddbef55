using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>Reads what belongs to one venue's totals over a span and is not in them.</summary>
internal sealed class DeficitQuery(Database database, string venue)
{
    internal IReadOnlyList<StoredDeficit> Run(long fromMs, long toMs)
    {
        var found = new List<StoredDeficit>();
        using (var rows = database.Prepare(
            """
            SELECT symbol, reason, max(min(from_ms), ?2), min(max(coalesce(to_ms, ?3)), ?3), max(to_ms IS NULL), sum(count), sum(usd_micro)
            FROM deficit WHERE venue = ?1 AND from_ms < ?3 AND (to_ms IS NULL OR to_ms > ?2)
            GROUP BY symbol, reason ORDER BY symbol, reason
            """)
            .Bind(1, venue).Bind(2, fromMs).Bind(3, toMs).Query())
        {
            while (rows.Step())
            {
                found.Add(new StoredDeficit(
                    venue, rows.Text(0), null, rows.Integer(2), rows.Integer(3), rows.Integer(4) != 0, Reason(rows.Text(1)),
                    rows.Integer(5), rows.IntegerOrNull(6)));
            }
        }

        using (var rows = database.Prepare(
            """
            SELECT symbol, min(time_ms), max(time_ms) + 1, count(*) FROM pending
            WHERE venue = ?1 AND time_ms >= ?2 AND time_ms < ?3 GROUP BY symbol ORDER BY symbol
            """)
            .Bind(1, venue).Bind(2, fromMs).Bind(3, toMs).Query())
        {
            while (rows.Step())
            {
                found.Add(new StoredDeficit(
                    venue, rows.Text(0), null, rows.Integer(1), rows.Integer(2), true, DeficitReason.Pending, rows.Integer(3), null));
            }
        }

        return
        [
            .. found.Select(deficit => WithAsset(deficit)),
        ];
    }

    private StoredDeficit WithAsset(StoredDeficit deficit)
    {
        var (asset, kind) = AssetOf(deficit.Symbol);
        return deficit with { Asset = asset, AssetClass = kind };
    }

    private (string? Asset, AssetClass Class) AssetOf(string symbol)
    {
        if (symbol.Length == 0)
            return (null, AssetClass.Crypto);
        using var rows = database.Prepare(
            "SELECT s.asset, s.asset_class FROM instrument i JOIN series s ON s.id = i.series_id WHERE i.venue = ?1 AND i.symbol = ?2 ORDER BY i.valid_from_ms DESC LIMIT 1")
            .Bind(1, venue).Bind(2, symbol).Query();
        return rows.Step() ? (rows.Text(0), (AssetClass)rows.Integer(1)) : (null, AssetClass.Crypto);
    }

    // A name that is not known here was written by a newer program with the same tables.
    private static DeficitReason Reason(string name) =>
        Enum.TryParse<DeficitReason>(name, out var reason) ? reason : DeficitReason.Rejected;
}
