using LiqMon.Market;
using LiqMon.Store;

namespace LiqMon.Completeness;

/// <summary>All deficits of one venue for one reason.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Reason">Why.</param>
/// <param name="Count">Orders or messages; 0 where only spans are known.</param>
/// <param name="Contracts">Contracts that are named.</param>
/// <param name="MicroUsd">Dollars × 1,000,000 where any are known; at its limit where they are more than can be stored.</param>
public sealed record DeficitSum(string Venue, DeficitReason Reason, long Count, int Contracts, long? MicroUsd)
{
    /// <summary>Adds deficits up, the most orders first.</summary>
    public static IReadOnlyList<DeficitSum> Of(IEnumerable<StoredDeficit> deficits)
    {
        ArgumentNullException.ThrowIfNull(deficits);
        return
        [
            .. deficits.GroupBy(deficit => (deficit.Venue, deficit.Reason)).Select(group => new DeficitSum(
                    group.Key.Venue,
                    group.Key.Reason,
                    group.Sum(deficit => deficit.Count),
                    group.Where(deficit => deficit.Symbol.Length > 0).Select(deficit => deficit.Symbol).Distinct().Count(),
                    Dollars(group)))
                .OrderByDescending(sum => sum.Count)
                .ThenBy(sum => sum.Venue, StringComparer.Ordinal)
                .ThenBy(sum => sum.Reason),
        ];
    }

    private static long? Dollars(IEnumerable<StoredDeficit> deficits)
    {
        var known = deficits.Where(deficit => deficit.MicroUsd is not null).Select(deficit => (decimal)deficit.MicroUsd!.Value).ToList();
        return known.Count == 0 ? null : (long)Math.Min(known.Sum(), long.MaxValue);
    }
}
