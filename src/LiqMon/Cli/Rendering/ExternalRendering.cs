using System.Globalization;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Cli.Rendering;

/// <summary>Shows people what others counted in gaps: in lines of its own, never in a total.</summary>
public static class ExternalRendering
{
    private const string CellTime = "yyyy-MM-dd HH:mm";

    /// <summary>One line for each answer that has such sums; one that says so when none has.</summary>
    public static IReadOnlyList<string> Lines(IReadOnlyList<SqueezeResult> answers, Grouping by)
    {
        ArgumentNullException.ThrowIfNull(answers);
        if (answers.All(answer => answer.External is null))
            return [];
        var shown = answers.Where(answer => answer.External is { Totals: > 0 }).ToList();
        return shown.Count == 0
            ? ["external: nothing is stored for gaps of this span; 'liqmon backfill' can fetch it"]
            : [.. shown.Select(answer => $"external, not in the totals: {Part(answer, by)}{Of(answer.External!)}")];
    }

    private static string Of(ExternalResult external) =>
        $"in gaps of {string.Join(", ", external.Venues)} {external.Source} counted {NumberText.Usd(external.ShortUsd)} shorts, "
        + $"{NumberText.Usd(external.LongUsd)} longs ({NumberText.Count(external.Totals)} sums)";

    private static string Part(SqueezeResult answer, Grouping by) => by switch
    {
        Grouping.None => "",
        Grouping.Asset => answer.Asset + ": ",
        Grouping.Venue => "",
        _ => answer.From.UtcDateTime.ToString(CellTime, CultureInfo.InvariantCulture) + ": ",
    };
}
