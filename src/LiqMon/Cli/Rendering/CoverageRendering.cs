using System.Globalization;
using LiqMon.Queries;
using LiqMon.Text;

namespace LiqMon.Cli.Rendering;

/// <summary>Shows how complete an answer is.</summary>
public static class CoverageRendering
{
    /// <summary>Every venue with its coverage and class in one line.</summary>
    public static string Line(IReadOnlyList<CoverageResult> coverage)
    {
        ArgumentNullException.ThrowIfNull(coverage);
        return coverage.Count == 0
            ? "coverage: no venue"
            : "coverage: " + string.Join(", ", coverage.Select(c =>
                $"{c.Venue} {NumberText.Coverage(c.Share)} ({EnumNames.Of(c.Class)})"));
    }

    /// <summary>Every venue with its share, for one CSV cell.</summary>
    public static string Csv(IReadOnlyList<CoverageResult> coverage)
    {
        ArgumentNullException.ThrowIfNull(coverage);
        return string.Join(' ', coverage.Select(c => $"{c.Venue}:{c.Share.ToString(CultureInfo.InvariantCulture)}"));
    }

    /// <summary>The lines that end an answer: how complete it is in one, or with details also each venue, and why it is a floor.</summary>
    public static IEnumerable<string> Lines(ICompletenessView answer, IReadOnlyList<KnownVenue> venues, bool hasDetails)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (!hasDetails)
        {
            yield return Short(answer);
            yield break;
        }

        yield return FloorReasons.Sentence(answer);
        yield return Line(answer.Coverage);
        if (answer.Floor)
            yield return Floor(answer, venues);
    }

    /// <summary>How complete an answer is, in one line, and where to read more.</summary>
    public static string Short(ICompletenessView answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return FloorReasons.Sentence(answer) + (answer.Floor ? " (--details)" : "");
    }

    /// <summary>Why an answer is a floor, in one line.</summary>
    public static string Floor(ICompletenessView answer, IReadOnlyList<KnownVenue> venues) =>
        "floor: " + (FloorReasons.Of(answer, venues) ?? "a contributing venue does not publish everything");
}
