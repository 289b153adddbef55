using LiqMon.Queries;

namespace LiqMon.Reports.Formats;

/// <summary>What sampled feeds may hide, in the sentences of <c>squeeze --estimate</c>, in every format alike.</summary>
internal static class EstimateText
{
    /// <summary>The sentences: one with the reason when there is no estimate, none when it was not requested.</summary>
    internal static IEnumerable<string> Of(WeeklyReport report) =>
        EstimateNotes.Lines(report.Estimate).Select(line => char.ToUpperInvariant(line[0]) + line[1..] + ".");
}
