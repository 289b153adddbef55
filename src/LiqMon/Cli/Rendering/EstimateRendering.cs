using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Cli.Rendering;

/// <summary>Shows people what sampled feeds may hide: below the totals, never in them, and never without its range.</summary>
internal static class EstimateRendering
{
    /// <summary>The parts of a breakdown that have an estimate, one row each.</summary>
    internal static Grid Breakdown(IReadOnlyList<SqueezeResult> answers, Grouping by) => new(
        [
            new(EnumNames.Of(by)), new("reported", Right: true), new("estimate", Right: true), new("from", Right: true), new("to", Right: true),
            new("shorts", Right: true, Spare: 1), new("longs", Right: true, Spare: 1), new("held down", Spare: 2),
        ],
        [
            .. answers.Where(answer => answer.Estimate?.Total is not null).Select(answer => (IReadOnlyList<GridCell>)
            [
                SqueezeRendering.Part(answer, by), NumberText.Usd(answer.TotalUsd), Usd(answer.Estimate!.Total!.EstimateUsd),
                NumberText.Usd(answer.Estimate.Total.LowUsd), NumberText.Usd(answer.Estimate.Total.HighUsd),
                new(Usd(answer.Estimate.Short!.EstimateUsd), Tone.Short), new(Usd(answer.Estimate.Long!.EstimateUsd), Tone.Long),
                string.Join(' ', answer.Estimate.Venues.Where(venue => venue.Bounded).Select(venue => venue.Venue).Distinct()),
            ]),
        ]);

    private static string Usd(decimal? usd) => usd is { } known ? NumberText.Usd(known) : "";
}
