using LiqMon.Completeness;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Text;
using LiqMon.Windows;

namespace LiqMon.Api;

/// <summary>How complete the last 24 hours are and who is watched, for Prometheus: the same as every answer says.</summary>
public static class CompletenessMetrics
{
    /// <summary>All figures at this moment.</summary>
    /// <param name="read">Reads how complete the last 24 hours are.</param>
    /// <param name="watch">Who is watched.</param>
    public static IEnumerable<Metric> Of(Func<CompletenessResult> read, WatchResult watch)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(watch);
        yield return Metric.Of("liqmon_venues_expected", "Venues that should be watched", MetricKind.Gauge, watch.Expected);
        yield return Metric.Of("liqmon_venues_live", "Venues of which every feed is live", MetricKind.Gauge, watch.Live);
        yield return new(
            "liqmon_venue_missing", "1 for a venue that should be watched and is not, with the reason", MetricKind.Gauge,
            [.. watch.Missing.Select(venue => new MetricSample(1, ("venue", venue.Venue), ("reason", venue.Reason ?? venue.State)))]);
        CompletenessResult? result = null;
        try
        {
            result = read();
        }
        catch (StoreException)
        {
            // The figure below says so; the log says what is wrong with the store.
        }

        yield return Metric.Of("liqmon_store_readable", "1 while questions can be put to the store", MetricKind.Gauge, result is null ? 0 : 1);
        foreach (var metric in result is null ? [] : Of(result))
            yield return metric;
    }

    private static IEnumerable<Metric> Of(CompletenessResult result)
    {
        yield return new(
            "liqmon_coverage", "Proven part of the last 24 hours; of ALL venues weighted by what each normally contributes", MetricKind.Gauge,
            [
                new MetricSample((double)result.Covered, ("venue", WindowTotals.All)),
                .. result.Venues.Select(venue => new MetricSample((double)venue.Share, ("venue", venue.Venue))),
            ]);
        yield return new(
            "liqmon_weight", "What a venue normally contributes to all totals, 0 to 1", MetricKind.Gauge,
            [.. result.Venues.Select(venue => new MetricSample((double)venue.Weight, ("venue", venue.Venue)))]);
        yield return Metric.Of("liqmon_floor", "1 while totals of the last 24 hours are only a floor", MetricKind.Gauge, result.Floor ? 1 : 0);
        var sums = result.DeficitSums;
        yield return new(
            "liqmon_deficits", "Orders, messages or contracts that belong to the last 24 hours and are in no total", MetricKind.Gauge,
            [.. sums.Select(sum => new MetricSample(Math.Max(1, Math.Max(sum.Count, sum.Contracts)), Labels(sum)))]);
        yield return new(
            "liqmon_deficit_usd", "Dollars of them, where known", MetricKind.Gauge,
            [.. sums.Where(sum => sum.MicroUsd is not null).Select(sum => new MetricSample(sum.MicroUsd!.Value / 1e6, Labels(sum)))]);
    }

    private static (string, string)[] Labels(DeficitSum sum) => [("venue", sum.Venue), ("reason", EnumNames.Of(sum.Reason))];
}
