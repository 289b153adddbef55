using System.Runtime.InteropServices;
using LiqMon.Market;
using LiqMon.Windows;

namespace LiqMon.Store;

/// <summary>Sums a commit's new liquidations by minute, hour and day, so that each stored cell is touched once.</summary>
internal sealed class RollupBatch(Database database)
{
    private const string Columns =
        "(start_ms, series_id, side, usd_micro, orders, max_usd_micro, max_time_ms, max_instrument_id, max_price)";

    // SQLite would turn a sum that passes 64 bits into a floating number: it stays at the greatest integer, which marks it.
    // Equal sizes are distinguished by what people can see, not by order of arrival.
    private const string Larger =
        """
        (excluded.max_usd_micro > cell.max_usd_micro OR (excluded.max_usd_micro = cell.max_usd_micro
            AND (excluded.max_time_ms < cell.max_time_ms OR (excluded.max_time_ms = cell.max_time_ms
                AND ((SELECT symbol FROM instrument WHERE id = excluded.max_instrument_id), excluded.max_price)
                    < ((SELECT symbol FROM instrument WHERE id = cell.max_instrument_id), cell.max_price)))))
        """;

    private const string Upsert =
        $"""
        AS cell{Columns} VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        ON CONFLICT (start_ms, series_id, side) DO UPDATE SET
            usd_micro = CASE WHEN cell.usd_micro > 9223372036854775807 - excluded.usd_micro THEN 9223372036854775807
                ELSE cell.usd_micro + excluded.usd_micro END,
            orders = cell.orders + excluded.orders,
            max_time_ms = CASE WHEN {Larger} THEN excluded.max_time_ms ELSE cell.max_time_ms END,
            max_instrument_id = CASE WHEN {Larger} THEN excluded.max_instrument_id ELSE cell.max_instrument_id END,
            max_price = CASE WHEN {Larger} THEN excluded.max_price ELSE cell.max_price END,
            max_usd_micro = max(cell.max_usd_micro, excluded.max_usd_micro)
        """;

    private readonly Dictionary<CellKey, Cell> _minutes = [];
    private readonly Dictionary<CellKey, Cell> _hours = [];
    private readonly Dictionary<CellKey, Cell> _days = [];

    internal void Add(InstrumentRow row, in Liquidation liquidation)
    {
        var cell = new Cell(
            liquidation.NotionalMicroUsd, 1, liquidation.NotionalMicroUsd, liquidation.EventTimeMs, row.Id,
            liquidation.Instrument.Symbol, liquidation.Price.ToDouble());
        Add(_minutes, new CellKey(UnixTime.Minute(liquidation.EventTimeMs), row.SeriesId, liquidation.Side), cell);
    }

    internal void Write()
    {
        foreach (var (key, cell) in _minutes)
            Add(_hours, key with { StartMs = UnixTime.Hour(key.StartMs) }, cell);
        foreach (var (key, cell) in _hours)
            Add(_days, key with { StartMs = UnixTime.Day(key.StartMs) }, cell);
        Write(database.Prepare($"INSERT INTO rollup_minute {Upsert}"), _minutes);
        Write(database.Prepare($"INSERT INTO rollup_hour {Upsert}"), _hours);
        Write(database.Prepare($"INSERT INTO rollup_day {Upsert}"), _days);
    }

    internal void Clear()
    {
        _minutes.Clear();
        _hours.Clear();
        _days.Clear();
    }

    private static void Add(Dictionary<CellKey, Cell> cells, CellKey key, in Cell added)
    {
        ref var cell = ref CollectionsMarshal.GetValueRefOrAddDefault(cells, key, out var exists);
        cell = exists ? cell.Plus(added) : added;
    }

    private static void Write(Statement upsert, Dictionary<CellKey, Cell> cells)
    {
        foreach (var (key, cell) in cells)
        {
            upsert.Bind(1, key.StartMs)
                .Bind(2, key.SeriesId)
                .Bind(3, (long)key.Side)
                .Bind(4, cell.MicroUsd)
                .Bind(5, cell.Orders)
                .Bind(6, cell.LargestMicroUsd)
                .Bind(7, cell.LargestTimeMs)
                .Bind(8, cell.LargestInstrument)
                .Bind(9, cell.LargestPrice)
                .Run();
        }
    }

    private readonly record struct CellKey(long StartMs, int SeriesId, LiquidatedSide Side);

    private readonly record struct Cell(
        long MicroUsd, long Orders, long LargestMicroUsd, long LargestTimeMs, int LargestInstrument, string LargestSymbol,
        double LargestPrice)
    {
        internal Cell Plus(in Cell other)
        {
            var larger = LargestFirst.Compare(
                other.LargestMicroUsd, other.LargestTimeMs, other.LargestSymbol, other.LargestPrice,
                LargestMicroUsd, LargestTimeMs, LargestSymbol, LargestPrice) < 0 ? other : this;
            return larger with { MicroUsd = MicroUsd > long.MaxValue - other.MicroUsd ? long.MaxValue : MicroUsd + other.MicroUsd, Orders = Orders + other.Orders };
        }
    }
}
