using LiqMon.Queries;
using LiqMon.Text;

namespace LiqMon.Mcp;

/// <summary>
/// The first line of each answer. It stands before the figures and begins with one word in capitals, so that a model that sums them up
/// cannot overlook that they are a floor, a model's, or made up.
/// </summary>
/// <param name="venues">What is known of the venues.</param>
internal sealed class AnswerNotes(IReadOnlyList<KnownVenue> venues)
{
    private const string Floor = "AT LEAST: ";
    private const string Complete = "COMPLETE: ";
    private const string Model = "MODEL, NOT DATA: ";
    private const string Simulated = "SIMULATED: every figure is made up by simulated venues. ";

    /// <summary>The line of a result.</summary>
    internal string Of(object result) => (IsSimulated(result) ? Simulated : "") + result switch
    {
        ICompletenessView view => Completeness(view),
        IReadOnlyList<SqueezeResult> several => Completeness(several),
        ExternalSqueezeResult external => OfOthers(external.Source),
        IReadOnlyList<ExternalSqueezeResult> externals => OfOthers(externals.Count == 0 ? "another source" : externals[0].Source),
        ComparisonResult comparison => Comparison([comparison]),
        IReadOnlyList<ComparisonResult> comparisons => Comparison(comparisons),
        CascadeAftermathResult aftermath =>
            "STATISTICS OF THE PAST: " + string.Join("; ", aftermath.Sides.Select(side => $"after cascades of {EnumNames.Of(side.Side)}s: {side.Verdict}")),
        OpenInterestResult interest => OpenInterest(interest),
        MarketContextResult context => context.Absent.Count == 0
            ? "CONTEXT: all values hold at the time given."
            : "INCOMPLETE: absent are " + string.Join("; ", context.Absent.Select(one => $"{one.What} ({one.Why})")),
        MapResult map => Model + $"where positions would be forced out, from open interest that is known for {Percent(map.OpenInterestCoverage)} and prices "
            + $"for {Percent(map.PriceCoverage)} of the span. Its score: map with score=true.",
        HeatResult heat => Model + "where positions would have been forced out. Liquidations in it are "
            + (heat.Floor ? $"at least those listed: {Percent(heat.Covered)} of normal volume was watched." : "complete."),
        MapScoreResult score => "SCORE OF A MODEL: " + score.Verdict,
        IReadOnlyList<VenueResult> known => Venues(known),
        _ => throw new ArgumentException($"No line says how complete a {result.GetType().Name} is.", nameof(result)),
    };

    /// <summary>The line of a report.</summary>
    /// <param name="isFloor">Whether its totals are a floor.</param>
    /// <param name="covered">Part of the normal volume that was watched.</param>
    /// <param name="isSimulated">Whether its data is made up.</param>
    internal static string OfReport(bool isFloor, decimal covered, bool isSimulated) => (isSimulated ? Simulated : "") + (isFloor
        ? $"{Floor}the totals are a floor; {Percent(covered)} of normal volume was watched. The report says what is missing."
        : $"{Complete}every venue publishes all and was watched throughout.");

    private string Completeness(ICompletenessView view)
    {
        if (!view.Floor)
            return Complete + FloorReasons.Sentence(view)["complete: ".Length..] + ".";
        var classes = FloorReasons.Reasons(view, venues).Count;
        return Floor + FloorReasons.Sentence(view)["at least: ".Length..] + $". True totals may be higher; {classes} reasons are in coverage and deficits.";
    }

    private string Completeness(IReadOnlyList<SqueezeResult> several)
    {
        var floors = several.Where(one => one.Floor).ToList();
        if (several.Count == 0)
            return "NOTHING: no liquidation is stored in the span; that is no proof that there was none.";
        return floors.Count == 0
            ? $"{Complete}all {several.Count} results."
            : $"{Floor}{floors.Count} of {several.Count} results are floors, see floor and covered of each. Of the least watched: "
                + Completeness(floors.MinBy(one => one.Covered)!)[Floor.Length..];
    }

    private string Comparison(IReadOnlyList<ComparisonResult> comparisons)
    {
        var own = comparisons.Select(one => one.Own).OfType<SqueezeResult>().ToList();
        return own.Count == 0
            ? OfOthers(comparisons is [{ External.Source: { } source }, ..] ? source : "the other source")
            : Completeness(own) + " This is of own; nothing proves what external counted.";
    }

    private static string OfOthers(string source) => $"{Floor}counted by {source}, not by LiqMon; nothing proves that it counted all.";

    private static string OpenInterest(OpenInterestResult interest)
    {
        var unpriced = interest.Totals.Sum(total => total.Unpriced);
        return interest.Instruments.Count == 0
            ? "NOTHING: no open interest is stored for this."
            : unpriced > 0
                ? $"{Floor}{unpriced} of {interest.Instruments.Count} contracts have no known price and are not in the dollars."
                : $"COMPLETE FOR {interest.Instruments.Count} CONTRACTS: the newest sample of each; venues that publish none are not in it.";
    }

    private static string Venues(IReadOnlyList<VenueResult> known)
    {
        var enabled = known.Where(venue => venue.Enabled && venue.Liquidations != Market.FeedClass.None).ToList();
        var full = enabled.Count(venue => venue.Liquidations == Market.FeedClass.Full);
        return $"WATCHED: {enabled.Count} venues, of which {full} publish all their liquidations. Totals over any other are at least what is shown.";
    }

    private static bool IsSimulated(object result) => result switch
    {
        StoreResult one => one.Simulated,
        IReadOnlyList<StoreResult> several => several.Any(one => one.Simulated),
        ComparisonResult { Own: { } own } => own.Simulated,
        IReadOnlyList<ComparisonResult> comparisons => comparisons.Any(one => one.Own?.Simulated == true),
        _ => false,
    };

    private static string Percent(decimal share) => NumberText.Coverage(share);
}
