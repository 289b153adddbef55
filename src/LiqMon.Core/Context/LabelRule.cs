namespace LiqMon.Context;

/// <summary>
/// The published rule by which a span is called a squeeze or something else. The same facts always give the same label.
/// <para>
/// A short squeeze: shorts are at least 65 % of the liquidated dollars, the price rose by more than 1.5 standard
/// deviations of moves over such a span, and open interest in coin fell. A long squeeze is its mirror image. Otherwise
/// the direction of price and open interest decide. No label is given where less than 80 % of the normal
/// volume was watched or open interest is known of less than 80 % of the venues.
/// </para>
/// </summary>
public static class LabelRule
{
    /// <summary>Least part of the normal volume that was watched, and least part of the venues with known open interest.</summary>
    public const double LeastCoverage = 0.8;

    /// <summary>Least part of the liquidated dollars on the squeezed side.</summary>
    public const double LeastSideShare = 0.65;

    /// <summary>Least move of the price in a squeeze, in standard deviations; it must be exceeded.</summary>
    public const double LeastSigmas = 1.5;

    /// <summary>A price that moved less than so many standard deviations hardly moved.</summary>
    public const double QuietSigmas = 0.1;

    /// <summary>Open interest in coin that changed by less than this part hardly moved.</summary>
    public const double QuietOpenInterest = 0.001;

    /// <summary>The label, or why there is none: one of the two is null.</summary>
    public static (SqueezeLabel? Label, NoLabelReason? Why) Decide(in LabelFacts facts)
    {
        if (!(facts.Coverage >= LeastCoverage))
            return (null, NoLabelReason.Coverage);
        if (facts.LogReturn is not { } move || !double.IsFinite(move))
            return (null, NoLabelReason.Price);
        if (facts.OpenInterestChange is not { } change || !double.IsFinite(change) || !(facts.OpenInterestShare >= LeastCoverage))
            return (null, NoLabelReason.OpenInterest);
        if (facts.Sigma is not { } sigma || !(sigma > 0))
            return (null, NoLabelReason.Volatility);
        if (change < 0 && facts.ShortShare is { } shorts)
        {
            if (shorts >= LeastSideShare && move > LeastSigmas * sigma)
                return (SqueezeLabel.ShortSqueeze, null);
            if (1 - shorts >= LeastSideShare && move < -LeastSigmas * sigma)
                return (SqueezeLabel.LongSqueeze, null);
        }

        if (Math.Abs(move) < QuietSigmas * sigma || Math.Abs(change) < QuietOpenInterest)
            return (SqueezeLabel.Quiet, null);
        return (move > 0, change > 0) switch
        {
            (true, true) => (SqueezeLabel.NewLongs, null),
            (true, false) => (SqueezeLabel.Covering, null),
            (false, true) => (SqueezeLabel.NewShorts, null),
            (false, false) => (SqueezeLabel.LongClosing, null),
        };
    }
}
