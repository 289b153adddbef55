using LiqMon.Market;

namespace LiqMon.Windows;

/// <summary>Finds when enough independent assets are in cascade at once.</summary>
internal static class MarketSpans
{
    // Wrapped and staked forms move with the asset itself, so both together are one.
    private static readonly Dictionary<string, string> SameAs = new(StringComparer.Ordinal)
    {
        ["WBTC"] = "BTC",
        ["BTCDOM"] = "BTC",
        ["WETH"] = "ETH",
        ["STETH"] = "ETH",
        ["WSTETH"] = "ETH",
        ["JITOSOL"] = "SOL",
    };

    /// <summary>The spans of either side, from the first to the last second in which there are enough; short pauses do not end one.</summary>
    public static List<(LiquidatedSide Side, long First, long Last)> Find(IEnumerable<CascadeRun> runs, CascadeRule rule)
    {
        var spans = new List<(LiquidatedSide, long, long)>();
        foreach (var side in runs.ToLookup(run => run.Cascade.Side))
        {
            var edges = new SortedDictionary<long, int>();
            foreach (var asset in side.GroupBy(run => SameAs.GetValueOrDefault(run.Cascade.Asset, run.Cascade.Asset), StringComparer.Ordinal))
            {
                foreach (var (first, last) in Merged(asset))
                {
                    edges[first] = edges.GetValueOrDefault(first) + 1;
                    edges[last + 1] = edges.GetValueOrDefault(last + 1) - 1;
                }
            }

            spans.AddRange(Enough(edges, rule).Select(span => (side.Key, span.First, span.Last)));
        }

        return spans;
    }

    private static List<(long First, long Last)> Enough(SortedDictionary<long, int> edges, CascadeRule rule)
    {
        var spans = new List<(long First, long Last)>();
        var (count, since) = (0, 0L);
        foreach (var (second, change) in edges)
        {
            var was = count;
            count += change;
            if (was < rule.MarketWideAssets && count >= rule.MarketWideAssets)
                since = second;
            else if (was >= rule.MarketWideAssets && count < rule.MarketWideAssets)
                Append(spans, since, second - 1);
        }

        return spans;
    }

    private static List<(long First, long Last)> Merged(IEnumerable<CascadeRun> runs)
    {
        var spans = new List<(long First, long Last)>();
        foreach (var run in runs.OrderBy(run => run.FirstSecond))
        {
            if (spans.Count > 0 && run.FirstSecond <= spans[^1].Last + 1)
                spans[^1] = (spans[^1].First, Math.Max(spans[^1].Last, run.LastSecond));
            else
                spans.Add((run.FirstSecond, run.LastSecond));
        }

        return spans;
    }

    private static void Append(List<(long First, long Last)> spans, long first, long last)
    {
        if (spans.Count > 0 && first - spans[^1].Last - 1 <= CascadeRule.QuietSeconds)
            spans[^1] = (spans[^1].First, last);
        else
            spans.Add((first, last));
    }
}
