using System.Globalization;
using LiqMon.Queries;
using LiqMon.Reports.Tables;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Reports;

/// <summary>The totals of a report beside those of the weeks before, and all of it in sentences.</summary>
internal sealed class ReportHeadlines(
    StoreReader reader, ReportQuery question, ReportSpan span, IReadOnlyList<KnownVenue> venues, ReportTotals totals, DateTimeOffset? watchedSince)
{
    private const int Weeks = 52;

    // A week that was watched so much less or more is not the same measure.
    private const decimal SameWatch = 0.05m;

    // Of a week of which less was watched nobody knows the place.
    private const decimal RankedFrom = 0.5m;

    internal ReportHeadline Read()
    {
        var whole = totals.Whole;
        var earlier = Enumerable.Range(1, Weeks - 1).Select(Total).ToList();
        var compared = earlier.Where((total, index) => total > 0 && Covered(index + 1) >= RankedFrom).ToList();
        decimal? previous = earlier[0] > 0 ? earlier[0] : null;
        // The first of one is no place.
        int? rank = compared.Count > 0 && whole.TotalUsd > 0 && whole.Covered >= RankedFrom ? 1 + compared.Count(total => total > whole.TotalUsd) : null;
        var headline = new ReportHeadline
        {
            TotalUsd = whole.TotalUsd,
            LongUsd = whole.LongUsd,
            ShortUsd = whole.ShortUsd,
            ShortMinusLongUsd = whole.ShortMinusLongUsd,
            ShortShare = whole.ShortShare,
            LongOrders = whole.LongOrders,
            ShortOrders = whole.ShortOrders,
            Largest = whole.Largest,
            Floor = whole.Floor,
            Covered = whole.Covered,
            LeastCovered = whole.LeastCovered,
            Deficits = whole.Deficits,
            PreviousTotalUsd = previous,
            WeekOnWeek = previous is { } before ? Math.Round((whole.TotalUsd / before) - 1, 6) : null,
            Rank = rank,
            RankedWeeks = compared.Count + (rank is null ? 0 : 1),
            Text = [],
        };
        return headline with { Text = [.. Sentences(headline)] };
    }

    private decimal Total(int weeksBefore)
    {
        var (fromMs, toMs) = span.Earlier(weeksBefore);
        var total = reader.Liquidations.Totals(question.Of(fromMs, toMs).Filter);
        return MicroUsd.ToUsd(total.LongMicroUsd) + MicroUsd.ToUsd(total.ShortMicroUsd);
    }

    private decimal Covered(int weeksBefore)
    {
        var (fromMs, toMs) = span.Earlier(weeksBefore);
        return ReportTotals.Query(reader, venues).Run(ReportTotals.Watched(venues), fromMs, toMs, toMs).Of(new()).Covered;
    }

    private IEnumerable<string> Sentences(ReportHeadline headline)
    {
        if (reader.State.IsSimulated())
            yield return "SIMULATED DATA: every figure is made up by simulated venues.";
        if (totals.WhyNoLiquidations is { } nothing)
        {
            yield return nothing;
            yield break;
        }

        if (watchedSince is { } since)
        {
            var part = NumberText.Percent((decimal)(span.ToMs - since.ToUnixTimeMilliseconds()) / (span.ToMs - span.FromMs));
            yield return $"This is no whole week: LiqMon first watched on {since.UtcDateTime.ToString("dddd d MMMM, HH:mm", CultureInfo.InvariantCulture)} UTC, "
                + $"so {part} of the time is in it.";
        }

        var least = headline.Floor ? "At least " : "";
        yield return $"{least}{NumberText.Usd(headline.TotalUsd)} was liquidated{(span.SoFar ? " so far" : "")}: "
            + $"{NumberText.Usd(headline.ShortUsd)} of shorts and {NumberText.Usd(headline.LongUsd)} of longs, {Difference(headline)}.";
        if (headline.WeekOnWeek is { } growth)
        {
            yield return $"That is {NumberText.Percent(Math.Abs(growth))} {(growth < 0 ? "less" : "more")} than "
                + $"{(span.SoFar ? "in the same part of the week before" : "in the week before")} ({NumberText.Usd(headline.PreviousTotalUsd!.Value)})"
                + (headline.RankedWeeks > 1 ? $", and rank {headline.Rank} of {headline.RankedWeeks} weeks of which at least half was watched." : ".");
            if (UnlikeWatch() is { } warning)
                yield return warning;
        }
        else
        {
            yield return "There is no week before to compare with.";
        }

        if (headline.Largest is { } order)
        {
            yield return $"The largest order was a {EnumNames.Of(order.Side)} of {NumberText.Usd(order.Usd)} in {order.Symbol} on {order.Venue}, "
                + $"at a price of {CellText.Of(CellKind.Price, order.Price)}, {order.Time.UtcDateTime.ToString("ddd d MMM HH:mm:ss", CultureInfo.InvariantCulture)} UTC.";
        }
    }

    private static string Difference(ReportHeadline headline) => headline.ShortMinusLongUsd switch
    {
        > 0 => $"{NumberText.Usd(headline.ShortMinusLongUsd)} more shorts than longs ({NumberText.Percent(headline.ShortShare ?? 0)} shorts)",
        < 0 => $"{NumberText.Usd(-headline.ShortMinusLongUsd)} more longs than shorts ({NumberText.Percent(headline.ShortShare ?? 0)} shorts)",
        _ => "as much of the one as of the other",
    };

    private string? UnlikeWatch()
    {
        var before = Covered(1);
        var now = totals.Whole.Covered;
        return Math.Abs(before - now) <= SameWatch ? null
            : $"The two weeks were not watched alike: {NumberText.Coverage(before)} of the normal volume of the week before and {NumberText.Coverage(now)} of this one.";
    }
}
