using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>
/// How much is counted already of orders that a venue reports several times, each time with all that was filled so far. A
/// later report is stored as what is new in it, so that the reports of one order add up to its last one, in whatever
/// commits and runs they come. What a failed commit noted is forgotten.
/// </summary>
internal sealed class OrderReports(Database database)
{
    /// <summary>How far apart the reports of one order may be; the next order that looks the same is another one.</summary>
    private const long LongestMs = 60_000;

    /// <summary>How long orders are remembered after the newest one.</summary>
    private const long RememberedMs = 24 * UnixTime.HourMs;

    private const int ForgetEvery = 256;

    private Dictionary<(int Instrument, ulong Key), Reported>? _orders;
    private int _noted;

    /// <summary>
    /// What is new in a report. Null when nothing is: all of it, or more, is counted already.
    /// </summary>
    internal Liquidation? New(int instrument, in Liquidation report)
    {
        if (report.Order is not { } order)
            return report;
        if (Before(instrument, order, report.EventTimeMs) is { } before)
        {
            return report.NotionalMicroUsd <= before.MicroUsd ? null : report with
            {
                NotionalMicroUsd = report.NotionalMicroUsd - before.MicroUsd,
                BaseQuantity = report.BaseQuantity - before.Base,
                Contracts = report.Contracts - before.Contracts,
            };
        }

        return order.IsPartial && IsFilled(instrument, order, report) ? null : report;
    }

    /// <summary>The quantity to store of a report: what is new in it.</summary>
    internal double Quantity(int instrument, in Liquidation report)
    {
        var quantity = report.Quantity.ToDouble();
        return report.Order is { } order && Before(instrument, order, report.EventTimeMs) is { } before
            ? quantity - before.Quantity
            : quantity;
    }

    /// <summary>Notes that a report is counted, if another one may follow.</summary>
    internal void Add(int instrument, in Liquidation report)
    {
        if (report.Order is not { } order)
            return;
        if (!order.IsPartial && Before(instrument, order, report.EventTimeMs) is null)
            return;
        var reported = new Reported(
            report.EventTimeMs, report.Quantity.ToDouble(), report.Contracts, report.BaseQuantity, report.NotionalMicroUsd, !order.IsPartial);
        _orders![(instrument, order.Key)] = reported;
        database.Prepare(
            """
            INSERT INTO reported_order(instrument_id, order_key, time_ms, quantity, contracts, qty_base, usd_micro, is_final)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            ON CONFLICT (instrument_id, order_key, time_ms) DO UPDATE SET quantity = excluded.quantity,
                contracts = excluded.contracts, qty_base = excluded.qty_base, usd_micro = excluded.usd_micro, is_final = excluded.is_final
            """)
            .Bind(1, instrument)
            .Bind(2, unchecked((long)order.Key))
            .Bind(3, reported.TimeMs)
            .Bind(4, reported.Quantity)
            .Bind(5, reported.Contracts)
            .Bind(6, reported.Base)
            .Bind(7, reported.MicroUsd)
            .Bind(8, reported.IsFinal ? 1L : 0)
            .Run();
        if (++_noted % ForgetEvery == 0)
            Forget(reported.TimeMs);
    }

    internal void RolledBack() => _orders = null;

    /// <summary>The newest report of the same order; an order that looks the same after its end is another one.</summary>
    private Reported? Before(int instrument, CumulativeOrder order, long timeMs) =>
        (_orders ??= Load()).TryGetValue((instrument, order.Key), out var before)
        && Math.Abs(timeMs - before.TimeMs) <= LongestMs && !(before.IsFinal && timeMs > before.TimeMs)
            ? before
            : null;

    /// <summary>
    /// Whether the whole order has been counted before its part comes, as in a recording whose frames were shuffled: it was
    /// filled with all that was ordered, soon after.
    /// </summary>
    private bool IsFilled(int instrument, CumulativeOrder order, in Liquidation part)
    {
        using var rows = database.Prepare(
            """
            SELECT 1 FROM liquidation WHERE time_ms >= ?1 AND time_ms <= ?2 AND instrument_id = ?3 AND side = ?4 AND quantity = ?5 LIMIT 1
            """)
            .Bind(1, part.EventTimeMs)
            .Bind(2, part.EventTimeMs + LongestMs)
            .Bind(3, instrument)
            .Bind(4, (long)part.Side)
            .Bind(5, order.OrderedQuantity)
            .Query();
        return rows.Step();
    }

    private void Forget(long newestMs)
    {
        var untilMs = newestMs - RememberedMs;
        database.Prepare("DELETE FROM reported_order WHERE time_ms < ?1").Bind(1, untilMs).Run();
        foreach (var (key, _) in _orders!.Where(pair => pair.Value.TimeMs < untilMs).ToList())
            _orders!.Remove(key);
    }

    private Dictionary<(int Instrument, ulong Key), Reported> Load()
    {
        var orders = new Dictionary<(int Instrument, ulong Key), Reported>();
        using var rows = database.Prepare(
            "SELECT instrument_id, order_key, time_ms, quantity, contracts, qty_base, usd_micro, is_final FROM reported_order ORDER BY time_ms").Query();
        while (rows.Step())
        {
            orders[((int)rows.Integer(0), unchecked((ulong)rows.Integer(1)))] =
                new(rows.Integer(2), rows.Real(3), rows.Real(4), rows.Real(5), rows.Integer(6), rows.Integer(7) != 0);
        }

        return orders;
    }

    private readonly record struct Reported(long TimeMs, double Quantity, double Contracts, double Base, long MicroUsd, bool IsFinal);
}
