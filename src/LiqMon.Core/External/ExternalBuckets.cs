using static LiqMon.External.ExternalTotal;

namespace LiqMon.External;

/// <summary>
/// Chooses from one source's totals those that may be added up, so that no dollar counts twice.
/// <list type="bullet">
/// <item>Of one venue and asset the finest totals win that cover a coarser one wholly; where a part is missing, the
/// coarser one wins. Totals that overlap in any other way are left out, those that start later first.</item>
/// <item>A total over all venues wins over those of single venues in its span, and one over all assets over those of single
/// assets.</item>
/// </list>
/// </summary>
public static class ExternalBuckets
{
    /// <summary>The totals to add up, by asset, venue and time.</summary>
    /// <param name="totals">Totals of one source, in any order.</param>
    public static IReadOnlyList<ExternalTotal> Choose(IEnumerable<ExternalTotal> totals)
    {
        ArgumentNullException.ThrowIfNull(totals);
        return Layered(totals, total => total.Asset, ofAsset => Layered(ofAsset, total => total.Venue, OfSeries));
    }

    /// <summary>
    /// The share of [from, to) that chosen totals cover, 0 to 1, of the asset that is covered least among those that have any.
    /// </summary>
    public static decimal Share(IReadOnlyList<ExternalTotal> chosen, long fromMs, long toMs)
    {
        ArgumentNullException.ThrowIfNull(chosen);
        if (chosen.Count == 0 || toMs <= fromMs)
            return 0;
        var whole = chosen.Where(total => total.Asset == All).ToList();
        var assets = chosen.Where(total => total.Asset != All).GroupBy(total => total.Asset).Select(group => group.ToList()).ToList();
        if (assets.Count == 0)
            assets.Add([]);
        return assets.Min(asset => Math.Floor(Covered(asset.Concat(whole), fromMs, toMs) * 1_000_000m / (toMs - fromMs)) / 1_000_000m);
    }

    private static List<ExternalTotal> Layered(
        IEnumerable<ExternalTotal> totals, Func<ExternalTotal, string> key, Func<IEnumerable<ExternalTotal>, List<ExternalTotal>> chooseOne)
    {
        var groups = totals.GroupBy(key).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        var chosen = groups.Find(group => group.Key == All) is { } all ? chooseOne(all) : [];
        var taken = Disjoint(chosen);
        foreach (var group in groups.Where(group => group.Key != All))
            chosen.AddRange(chooseOne(group).Where(total => !Overlaps(taken, total)));
        return chosen;
    }

    private static List<ExternalTotal> OfSeries(IEnumerable<ExternalTotal> totals)
    {
        List<ExternalTotal> chosen = [];
        foreach (var sameLength in totals.GroupBy(total => total.LengthMs).OrderBy(group => group.Key))
            chosen = Coarsen(chosen, [.. sameLength.OrderBy(total => total.StartMs)]);
        return chosen;
    }

    /// <summary>Goes on from finer totals, which overlap nowhere, to the next coarser length. Both are in order of time.</summary>
    private static List<ExternalTotal> Coarsen(List<ExternalTotal> finer, List<ExternalTotal> coarser)
    {
        List<ExternalTotal> chosen = [];
        var at = 0;
        var untilMs = long.MinValue;
        foreach (var total in coarser)
        {
            while (at < finer.Count && finer[at].EndMs <= total.StartMs)
                Take(finer[at++]);
            var end = at;
            var coveredMs = 0L;
            while (end < finer.Count && finer[end].StartMs < total.EndMs)
            {
                coveredMs += Math.Min(finer[end].EndMs, total.EndMs) - Math.Max(finer[end].StartMs, total.StartMs);
                end++;
            }

            var isInside = end == at || (finer[at].StartMs >= total.StartMs && finer[end - 1].EndMs <= total.EndMs);
            if (coveredMs == total.LengthMs || !isInside || total.StartMs < untilMs)
                continue;
            Take(total);
            at = end;
        }

        while (at < finer.Count)
            Take(finer[at++]);
        return chosen;

        void Take(ExternalTotal total)
        {
            chosen.Add(total);
            untilMs = total.EndMs;
        }
    }

    private static long Covered(IEnumerable<ExternalTotal> totals, long fromMs, long toMs) =>
        Disjoint(totals).Sum(span => Math.Max(0, Math.Min(span.EndMs, toMs) - Math.Max(span.StartMs, fromMs)));

    private static List<(long StartMs, long EndMs)> Disjoint(IEnumerable<ExternalTotal> totals)
    {
        List<(long StartMs, long EndMs)> spans = [];
        foreach (var total in totals.OrderBy(total => total.StartMs))
        {
            if (spans.Count > 0 && total.StartMs <= spans[^1].EndMs)
                spans[^1] = (spans[^1].StartMs, Math.Max(spans[^1].EndMs, total.EndMs));
            else
                spans.Add((total.StartMs, total.EndMs));
        }

        return spans;
    }

    private static bool Overlaps(List<(long StartMs, long EndMs)> spans, ExternalTotal total)
    {
        var (low, high) = (0, spans.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (spans[middle].EndMs <= total.StartMs)
                low = middle + 1;
            else
                high = middle;
        }

        return low < spans.Count && spans[low].StartMs < total.EndMs;
    }
}
