using LiqMon.Estimates;
using LiqMon.Market;

namespace LiqMon.Queries;

/// <summary>How well what a throttled full feed hides was estimated.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Sampling">How it was throttled.</param>
/// <param name="Orders">Orders of the hours that were estimated.</param>
/// <param name="Hours">Hours with an order, each estimated by itself.</param>
/// <param name="Shown">Dollars that the throttled feed showed, as a part of the true ones.</param>
/// <param name="Estimated">Estimated dollars of all hours over the true ones.</param>
/// <param name="HourLow">The same of single hours: a tenth of them lay below.</param>
/// <param name="HourHigh">A tenth of them lay above.</param>
/// <param name="Covered">Part of the hours whose truth lay in the range.</param>
public sealed record FullFeedScoreResult(
    string Venue, SamplingRule Sampling, long Orders, int Hours, double? Shown, double? Estimated, double? HourLow, double? HourHigh, double Covered)
{
    internal static FullFeedScoreResult Of(FullFeedScore score) => new(
        score.Venue, score.Sampling, score.Orders, score.Hours, Rounded(score.Shown), Rounded(score.Estimated), Rounded(score.HourLow),
        Rounded(score.HourHigh), Math.Round(score.Covered, 4));

    private static double? Rounded(double? share) => share is { } known ? Math.Round(known, 4) : null;
}
