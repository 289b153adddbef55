using System.Globalization;
using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>Reads which orders of one venue the store holds, also those that wait for their contract.</summary>
internal sealed class StoredOrderQuery(Database database, string venue)
{
    internal IReadOnlyList<StoredOrder> Run(long fromMs, long toMs)
    {
        var orders = new List<StoredOrder>();
        using (var rows = database.Prepare(
            """
            SELECT i.symbol, l.time_ms, l.identity, l.side, l.quantity, s.asset, l.received_ms
            FROM liquidation l JOIN instrument i ON i.id = l.instrument_id JOIN series s ON s.id = i.series_id
            WHERE i.venue = ?1 AND l.time_ms >= ?2 AND l.time_ms < ?3
            """)
            .Bind(1, venue).Bind(2, fromMs).Bind(3, toMs).Query())
        {
            while (rows.Step())
                orders.Add(Order(rows, rows.Real(4)) with { Asset = rows.Text(5), ReceivedMs = rows.Integer(6) });
        }

        using (var rows = database.Prepare(
            "SELECT symbol, time_ms, identity, side, quantity FROM pending WHERE venue = ?1 AND time_ms >= ?2 AND time_ms < ?3")
            .Bind(1, venue).Bind(2, fromMs).Bind(3, toMs).Query())
        {
            while (rows.Step())
                orders.Add(Order(rows, double.Parse(rows.Text(4), CultureInfo.InvariantCulture)));
        }

        return orders;
    }

    private static StoredOrder Order(Statement.Rows rows, double quantity) =>
        new(rows.Text(0), rows.Integer(1), unchecked((ulong)rows.Integer(2)), (LiquidatedSide)rows.Integer(3), quantity);
}
