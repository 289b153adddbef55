using System.Globalization;
using LiqMon.Text;

namespace LiqMon.Queries;

/// <summary>What sampled feeds may hide, in sentences for people: below the totals, never in them, and never without a range.</summary>
internal static class EstimateNotes
{
    /// <summary>The lines below one total.</summary>
    internal static IEnumerable<string> Lines(EstimateResult? estimate)
    {
        if (estimate is null)
            yield break;
        if (estimate is not { Long: { } longs, Short: { } shorts, Total: { } total })
        {
            yield return "estimate: none, because " + estimate.NoEstimate;
            yield break;
        }

        yield return $"estimate, not in the totals: {Ranged(total)} in all, shorts {Ranged(shorts)}, longs {Ranged(longs)}";
        foreach (var venue in estimate.Venues)
            yield return $"estimate of {venue.Venue}: {Ranged(venue.Total)}, of which {NumberText.Usd(venue.Total.ReportedUsd)} reported{Doubts(venue)}";
        if (estimate.RangeOnly.Count > 0)
        {
            yield return $"no number for {string.Join(", ", estimate.RangeOnly)}: the last order of a second says nothing of the others, so what they hide is in the range alone";
        }

        yield return Method(estimate);
        if (estimate.NotEstimated.Count > 0)
            yield return $"in no estimate: what is hidden by {string.Join(", ", estimate.NotEstimated)}, by rules that are not known, and by gaps";
    }

    /// <summary>The lines below the grid of a breakdown.</summary>
    internal static IReadOnlyList<string> BreakdownLines(IReadOnlyList<SqueezeResult> answers)
    {
        var estimates = answers.Select(answer => answer.Estimate).OfType<EstimateResult>().ToList();
        if (estimates.Find(estimate => estimate.Total is not null) is { } shown)
            return ["estimates, not in the totals; " + Method(shown)];
        return estimates.Count == 0 ? [] : ["estimate: none, because " + estimates[0].NoEstimate];
    }

    private static string Method(EstimateResult estimate) => string.Create(
        CultureInfo.InvariantCulture,
        $"method: {estimate.Method}, learned from {string.Join(", ", estimate.LearnedFrom.Select(from => $"{NumberText.Count(from.Orders)} orders of {from.Venue}"))}; "
        + $"in {estimate.RangeRate:0 %} of spans of those feeds the truth lay in the range");

    private static string Doubts(VenueEstimateResult venue)
    {
        var unlearned = venue.UnlearnedShare > 0
            ? $"; {NumberText.Percent(venue.UnlearnedShare)} of it came faster than anything learned from, so the estimate may be too low"
            : "";
        return unlearned + (venue is { Bounded: true, OpenInterestMovedUsd: { } moved }
            ? $"; held down, because open interest moved by {NumberText.Usd(moved)} only"
            : "");
    }

    private static string Ranged(EstimatedUsd usd) =>
        usd.EstimateUsd is { } estimate
            ? $"{NumberText.Usd(estimate)} ({NumberText.Usd(usd.LowUsd)} to {NumberText.Usd(usd.HighUsd)})"
            : $"at least {NumberText.Usd(usd.LowUsd)}, at most about {NumberText.Usd(usd.HighUsd)}";
}
