using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Dashboard;

/// <summary>Reads the bars of the chart, with the price and the open interest at the end of each.</summary>
internal sealed class BarsReading(IReadOnlyList<KnownVenue> venues)
{
    private static readonly TimeSpan LeastTolerance = TimeSpan.FromMinutes(5);

    /// <summary>The bars, and what their price is of.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    internal (IReadOnlyList<BarPoint> Bars, string PriceName) Read(StoreQueries answers, PageQuery query, string asset, bool withInterest)
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
        var contract = Contract(answers, span, asset);
        var prices = contract is null ? null : answers.Market.Marks(new(contract.Venue, contract.Symbol), moments, tolerance);
        var interest = withInterest ? answers.Market.OpenInterestLine(asset, moments, tolerance) : null;
        return
        (
            [.. totals.Select((total, at) => Point(query, total, fromMs + (at * barMs), barMs, prices?[at], interest?[at]))],
            contract is null ? "" : $"{contract.Asset} price on {contract.Venue}"
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

    /// <summary>The largest contract of the first venue stands for its asset: a line that does not change its source with each glance.</summary>
    private OpenInterestInstrument? Contract(StoreQueries answers, SpanQuery span, string asset) =>
        answers.Market.OpenInterest(span with { Filter = span.Filter with { Assets = [asset] }, By = Grouping.Asset }).Instruments
            .Where(instrument => instrument.Mark is not null)
            .MinBy(instrument => venues.TakeWhile(known => known.Id != instrument.Venue).Count());

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
