using LiqMon.Market;
using LiqMon.Text;

namespace LiqMon.Queries;

/// <summary>Names deficits in plain English: <c>3 orders rejected at okx ($12.0K)</c>.</summary>
public static class DeficitText
{
    /// <summary>One text for each venue and reason, the most orders first; venues that miss the same without a known amount share one.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<DeficitResult> deficits)
    {
        ArgumentNullException.ThrowIfNull(deficits);
        return
        [
            .. deficits.GroupBy(deficit => (deficit.Venue, deficit.Reason))
                .Select(group => (group.Key.Venue, group.Key.Reason, Count: group.Sum(deficit => deficit.Count), Of: group.ToList()))
                .OrderByDescending(sum => sum.Count).ThenBy(sum => sum.Venue, StringComparer.Ordinal).ThenBy(sum => sum.Reason)
                .Select(sum => (What: Of(sum.Reason, sum.Count, Contracts(sum.Of)), sum.Venue, Dollars: Dollars(sum.Of)))
                .GroupBy(text => (text.What, Alone: text.Dollars.Length > 0 ? text.Venue : ""))
                .Select(group => $"{group.Key.What} at {string.Join(", ", group.Select(text => text.Venue))}{group.First().Dollars}"),
        ];
    }

    /// <summary>A reason with its count, without the venue.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="count">Orders, messages or contracts; 0 where they are not known.</param>
    /// <param name="contracts">Contracts that are named.</param>
    public static string Of(DeficitReason reason, long count, int contracts) => reason switch
    {
        DeficitReason.Rejected => $"{Some(count, "order")} rejected",
        DeficitReason.Unreadable => $"{Some(count, "message")} unreadable",
        DeficitReason.Pending => $"{Some(count, "order")} waiting for {(count == 1 ? "its" : "their")} contract to be listed",
        DeficitReason.Quarantined => $"{Some(count, "order")} in quarantine",
        DeficitReason.Expired => $"{Some(count, "order")} that came too late to be counted",
        DeficitReason.DoubtfulTime => $"{Some(count, "order")} counted under a doubtful time",
        DeficitReason.TopicRefused => contracts > 0 ? $"{Some(contracts, "contract")} refused" : "a subscription refused",
        DeficitReason.NotSubscribed => $"{Some(Math.Max(count, contracts), "contract")} not subscribed",
        DeficitReason.ListCut => $"{Some(Math.Max(count, contracts), "contract")} left out of the list",
        DeficitReason.SequenceLost => $"{Some(count, "message")} lost by the venue's own numbering",
        DeficitReason.HistoryIncomplete => "history that could not be read whole",
        DeficitReason.AssetsLeftOut => "assets that the settings leave out",
        DeficitReason.SwitchedOff => "what was published since it was switched off",
        DeficitReason.Repeated => $"{Some(count, "order")} that may be counted once too few",
        DeficitReason.Saturated => "a sum at the limit of what can be stored",
        _ => $"{Some(count, "order")} missing ({EnumNames.Of(reason).Replace('_', ' ')})",
    };

    private static string Some(long count, string noun) => count == 0 ? noun + "s" : $"{NumberText.Count(count)} {noun}{(count == 1 ? "" : "s")}";

    private static int Contracts(IReadOnlyList<DeficitResult> deficits) =>
        deficits.Where(deficit => deficit.Symbol.Length > 0).Select(deficit => deficit.Symbol).Distinct().Count();

    private static string Dollars(IReadOnlyList<DeficitResult> deficits) =>
        deficits.Sum(deficit => deficit.Usd ?? 0) is > 0 and var usd ? $" ({NumberText.Usd(usd)})" : "";
}
