using LiqMon.External;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Queries;

/// <summary>Puts what others counted in gaps beside totals.</summary>
public static class ExternalResultBuilder
{
    /// <summary>The same answers, each with the sums that belong to it.</summary>
    /// <param name="answers">Totals of one question.</param>
    /// <param name="by">What they are broken down by.</param>
    /// <param name="totals">Sums of one source that lie in the question's span.</param>
    public static IReadOnlyList<SqueezeResult> Beside(
        IReadOnlyList<SqueezeResult> answers, Grouping by, IReadOnlyList<ExternalTotal> totals)
    {
        ArgumentNullException.ThrowIfNull(answers);
        var chosen = ExternalBuckets.Choose(totals);
        return [.. answers.Select(answer => answer with { External = Of(chosen.Where(total => Belongs(total, answer, by))) })];
    }

    private static bool Belongs(ExternalTotal total, SqueezeResult answer, Grouping by) => by switch
    {
        Grouping.Asset => total.Asset == answer.Asset,
        Grouping.Venue => answer.Venues.Contains(total.Venue),
        // A sum over the end of a day or an hour belongs to neither.
        Grouping.Day or Grouping.Hour =>
            total.StartMs >= answer.From.ToUnixTimeMilliseconds() && total.EndMs <= answer.To.ToUnixTimeMilliseconds(),
        _ => true,
    };

    private static ExternalResult Of(IEnumerable<ExternalTotal> totals)
    {
        var counted = totals.ToList();
        return new ExternalResult(
            Coinalyze.Source,
            [.. counted.Select(total => total.Venue).Distinct().Order(StringComparer.Ordinal)],
            MicroUsd.ToUsd(counted.Sum(total => total.LongMicroUsd)),
            MicroUsd.ToUsd(counted.Sum(total => total.ShortMicroUsd)),
            counted.Count);
    }
}
