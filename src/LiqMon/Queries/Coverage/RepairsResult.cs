using LiqMon.Market;
using LiqMon.Text;

namespace LiqMon.Queries;

/// <summary>What became of a venue's gaps in the last 7 days.</summary>
/// <param name="Repaired">Gaps whose history was read; one that was read in pieces counts once.</param>
/// <param name="Events">Liquidations found in them, also those that were known already.</param>
/// <param name="MissingSeconds">How long nothing is known of it still, since it was first watched.</param>
/// <param name="Missing">The same as spans, in order of time.</param>
public sealed record RepairsResult(int Repaired, long Events, long MissingSeconds, IReadOnlyList<GapResult> Missing)
{
    /// <summary>Sums up the repairs and the coverage of a span.</summary>
    public static RepairsResult Of(IReadOnlyList<GapRepaired> repairs, IReadOnlyList<Store.VenueGap> gaps)
    {
        ArgumentNullException.ThrowIfNull(repairs);
        ArgumentNullException.ThrowIfNull(gaps);
        var missing = gaps.Where(gap => gap.Reason != GapReason.NotWatched).ToList();
        return new RepairsResult(
            repairs.Where((repair, at) => at == 0 || repairs[at - 1].ToMs != repair.FromMs).Count(),
            repairs.Sum(repair => repair.Events),
            missing.Sum(gap => gap.ToMs - gap.FromMs) / 1_000,
            [.. missing.Select(gap => new GapResult(Timestamps.FromUnixMs(gap.FromMs), Timestamps.FromUnixMs(gap.ToMs), gap.Reason))]);
    }
}
