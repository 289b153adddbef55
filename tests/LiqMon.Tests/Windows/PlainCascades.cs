using LiqMon.Market;
using LiqMon.Windows;

namespace LiqMon.Tests.Windows;

/// <summary>The rule of cascades as one would write it down, without regard to cost: the truth for the tests.</summary>
internal static class PlainCascades
{
    /// <summary>The cascades of one asset up to and with a second: side, start, end, dollars, and whether it is open.</summary>
    internal static List<(LiquidatedSide Side, long StartMs, long EndMs, long MicroUsd, bool IsOpen)> Of(
        IReadOnlyCollection<Liquidation> liquidations, CascadeRule rule, long firstMinute, long nowSecond)
    {
        var found = new List<(LiquidatedSide, long, long, long, bool)>();
        var known = liquidations.Where(l => l.EventTimeMs / 1_000 <= nowSecond).ToList();
        if (known.Count == 0)
            return found;
        var bySecond = known.ToLookup(l => l.EventTimeMs / 1_000);
        var minutes = known.GroupBy(l => l.EventTimeMs / 60_000).ToDictionary(g => g.Key, g => g.Sum(l => l.NotionalMicroUsd));
        var normals = new Dictionary<long, (double Extend, double Open)>();
        foreach (var side in Enum.GetValues<LiquidatedSide>())
        {
            var counting = new List<(long Second, bool Opens)>();
            for (var second = known.Min(l => l.EventTimeMs) / 1_000; second <= nowSecond; second++)
            {
                var trailing = Enumerable.Range(0, 60).SelectMany(back => bySecond[second - back]).ToList();
                long both = trailing.Sum(l => l.NotionalMicroUsd), ours = trailing.Where(l => l.Side == side).Sum(l => l.NotionalMicroUsd);
                if (both == 0)
                    continue;
                var minute = second / 60;
                if (!normals.TryGetValue(minute, out var normal))
                    normals.Add(minute, normal = Needed(minutes, rule, firstMinute, minute));
                if (both >= normal.Extend * 1e6 && ours * 2 >= both)
                    counting.Add((second, both >= normal.Open * 1e6 && trailing.Count >= rule.LeastOrders && ours >= rule.OneSidedShare * both));
            }

            for (var i = 0; i < counting.Count;)
            {
                var next = i + 1;
                while (next < counting.Count && counting[next].Second - counting[next - 1].Second <= CascadeRule.QuietSeconds + 1)
                    next++;
                var (first, last) = (counting[i].Second, counting[next - 1].Second);
                if (counting.Skip(i).Take(next - i).Any(second => second.Opens))
                {
                    var ours = known.Where(l => l.Side == side).Select(l => l.EventTimeMs / 1_000).ToList();
                    var start = ours.Where(second => second <= first).Max();
                    var end = ours.Where(second => second <= last).Max();
                    var sum = known.Where(l => l.EventTimeMs / 1_000 >= start && l.EventTimeMs / 1_000 <= end).Sum(l => l.NotionalMicroUsd);
                    found.Add((side, start * 1_000, (end + 1) * 1_000, sum, nowSecond - last <= CascadeRule.QuietSeconds));
                }

                i = next;
            }
        }

        return found;
    }

    private static (double Extend, double Open) Needed(Dictionary<long, long> dollars, CascadeRule rule, long firstMinute, long minute)
    {
        var from = Math.Max(firstMinute, minute - CascadeRule.NormalMinutes);
        if (minute - from < rule.WarmUpMinutes)
            return (double.PositiveInfinity, double.PositiveInfinity);
        var logs = new List<double>();
        for (var past = from; past < minute; past++)
            logs.Add(Math.Log(1 + dollars.GetValueOrDefault(past) / 1e6));
        var busy = logs.Where(log => log > 0).Order().ToList();
        var tail = Math.Max((double)rule.FloorUsd / 30, busy.Count == 0 ? 0 : Math.Exp(busy[(busy.Count - 1) * 95 / 100]) - 1);
        var median = Median(logs);
        var sigma = 1.4826 * Median([.. logs.Select(log => Math.Abs(log - median))]);
        return (
            Math.Max((double)rule.FloorUsd / 10, Score(rule.ExtendScore)), Math.Max((double)rule.FloorUsd, Score(rule.OpenScore)));

        double Score(double score)
        {
            var byTail = 3 * tail * Math.Pow(10, (score - 3) / 3);
            return sigma > 0 ? Math.Min(byTail, Math.Exp(median + score * sigma) - 1) : byTail;
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt((values.Count - 1) / 2);
}
