using LiqMon.Queries;
using LiqMon.Simulator;

namespace LiqMon.Tests.Completeness;

/// <summary>Dollars and orders of a span, added up from the ledger, or as an answer has them.</summary>
internal readonly record struct Sums(decimal LongUsd, decimal ShortUsd, long LongOrders, long ShortOrders)
{
    public static Sums Of(SqueezeResult result) => new(result.LongUsd, result.ShortUsd, result.LongOrders, result.ShortOrders);

    public bool Exceeds(Sums other) =>
        LongUsd > other.LongUsd || ShortUsd > other.ShortUsd || LongOrders > other.LongOrders || ShortOrders > other.ShortOrders;
}

/// <summary>Compares answers with the ledger, by arithmetic of its own.</summary>
internal static class Recount
{
    /// <summary>What is wrong with the answers of a history, one line each; nothing when all is right.</summary>
    public static IEnumerable<string> Violations(PlayedHistory played)
    {
        foreach (var (query, result, ledger) in played.Results)
        {
            var told = Sums.Of(result);
            // An order that is still to be published is known to nobody.
            var published = ledger.Where(entry => query.AskedAt is null || !IsStillToBePublished(entry)).ToList();
            var byTime = Of(published, query, static entry => entry.EventTimeMs);
            var byStamp = Of(published, query, static entry => entry.StampedTimeMs);
            if (!result.Floor && told != byTime && told != byStamp)
                yield return $"says complete: {Describe(query)} {told}, but {byTime} happened; never stored: {NeverStored(played, published, query)}";
            if (!played.History.HasWrongClock && told.Exceeds(Of(ledger, query, static entry => entry.EventTimeMs)))
                yield return $"counts twice: {Describe(query)} {told}, but only {byTime} happened";
        }

        var everything = Of(played.Ledger, new PlannedQuery(null, TimeSpan.FromHours(-2), TimeSpan.FromHours(2)), static entry => entry.EventTimeMs);
        if (Sums.Of(played.Everything).Exceeds(everything))
            yield return $"counts twice: {Sums.Of(played.Everything)} in all, but only {everything} happened";
    }

    /// <summary>A query for a message.</summary>
    public static string Describe(PlannedQuery query) =>
        $"[{query.From.TotalSeconds:0} s, {query.To.TotalSeconds:0} s) of {Names(query.Venues)}, {Names(query.Assets)}"
        + (query.AskedAt is { } at ? $", asked at {at.TotalSeconds:0} s:" : ":");

    /// <summary>Orders of a span that no store ever had, for a message.</summary>
    private static string NeverStored(PlayedHistory played, IReadOnlyList<LedgerEntry> ledger, PlannedQuery query)
    {
        var held = played.Held.Select(row => (row.Venue, row.Symbol, row.MicroUsd)).ToHashSet();
        return string.Join(", ", Asked(ledger, query, static entry => entry.EventTimeMs)
            .Where(entry => !held.Contains((entry.Venue, entry.Symbol, entry.MicroUsd)))
            .Select(entry => $"{entry.Venue} {entry.Symbol} at {(entry.EventTimeMs - HistoryRun.Start.ToUnixTimeMilliseconds()) / 1000.0} s ({entry.Outcome}, {entry.Faults})"));
    }

    private static bool IsStillToBePublished(LedgerEntry entry) =>
        entry.Faults.HasFlag(LedgerFaults.Late) && entry.Outcome != LedgerOutcome.Delivered;

    internal static Sums Of(IEnumerable<LedgerEntry> ledger, PlannedQuery query, Func<LedgerEntry, long> timeMs)
    {
        var entries = Asked(ledger, query, timeMs).ToLookup(entry => entry.Position);
        return new Sums(
            Dollars(entries[LiquidatedPosition.Long]), Dollars(entries[LiquidatedPosition.Short]),
            entries[LiquidatedPosition.Long].Count(), entries[LiquidatedPosition.Short].Count());
    }

    private static IEnumerable<LedgerEntry> Asked(IEnumerable<LedgerEntry> ledger, PlannedQuery query, Func<LedgerEntry, long> timeMs)
    {
        var fromMs = (HistoryRun.Start + query.From).ToUnixTimeMilliseconds();
        var toMs = (HistoryRun.Start + query.To).ToUnixTimeMilliseconds();
        return ledger
            .Where(entry => timeMs(entry) >= fromMs && timeMs(entry) < toMs)
            .Where(entry => query.Venues is null || query.Venues.Contains(entry.Venue))
            .Where(entry => query.Assets is null || query.Assets.Contains(entry.Asset));
    }

    private static decimal Dollars(IEnumerable<LedgerEntry> entries) => entries.Sum(entry => (decimal)entry.MicroUsd) / 1_000_000m;

    private static string Names(IReadOnlyList<string>? names) => names is null ? "all" : string.Join('+', names);
}
