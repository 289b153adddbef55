using LiqMon.Market;

namespace LiqMon.Tests.Reports;

/// <summary>What the orders of a span add up to, counted one by one without the store or any query.</summary>
internal sealed class WeekCount
{
    private const long HourMs = 3_600_000;
    private readonly List<Liquidation> _orders;
    private readonly List<string> _venues;
    private readonly long _fromMs;
    private readonly long _toMs;

    /// <summary>Counts the orders in [from, to), Unix milliseconds, of an asset, or of all where it is empty.</summary>
    internal WeekCount(IReadOnlyList<Liquidation> orders, long fromMs, long toMs, string asset)
    {
        _orders = [.. orders.Where(order =>
            order.EventTimeMs >= fromMs && order.EventTimeMs < toMs && (asset.Length == 0 || order.Instrument.Asset == asset))];
        _venues = [.. orders.Select(order => order.Instrument.Venue).Distinct()];
        (_fromMs, _toMs) = (fromMs, toMs);
    }

    internal long LongOrders => _orders.Count(order => order.Side == LiquidatedSide.Long);

    internal long ShortOrders => _orders.Count(order => order.Side == LiquidatedSide.Short);

    internal decimal LongUsd => Usd(_orders.Where(order => order.Side == LiquidatedSide.Long));

    internal decimal ShortUsd => Usd(_orders.Where(order => order.Side == LiquidatedSide.Short));

    internal decimal TotalUsd => Usd(_orders);

    internal decimal LargestUsd => _orders.Max(order => order.NotionalMicroUsd) / 1e6m;

    /// <summary>Totals of the UTC days that the span touches.</summary>
    internal IReadOnlyList<decimal> ByDay => ByTime(24 * HourMs);

    /// <summary>Totals of the hours that the span touches.</summary>
    internal IReadOnlyList<decimal> ByHour => ByTime(HourMs);

    /// <summary>Totals of the venues, the greatest first; a venue without an order in the span is one of them.</summary>
    internal IReadOnlyList<decimal> ByVenue =>
        [.. _venues.Select(venue => Usd(_orders.Where(order => order.Instrument.Venue == venue))).OrderDescending()];

    /// <summary>Totals of the assets that had an order, the greatest first.</summary>
    internal IReadOnlyList<decimal> ByAsset =>
        [.. _orders.GroupBy(order => order.Instrument.Asset).Select(Usd).OrderDescending()];

    private static decimal Usd(IEnumerable<Liquidation> orders) => orders.Sum(order => order.NotionalMicroUsd) / 1e6m;

    private List<decimal> ByTime(long lengthMs)
    {
        var totals = new List<decimal>();
        for (var start = _fromMs / lengthMs * lengthMs; start < _toMs; start += lengthMs)
            totals.Add(Usd(_orders.Where(order => order.EventTimeMs >= start && order.EventTimeMs < start + lengthMs)));
        return totals;
    }
}
