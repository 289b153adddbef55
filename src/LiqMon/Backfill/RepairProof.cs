using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Venues;

namespace LiqMon.Backfill;

/// <summary>
/// What is known of a span before its history is read, so that the history can be judged afterwards: the contracts to
/// read, and the orders of theirs that the store holds already.
/// </summary>
internal sealed class RepairProof
{
    private static readonly DeficitReason[] Reparable =
    [
        DeficitReason.Rejected, DeficitReason.Unreadable, DeficitReason.SequenceLost, DeficitReason.TopicRefused,
        DeficitReason.HistoryIncomplete,
    ];

    private readonly string _venue;
    private readonly long _grainMs;
    private readonly HistoryMargin _margin;
    private readonly long _settledMs;
    private readonly IReadOnlyList<StoredOrder> _stored;
    private readonly IReadOnlyList<string?> _feeds;

    private RepairProof(
        string venue, long grainMs, HistoryMargin margin, long settledMs, IReadOnlyList<Instrument> contracts,
        IReadOnlyList<StoredOrder> stored, IReadOnlyList<string?> feeds)
    {
        (_venue, _grainMs, _margin, _settledMs, _stored, _feeds) = (venue, grainMs, margin, settledMs, stored, feeds);
        Contracts = contracts;
    }

    /// <summary>The contracts whose history is to be read.</summary>
    public IReadOnlyList<Instrument> Contracts { get; }

    /// <summary>Looks up what the store knows of a span.</summary>
    /// <param name="store">The store.</param>
    /// <param name="venue">The venue.</param>
    /// <param name="listed">All its contracts.</param>
    /// <param name="keeps">Whether an asset is wanted.</param>
    /// <param name="span">The span, without the margin.</param>
    /// <param name="margin">How much more is read.</param>
    /// <param name="settledMs">Up to when the venue has surely written its history, Unix milliseconds.</param>
    public static RepairProof Of(
        StoreReader store, IVenue venue, IReadOnlyList<Instrument> listed, Func<string, bool> keeps, CoverageGap span,
        HistoryMargin margin, long settledMs)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(venue);
        var profile = venue.Profile;
        // Where identities differ, contracts that a socket delivered throughout are best left alone.
        var delivered = profile.BackfillMatchesSocket ? [] : store.Coverage.FeedsThroughout(profile.Id, span);
        var contracts = listed
            .Where(contract => keeps(contract.Asset) && (delivered.Count == 0 || FeedsOf(contract).DefaultIfEmpty("").Any(feed => !delivered.Contains(feed))))
            .ToList();
        var isRead = contracts.Select(contract => contract.Symbol).ToHashSet(StringComparer.Ordinal);
        var isLeft = listed.Select(contract => contract.Symbol).Where(symbol => !isRead.Contains(symbol)).ToHashSet(StringComparer.Ordinal);
        var grainMs = profile.GrainMs();
        var stored = store.Liquidations.Orders(
            profile.Id, span.FromMs - (long)margin.Before.TotalMilliseconds, span.ToMs + (long)margin.After.TotalMilliseconds);
        return new(
            profile.Id, grainMs, margin, settledMs, contracts,
            [.. stored.Where(order => !isLeft.Contains(order.Symbol) && (order.Asset is null || keeps(order.Asset)))],
            delivered.Count == 0 ? [null] : [.. contracts.SelectMany(FeedsOf).Distinct()]);

        IEnumerable<string> FeedsOf(Instrument contract) => venue.Sockets([contract]).Select(plan => plan.Feed);
    }

    /// <summary>Stored orders of a gap and its margin that the history lacks.</summary>
    public IReadOnlyList<StoredOrder> Missing(CoverageGap gap, BackfillResult result) =>
        HistoryComparison.Missing([.. _stored.Where(order => order.TimeMs >= FromMs(gap) && order.TimeMs < ToMs(gap))], result.Orders, _grainMs);

    /// <summary>What to store of a gap whose history holds everything: deficits within it are made good.</summary>
    public IEnumerable<StoreItem> Repaired(CoverageGap gap) =>
        _feeds.Select(feed => StoreItem.Of(new DeficitsRepaired(_venue, feed, FromMs(gap), ToMs(gap), Reparable)))
            .Append(Forgotten(gap));

    /// <summary>What to store of a gap whose history lacks orders; it takes the place of what an earlier reading found.</summary>
    public IEnumerable<StoreItem> Lacking(CoverageGap gap, IReadOnlyList<StoredOrder> missing) => missing
        .GroupBy(order => order.Symbol, StringComparer.Ordinal)
        .Select(contract => StoreItem.Of(new Deficit
        {
            Venue = _venue,
            Feed = CoveredSpan.WholeVenue,
            Symbol = contract.Key,
            FromMs = gap.FromMs,
            ToMs = gap.ToMs,
            Reason = DeficitReason.HistoryIncomplete,
            Count = contract.Count(),
        }))
        .Prepend(Forgotten(gap));

    private StoreItem Forgotten(CoverageGap gap) => StoreItem.Of(
        new DeficitsRepaired(_venue, CoveredSpan.WholeVenue, gap.FromMs, gap.ToMs, [DeficitReason.HistoryIncomplete]));

    private long FromMs(CoverageGap gap) => gap.FromMs - (long)_margin.Before.TotalMilliseconds;

    // The venue may not have written yet what its socket delivered a moment ago.
    private long ToMs(CoverageGap gap) => Math.Max(gap.ToMs, Math.Min(gap.ToMs + (long)_margin.After.TotalMilliseconds, _settledMs));
}
