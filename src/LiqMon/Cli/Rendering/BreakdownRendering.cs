using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Cli.Rendering;

/// <summary>Says how complete the parts of a breakdown are.</summary>
internal static class BreakdownRendering
{
    /// <summary>
    /// One line for all parts; with details also what holds for all of them that are floors, once, and then what holds for some.
    /// </summary>
    internal static IEnumerable<string> Completeness(
        IReadOnlyList<SqueezeResult> answers, Grouping by, IReadOnlyList<KnownVenue> venues, bool hasDetails)
    {
        var floors = answers.Where(answer => answer.Floor).ToList();
        if (floors.Count == 0)
        {
            if (answers.Count > 0)
                yield return FloorReasons.Sentence(answers[0]);
            yield break;
        }

        yield return Sentence(answers) + (hasDetails ? "" : " (--details)");
        if (!hasDetails)
            yield break;
        var reasons = floors.Select(answer => (Answer: answer, Reasons: FloorReasons.Reasons(answer, venues))).ToList();
        // A single part has nothing in common with others.
        var common = reasons.Count < 2 ? [] : reasons[0].Reasons.Where(reason => reasons.All(other => other.Reasons.Contains(reason))).ToList();
        if (common.Count > 0)
            yield return "floor: " + string.Join("; ", common);
        foreach (var (answer, own) in reasons)
        {
            if (own.Except(common).ToList() is { Count: > 0 } rest)
                yield return $"{SqueezeRendering.Part(answer, by)}: {string.Join("; ", rest)}";
        }
    }

    private static string Sentence(IReadOnlyList<SqueezeResult> answers)
    {
        var (least, most) = (answers.Min(answer => answer.Covered), answers.Max(answer => answer.Covered));
        var watched = NumberText.Coverage(least) == NumberText.Coverage(most)
            ? NumberText.Coverage(least)
            : $"between {NumberText.Coverage(least)} and {NumberText.Coverage(most)}";
        return $"at least: {watched} of normal volume was watched, and where the column floor has yes something is missing or not published";
    }
}
