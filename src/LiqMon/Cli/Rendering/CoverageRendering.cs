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

    /// <summary>The coverage and floor lines that end an answer.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<CoverageResult> coverage, bool floor, IReadOnlyList<KnownVenue> venues)
    {
        yield return Line(coverage);
        yield return floor
            ? "floor: " + (FloorReasons.Of(coverage, venues) ?? "a contributing venue does not publish everything")
            : "complete: every venue publishes all and was watched throughout";
    }
}
