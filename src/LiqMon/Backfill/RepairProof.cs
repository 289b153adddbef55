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
        DeficitReason.Rejected, DeficitReason.Unreadable, DeficitReason.Repeated, DeficitReason.SequenceLost, DeficitReason.TopicRefused,
        DeficitReason.NotSubscribed, DeficitReason.HistoryIncomplete,
    ];

    /// <summary>A contract that trades is sampled at least as often.</summary>
    private const long LongestUnsampledMs = 3_600_000;

    private readonly string _venue;
    private readonly long _grainMs;
    private readonly HistoryMargin _margin;
    private readonly long _settledMs;
    private readonly IReadOnlyList<StoredOrder> _stored;
    private readonly IReadOnlyList<string?> _feeds;
    private readonly HistoryFinds _finds;

    private RepairProof(
        VenueProfile venue, RepairLimits limits, IReadOnlyList<Instrument> contracts,
        IReadOnlyList<StoredOrder> stored, IReadOnlyList<string?> feeds)
    {
        (_venue, _grainMs, _stored, _feeds) = (venue.Id, venue.GrainMs(), stored, feeds);
        (_margin, _settledMs, _finds) = limits;
        Contracts = contracts;
    }

    /// <summary>The contracts whose history is to be read.</summary>
    public IReadOnlyList<Instrument> Contracts { get; }

    /// <summary>Whether a history that is whole makes good what is missing for this reason, in time that is no gap.</summary>
    public static bool IsReparable(DeficitReason reason) =>
        // What a repair of a gap found wanting is tried again with its gap.
        reason != DeficitReason.HistoryIncomplete && Reparable.Contains(reason);

    /// <summary>Looks up what the store knows of some contracts in a span.</summary>
    /// <param name="store">The store.</param>
    /// <param name="venue">The venue.</param>
    /// <param name="contracts">The contracts to read.</param>
    /// <param name="span">The span, without the margin.</param>
    /// <param name="limits">How far the history is read and believed.</param>
    public static RepairProof OfContracts(
        StoreReader store, IVenue venue, IReadOnlyList<Instrument> contracts, CoverageGap span, RepairLimits limits)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(venue);
        var isRead = contracts.Select(contract => contract.Symbol).ToHashSet(StringComparer.Ordinal);
        return new(
            venue.Profile, limits, contracts,
            [.. Stored(store, venue.Profile.Id, span, limits.Margin).Where(order => isRead.Contains(order.Symbol))], [null]);
    }

    /// <summary>Looks up what the store knows of a span.</summary>
    /// <param name="store">The store.</param>
    /// <param name="venue">The venue.</param>
    /// <param name="listed">All its contracts.</param>
    /// <param name="keeps">Whether an asset is wanted.</param>
    /// <param name="span">The span, without the margin.</param>
    /// <param name="limits">How far the history is read and believed.</param>
    public static RepairProof Of(
        StoreReader store, IVenue venue, IReadOnlyList<Instrument> listed, Func<string, bool> keeps, CoverageGap span,
        RepairLimits limits)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(venue);
        var profile = venue.Profile;
        // Where identities differ, contracts that a socket delivered throughout are best left alone.
        var delivered = profile.BackfillMatchesSocket ? [] : store.Coverage.FeedsThroughout(profile.Id, span);
        var contracts = listed.Concat(EndedSince(store, profile.Id, listed, span.FromMs))
            .Where(contract => keeps(contract.Asset) && (delivered.Count == 0 || FeedsOf(contract).DefaultIfEmpty("").Any(feed => !delivered.Contains(feed))))
            .ToList();
        var isRead = contracts.Select(contract => contract.Symbol).ToHashSet(StringComparer.Ordinal);
        var isLeft = listed.Select(contract => contract.Symbol).Where(symbol => !isRead.Contains(symbol)).ToHashSet(StringComparer.Ordinal);
        return new(
            profile, limits, contracts,
            [
                .. Stored(store, profile.Id, span, limits.Margin)
                    .Where(order => !isLeft.Contains(order.Symbol) && (order.Asset is null || keeps(order.Asset))),
            ],
            delivered.Count == 0 ? [null] : [.. contracts.SelectMany(FeedsOf).Distinct().Where(feed => !delivered.Contains(feed))]);

        IEnumerable<string> FeedsOf(Instrument contract) => venue.Sockets([contract]).Select(plan => plan.Feed);
    }

    /// <summary>
    /// Contracts that are listed no more and were traded at a time or later: their orders are missing from a history that is read
    /// for listed contracts alone. Where the venue tells nothing of them any more, it cannot be read whole.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="venue">Venue id.</param>
    /// <param name="listed">The contracts that the venue lists.</param>
    /// <param name="fromMs">The time, Unix milliseconds.</param>
    public static IEnumerable<Instrument> EndedSince(StoreReader store, string venue, IReadOnlyList<Instrument> listed, long fromMs)
    {
        ArgumentNullException.ThrowIfNull(store);
        var symbols = listed.Select(contract => contract.Symbol).ToHashSet(StringComparer.Ordinal);
        // While nothing ran nothing was sampled: a contract may have lived on until any later moment.
        var watchedMs = store.Coverage.LastCoveredMs(venue, fromMs) ?? fromMs;
        return store.Market.SampledSince(venue, watchedMs - LongestUnsampledMs).Where(contract => !symbols.Contains(contract.Symbol));
    }

    /// <summary>Stored orders of a gap and its margin that the history lacks.</summary>
    public IReadOnlyList<StoredOrder> Missing(CoverageGap gap, BackfillResult result) =>
        HistoryComparison.Missing([.. _stored.Where(order => order.TimeMs >= FromMs(gap) && order.TimeMs < ToMs(gap))], result.Orders, _grainMs);

    /// <summary>
    /// How many orders that came and could not be taken the history lacks at least. An order that the store had before is
    /// another one, and each order of the history stands for one of those that were rejected.
    /// </summary>
    public long Unseen(IReadOnlyList<Deficit> deficits, BackfillResult result)
    {
        // What the store had from its socket is another order.
        var left = Pairs(result).Where(pair => pair.Stored is not { } stored || _finds.Contains(stored))
            .Select(pair => pair.Order).OrderBy(order => order.TimeMs).ToList();
        var unseen = 0L;
        // Those of a named contract choose first: the others may be of any.
        foreach (var rejected in deficits.Where(deficit => deficit.Reason == DeficitReason.Rejected)
            .OrderBy(deficit => deficit.Symbol.Length == 0).ThenBy(deficit => deficit.ToMs))
        {
            var missing = rejected.Count;
            for (var at = 0; at < left.Count && missing > 0; at++)
            {
                if (!MayBe(left[at], rejected))
                    continue;
                left.RemoveAt(at--);
                missing--;
            }

            unseen += missing;
        }

        return unseen;
    }

    /// <summary>As <see cref="Unseen(IReadOnlyList{Deficit}, BackfillResult)"/>, of what the repair of a gap would remove.</summary>
    public long Unseen(CoverageGap gap, IReadOnlyList<Deficit> deficits, BackfillResult result)
    {
        var contracts = Contracts.Select(contract => contract.Symbol).Append("").ToHashSet(StringComparer.Ordinal);
        return Unseen(
            [
                .. deficits.Where(deficit => deficit.FromMs >= FromMs(gap) && deficit.ToMs <= ToMs(gap)
                    && contracts.Contains(deficit.Symbol) && _feeds.Any(feed => feed is null || feed == deficit.Feed)),
            ],
            result);
    }

    /// <summary>Remembers which orders of a history, whole or not, the store did not hold before.</summary>
    public void Remember(BackfillResult result)
    {
        foreach (var (order, stored) in Pairs(result))
        {
            if (stored is null)
                _finds.Add(order);
        }
    }

    private IReadOnlyList<(StoredOrder Order, StoredOrder? Stored)> Pairs(BackfillResult result) =>
        HistoryComparison.Pairs(_stored, result.Orders, _grainMs);

    private bool MayBe(StoredOrder order, Deficit rejected) =>
        order.TimeMs >= rejected.FromMs - BeforeMs && order.TimeMs < rejected.ToMs + AfterMs
        && (rejected.Symbol.Length == 0 || order.Symbol == rejected.Symbol);

    /// <summary>What to store of a gap whose history holds everything: deficits within it are made good.</summary>
    public IEnumerable<StoreItem> Repaired(CoverageGap gap, BackfillResult result) =>
        _feeds.Select(feed => MadeGood(gap, result, feed)).Append(Forgotten(gap));

    /// <summary>What to store of a span that is no gap and whose history holds everything of these contracts.</summary>
    public StoreItem MadeGood(CoverageGap span, BackfillResult result) => MadeGood(span, result, null);

    private static IReadOnlyList<StoredOrder> Stored(StoreReader store, string venue, CoverageGap span, HistoryMargin margin) => store.Liquidations.Orders(
        venue, span.FromMs - (long)margin.Before.TotalMilliseconds, span.ToMs + (long)margin.After.TotalMilliseconds);

    private StoreItem MadeGood(CoverageGap span, BackfillResult result, string? feed) => StoreItem.Of(
        new DeficitsRepaired(_venue, feed, FromMs(span), ToMs(span), Reparable)
        {
            Contracts = Contracts.Select(contract => contract.Symbol).Append("").Except(result.Uncounted).ToHashSet(StringComparer.Ordinal),
        });

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

    private long BeforeMs => (long)_margin.Before.TotalMilliseconds;

    private long AfterMs => (long)_margin.After.TotalMilliseconds;

    private long FromMs(CoverageGap gap) => gap.FromMs - BeforeMs;

    // The venue may not have written yet what its socket delivered a moment ago.
    private long ToMs(CoverageGap gap) => Math.Max(gap.ToMs, Math.Min(gap.ToMs + AfterMs, _settledMs));
}
