using LiqMon.Market;
using Microsoft.Data.Sqlite;

namespace LiqMon.Store;

/// <summary>Lists single liquidations as they are requested, without holding them all.</summary>
internal sealed class LiquidationQuery(Database database, InstrumentCatalog names, LiquidationFilter filter, LiquidatedSide? side = null)
{
    private const string Columns =
        """
        SELECT time_ms, instrument_id, identity, side, price, price_kind, contracts, qty_base, usd_micro, received_ms
        FROM liquidation WHERE time_ms >= ?1 AND time_ms < ?2 AND usd_micro >= ?3 AND (?4 IS NULL OR side = ?4)
        """;

    private const string Ascending = $"{Columns} ORDER BY time_ms, instrument_id, identity";
    private const string Descending = $"{Columns} ORDER BY time_ms DESC, instrument_id DESC, identity DESC";

    internal IEnumerable<LiquidationRow> Run(double minUsd, int limit, bool newestFirst)
    {
        var series = new SeriesFilter(filter);
        var minMicroUsd = (long)Math.Clamp(Math.Ceiling(minUsd * 1e6), 0, 9e18);
        var wanted = new Dictionary<int, bool>();
        // Not from the kept statements: two lists may be read side by side.
        using var statement = database.PrepareNew(newestFirst ? Descending : Ascending);
        using var places = new OrderPlaces(database, names, filter, minMicroUsd, newestFirst).Find().GetEnumerator();
        for (var given = 0; given < limit && Next(places.MoveNext);)
        {
            using var rows = statement.Bind(1, places.Current.FromMs).Bind(2, places.Current.ToMs).Bind(3, minMicroUsd).Bind(4, (long?)side).Query();
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
        MicroUsd = rows.Integer(8),
        ReceivedMs = rows.Integer(9),
    };
}
