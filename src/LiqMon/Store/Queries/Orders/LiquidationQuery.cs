using LiqMon.Market;
using Microsoft.Data.Sqlite;

namespace LiqMon.Store;

/// <summary>Lists single liquidations as they are requested, without holding them all.</summary>
/// <param name="database">The store.</param>
/// <param name="names">Its contracts.</param>
/// <param name="filter">Which.</param>
/// <param name="side">Only this side; null for both.</param>
/// <param name="before">Only orders that stand before this one in time, and so behind it in a list, newest first; null for all.</param>
internal sealed class LiquidationQuery(
    Database database, InstrumentCatalog names, LiquidationFilter filter, LiquidatedSide? side = null, OrderPosition? before = null)
{
    private const string Columns =
        """
        SELECT time_ms, instrument_id, identity, side, price, price_kind, contracts, qty_base, usd_micro, received_ms
        FROM liquidation WHERE time_ms >= ?1 AND time_ms < ?2 AND usd_micro >= ?3 AND (?4 IS NULL OR side = ?4)
            AND (?5 IS NULL OR (time_ms, instrument_id, identity) < (?5, ?6, ?7))
        """;

    private const string Ascending = $"{Columns} ORDER BY time_ms, instrument_id, identity";
    private const string Descending = $"{Columns} ORDER BY time_ms DESC, instrument_id DESC, identity DESC";

    internal IEnumerable<LiquidationRow> Run(double minUsd, int limit, bool newestFirst)
    {
        // The places of orders are found by time; what lies behind is left out there.
        var asked = before is { } position ? filter with { ToMs = Math.Min(filter.ToMs, position.TimeMs + 1) } : filter;
        var series = new SeriesFilter(asked);
        var minMicroUsd = (long)Math.Clamp(Math.Ceiling(minUsd * 1e6), 0, 9e18);
        var wanted = new Dictionary<int, bool>();
        // Not from the kept statements: two lists may be read side by side.
        using var statement = database.PrepareNew(newestFirst ? Descending : Ascending);
        using var places = new OrderPlaces(database, names, asked, minMicroUsd, newestFirst).Find().GetEnumerator();
        for (var given = 0; given < limit && Next(places.MoveNext);)
        {
            using var rows = statement.Bind(1, places.Current.FromMs).Bind(2, places.Current.ToMs).Bind(3, minMicroUsd).Bind(4, (long?)side)
                .Bind(5, before?.TimeMs).Bind(6, (long?)before?.InstrumentId).Bind(7, unchecked((long?)before?.Identity)).Query();
            while (given < limit && Next(rows.Step))
            {
                var id = (int)rows.Integer(1);
                var instrument = names.Instrument(id);
                if (!wanted.TryGetValue(id, out var included))
                    wanted.Add(id, included = series.Includes(instrument.Series));
                if (!included)
                    continue;
                given++;
                yield return Read(rows, instrument);
            }
        }
    }

    private static bool Next(Func<bool> step)
    {
        try
        {
            return step();
        }
        catch (SqliteException exception)
        {
            throw StoreException.From(exception);
        }
    }

    private static LiquidationRow Read(Statement.Rows rows, InstrumentName instrument) => new()
    {
        Venue = instrument.Series.Venue,
        Symbol = instrument.Symbol,
        Asset = instrument.Series.Asset,
        Margin = instrument.Margin,
        TimeMs = rows.Integer(0),
        Identity = unchecked((ulong)rows.Integer(2)),
        Side = (LiquidatedSide)rows.Integer(3),
        Price = rows.Real(4),
        PriceKind = (PriceKind)rows.Integer(5),
        Contracts = rows.Real(6),
        BaseQuantity = rows.Real(7),
        InstrumentId = (int)rows.Integer(1),
        MicroUsd = rows.Integer(8),
        ReceivedMs = rows.Integer(9),
    };
}
