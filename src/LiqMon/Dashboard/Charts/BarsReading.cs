using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Dashboard;

/// <summary>Reads the bars of the chart, with the price and the open interest at the end of each.</summary>
internal static class BarsReading
{
    private static readonly TimeSpan LeastTolerance = TimeSpan.FromMinutes(5);

    /// <summary>The bars, and what their price is of.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    internal static (IReadOnlyList<BarPoint> Bars, string PriceName) Read(StoreQueries answers, PageQuery query, string asset, bool withInterest)
    {
        SpanText.TryWindow(query.Bar, out var bar);
        var barMs = (long)bar.TotalMilliseconds;
        var (fromMs, toMs) = Ends(query, barMs);
        var span = query.Span;
        var endMs = Math.Min(toMs, span.NowMs + 1);
        var totals = answers.Squeezes.Bars(
            span with { Filter = span.Filter with { FromMs = fromMs, ToMs = endMs }, DisplayFromMs = fromMs, DisplayToMs = endMs }, bar);
        var moments = totals.Select((_, at) => Math.Min(fromMs + ((at + 1) * barMs), span.NowMs)).ToList();
        var tolerance = TimeSpan.FromTicks(Math.Max(LeastTolerance.Ticks, Math.Min(bar.Ticks, TimeSpan.FromHours(2).Ticks)));
        var (contract, prices) = Prices(answers, asset, moments, tolerance);
        var interest = withInterest ? answers.Market.OpenInterestLine(asset, moments, tolerance) : null;
        return
        (
            [.. totals.Select((total, at) => Point(query, total, fromMs + (at * barMs), barMs, prices?[at], interest?[at]))],
            contract is { } priced ? $"{asset} price, {priced.Symbol} on {priced.Venue}" : ""
        );
    }

    /// <summary>The window up to now; up to the chosen span where that lies further back.</summary>
    private static (long FromMs, long ToMs) Ends(PageQuery query, long barMs)
    {
        var count = (long)query.Window.Length.TotalMilliseconds / barMs;
        var end = (query.Span.NowMs / barMs * barMs) + barMs;
        if (query.IsSpanChosen && query.Span.Filter.FromMs < end - (count * barMs))
            end = Math.Min(end, (query.Span.Filter.ToMs + barMs - 1) / barMs * barMs);
        return (end - (count * barMs), end);
    }

    /// <summary>The line of the first contract by the rule that has any price in the window.</summary>
    private static (ContractKey? Contract, IReadOnlyList<double?>? Prices) Prices(
        StoreQueries answers, string asset, List<long> moments, TimeSpan tolerance)
    {
        foreach (var contract in moments.Count == 0 ? [] : answers.Market.PriceContracts(asset, moments[^1]))
        {
            var prices = answers.Market.Marks(contract, moments, tolerance);
            if (prices.Any(price => price is not null))
                return (contract, prices);
        }

        return (null, null);
    }

    private static BarPoint Point(PageQuery query, SqueezeResult total, long fromMs, long barMs, double? price, double? interest)
    {
        var (from, to) = (Timestamps.FromUnixMs(fromMs), Timestamps.FromUnixMs(fromMs + barMs));
        var isChosen = fromMs < query.Span.Filter.ToMs && fromMs + barMs > query.Span.Filter.FromMs;
        var isAlone = query.IsSpanChosen && query.Span.Filter.FromMs == fromMs;
        return new BarPoint
        {
            From = from,
            To = to,
            Label = query.Window.Length > TimeSpan.FromDays(1)
                ? from.UtcDateTime.ToString("d MMM", System.Globalization.CultureInfo.InvariantCulture)
                : PageText.Clock(from),
            ShortUsd = total.ShortUsd,
            LongUsd = total.LongUsd,
            Covered = total.Covered,
            Price = price,
            OpenInterest = interest,
            IsChosen = isChosen,
            Link = isAlone ? query.With(("from", null), ("to", null)) : query.With(("from", PageQuery.TimeOf(from)), ("to", PageQuery.TimeOf(to))),
        };
    }
}
