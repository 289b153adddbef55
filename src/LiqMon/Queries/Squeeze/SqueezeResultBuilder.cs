using LiqMon.Completeness;
using LiqMon.Store;
using LiqMon.Text;
using LiqMon.Windows;

namespace LiqMon.Queries;

/// <summary>Turns totals and coverage into answers about squeezes.</summary>
public static class SqueezeResultBuilder
{
    /// <summary>One answer for each total, in a useful order: the largest first, or by time.</summary>
    public static IReadOnlyList<SqueezeResult> Of(
        SpanQuery question,
        IReadOnlyList<LiquidationTotals> totals,
        SpanCompleteness span)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(totals);
        ArgumentNullException.ThrowIfNull(span);
        var groups = question.By == Grouping.Venue ? WithSilentVenues(question, totals, span.Coverage) : totals;
        var mostGaps = GapLimit.Of(question, groups.Count, span.Coverage);
        var answers = groups.Select(total => Of(question, total, span, mostGaps));
        return question.By is Grouping.Asset or Grouping.Venue
            ? [.. answers.OrderByDescending(a => a.TotalUsd).ThenBy(a => a.Asset, StringComparer.Ordinal)]
            : [.. answers];
    }

    /// <summary>The answer of a rolling window.</summary>
    public static SqueezeResult Of(WindowTotals total, long fromMs, long toMs, SpanCompleteness span)
    {
        ArgumentNullException.ThrowIfNull(total);
        ArgumentNullException.ThrowIfNull(span);
        var largest = total is { Largest: { } order, LargestVenue: { } venue }
            ? new LargestOrder(venue, order.Symbol, order.Side, order.MicroUsd, order.Price, order.TimeMs)
            : null;
        var totals = new LiquidationTotals
        {
            Group = total.Asset,
            FromMs = fromMs,
            ToMs = toMs,
            LongMicroUsd = total.LongMicroUsd,
            ShortMicroUsd = total.ShortMicroUsd,
            LongOrders = total.LongOrders,
            ShortOrders = total.ShortOrders,
            Largest = largest,
            Venues = total.Venues,
        };
        var question = new SpanQuery
        {
            Filter = new() { Assets = total.Asset == WindowTotals.All ? null : [total.Asset], FromMs = fromMs, ToMs = toMs },
            DisplayFromMs = fromMs,
            DisplayToMs = toMs,
            NowMs = toMs,
            Window = total.Window.Name,
        };
        return Of(question, totals, span, GapLimit.MostGaps);
    }

    private static SqueezeResult Of(SpanQuery question, LiquidationTotals total, SpanCompleteness span, int mostGaps)
    {
        var filter = question.Filter;
        var completeness = span.Of(question.Scope with
        {
            Assets = question.By == Grouping.Asset && total.Group is { } asset ? [asset] : filter.Assets,
            FromMs = total.FromMs,
            ToMs = total.ToMs,
            Venue = question.By == Grouping.Venue ? total.Group : null,
            Contributors = total.Venues,
            IsSaturated = total.LongMicroUsd == long.MaxValue || total.ShortMicroUsd == long.MaxValue,
        });
        var longUsd = MicroUsd.ToUsd(total.LongMicroUsd);
        var shortUsd = MicroUsd.ToUsd(total.ShortMicroUsd);
        var sum = longUsd + shortUsd;
        return new SqueezeResult
        {
            Asset = question.By == Grouping.Asset ? total.Group ?? "ALL" : question.AssetText,
            Venues = question.By == Grouping.Venue && total.Group is { } venue ? [venue] : total.Venues,
            From = Timestamps.FromUnixMs(total.FromMs <= filter.FromMs ? question.DisplayFromMs : total.FromMs),
            To = Timestamps.FromUnixMs(total.ToMs >= filter.ToMs ? question.DisplayToMs : total.ToMs),
            LongUsd = longUsd,
            ShortUsd = shortUsd,
            ShortMinusLongUsd = shortUsd - longUsd,
            TotalUsd = sum,
            ShortShare = sum == 0 ? null : Math.Round(shortUsd / sum, 6),
            LongOrders = total.LongOrders,
            ShortOrders = total.ShortOrders,
            Largest = total.Largest is { } largest ? Of(largest) : null,
            Floor = completeness.Floor,
            Covered = completeness.Covered,
            LeastCovered = CoverageResultBuilder.Least(completeness),
            Coverage = CoverageResultBuilder.Of(completeness, mostGaps),
            Deficits = CoverageResultBuilder.Deficits(completeness),
        };
    }

    private static LargestResult Of(LargestOrder order) => new(
        order.Venue, order.Symbol, order.Side, MicroUsd.ToUsd(order.MicroUsd), order.Price, Timestamps.FromUnixMs(order.TimeMs));

    // A venue without a single order is an answer too: zero, with its coverage.
    private static List<LiquidationTotals> WithSilentVenues(
        SpanQuery question, IReadOnlyList<LiquidationTotals> totals, IReadOnlyList<VenueCoverage> coverage)
    {
        List<LiquidationTotals> all = [.. totals];
        foreach (var venue in coverage.Select(c => c.Venue).Where(id => totals.All(t => t.Group != id)))
        {
            all.Add(new LiquidationTotals
            {
                Group = venue,
                FromMs = question.Filter.FromMs,
                ToMs = question.Filter.ToMs,
            });
        }

        return all;
    }
}
