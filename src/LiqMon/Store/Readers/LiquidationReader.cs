using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>Reads liquidations and their sums.</summary>
public sealed class LiquidationReader
{
    private readonly Database _database;
    private readonly InstrumentCatalog _names;

    internal LiquidationReader(Database database, InstrumentCatalog names) => (_database, _names) = (database, names);

    /// <summary>
    /// The total of a span, exact to the millisecond; where single events are past their retention, both ends count
    /// from the start of their minute.
    /// </summary>
    public LiquidationTotals Totals(LiquidationFilter filter) => Totals(filter, Grouping.None)[0];

    /// <summary>
    /// Totals by group: days and hours in order of time, with those in which nothing happened; assets and venues with
    /// any liquidation, the greatest total first.
    /// </summary>
    public IReadOnlyList<LiquidationTotals> Totals(LiquidationFilter filter, Grouping grouping)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return _database.Snapshot(() => new TotalsQuery(_database, _names, filter, grouping).Run());
    }

    /// <summary>Totals of equal parts of time that begin at multiples of their length, in order, with those in which nothing happened.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="barMs">Length of one, milliseconds: a whole number of minutes.</param>
    public IReadOnlyList<LiquidationTotals> Bars(LiquidationFilter filter, long barMs)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (barMs <= 0 || barMs % UnixTime.MinuteMs != 0)
            throw new ArgumentOutOfRangeException(nameof(barMs), barMs, "A bar is a whole number of minutes.");
        return _database.Snapshot(() => new TotalsQuery(_database, _names, filter, Grouping.Hour, barMs).Run());
    }

    /// <summary>Single liquidations, in order of time.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="minUsd">Only those of at least so many dollars.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="newestFirst">Whether to begin with the newest.</param>
    /// <param name="side">Only this side; null for both.</param>
    /// <param name="before">Only what stands behind this order in a list, newest first; null for all.</param>
    public IEnumerable<LiquidationRow> List(
        LiquidationFilter filter, double minUsd, int limit, bool newestFirst, LiquidatedSide? side = null, OrderPosition? before = null)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return new LiquidationQuery(_database, _names, filter, side, before).Run(minUsd, limit, newestFirst);
    }

    /// <summary>
    /// The largest orders, the greatest first. Where single events are past their retention, only the largest of each
    /// minute, venue, asset and side is known.
    /// </summary>
    public IReadOnlyList<RankedOrder> Largest(LiquidationFilter filter, int count)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return _database.Snapshot(() => new TopOrdersQuery(_database, _names, filter, count).Run());
    }

    /// <summary>Every order of a venue in [from, to), also those that wait for their contract; in no order.</summary>
    public IReadOnlyList<StoredOrder> Orders(string venue, long fromMs, long toMs) =>
        _database.Snapshot(() => new StoredOrderQuery(_database, venue).Run(fromMs, toMs));

    /// <summary>
    /// Hands out the sums by hour, venue, asset and side, in an order that does not depend on what was stored first.
    /// </summary>
    public void HourlyBuckets(LiquidationFilter filter, Action<Bucket> take)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(take);
        _database.Snapshot(() =>
        {
            var count = 0L;
            foreach (var bucket in new HourlyBuckets(_database, _names, filter).Run())
            {
                take(bucket);
                count++;
            }

            return count;
        });
    }

    /// <summary>The span as totals of it count.</summary>
    internal (long FromMs, long ToMs) ExactEnds(LiquidationFilter filter) =>
        _database.Snapshot(() => TotalsQuery.ExactEnds(_database, filter));

    /// <summary>Sums of a span of less than some minutes, by minute, from single events.</summary>
    internal IReadOnlyList<Bucket> CutMinutes(LiquidationFilter filter) =>
        _database.Snapshot(() => new CutMinutesQuery(_database, _names, filter).Run());
}
