using LiqMon.Ingestion;
using LiqMon.Store;
using LiqMon.Text;
using LiqMon.Venues;

namespace LiqMon.Recordings;

/// <summary>What became of everything in a replay: every frame and every message is in here once.</summary>
public sealed record ReplaySummary
{
    /// <summary>Frames taken.</summary>
    public long Frames { get; init; }

    /// <summary>Frames by what they were; kinds that did not occur are left out.</summary>
    public required IReadOnlyDictionary<string, long> FramesByKind { get; init; }

    /// <summary>Frames of venues that were not requested or are not known.</summary>
    public long OtherVenues { get; init; }

    /// <summary>Bare frames without a venue to read them.</summary>
    public long WithoutVenue { get; init; }

    /// <summary>
    /// Liquidations read. Each is counted once more below: new, in the store already, waiting, expired, quarantined or not valued.
    /// </summary>
    public long Liquidations { get; init; }

    /// <summary>Of those, new to the store; <see cref="PendingValued"/> ones are in here too.</summary>
    public long Stored { get; init; }

    /// <summary>Of those, already in the store.</summary>
    public long Duplicates { get; init; }

    /// <summary>Of those, kept until their contract is known.</summary>
    public long Pending { get; init; }

    /// <summary>Of those, older than what the store keeps.</summary>
    public long Expired { get; init; }

    /// <summary>Of those, quarantined by the store: too large to be true, or too many wait already.</summary>
    public long Quarantined { get; init; }

    /// <summary>Of those, not to be valued by their contract's rules; the reasons are in <see cref="Skipped"/>.</summary>
    public long Unvalued { get; init; }

    /// <summary>Pending liquidations, of this or an earlier run, that were not counted when their contract was known.</summary>
    public long PendingDropped { get; init; }

    /// <summary>Pending liquidations, of this or an earlier run, that could be valued now.</summary>
    public long PendingValued { get; init; }

    /// <summary>Open-interest and price readings.</summary>
    public long MarketReadings { get; init; }

    /// <summary>Samples of them that went to the store.</summary>
    public long Samples { get; init; }

    /// <summary>Messages that were not taken, by reason; reasons that did not occur are left out.</summary>
    public required IReadOnlyDictionary<string, long> Skipped { get; init; }

    /// <summary>Frames that went to quarantine, kept or only counted.</summary>
    public long QuarantinedFrames { get; init; }

    /// <summary>Listed contracts that nothing is taken of, with the reason.</summary>
    public IReadOnlyList<ReplayedRefusal> RefusedContracts { get; init; } = [];

    /// <summary>Answers that should list contracts and cannot be read.</summary>
    public long UnreadableLists { get; init; }

    internal static ReplaySummary Of(
        IEnumerable<VenueCounters> venues, CommitCounters commits, long otherVenues, long withoutVenue)
    {
        var counters = venues.ToList();
        return new()
        {
            Frames = counters.Sum(c => c.Frames),
            FramesByKind = Tally(Enum.GetValues<FrameKind>(), kind => counters.Sum(c => c.FramesOf(kind))),
            OtherVenues = otherVenues,
            WithoutVenue = withoutVenue,
            Liquidations = counters.Sum(c => c.Liquidations),
            Stored = commits.Stored,
            Duplicates = commits.Duplicates,
            Pending = commits.PendingAdded,
            PendingValued = commits.PendingValued,
            PendingDropped = commits.PendingDropped,
            Expired = commits.Expired,
            Quarantined = commits.QuarantinedLiquidations,
            QuarantinedFrames = commits.Quarantined - commits.QuarantinedLiquidations,
            Unvalued = counters.Sum(c => c.Unvalued),
            MarketReadings = counters.Sum(c => c.MarketReadings),
            Samples = counters.Sum(c => c.Samples),
            Skipped = Tally(Enum.GetValues<RejectReason>(), reason => counters.Sum(c => c.Rejected(reason))),
        };
    }

    private static Dictionary<string, long> Tally<T>(T[] members, Func<T, long> count)
        where T : struct, Enum =>
        members.Select(member => (EnumNames.Of(member), Count: count(member))).Where(pair => pair.Count > 0).ToDictionary();
}

/// <summary>A contract that a recorded list has and that nothing is taken of.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Symbol">The venue's symbol.</param>
/// <param name="Reason">Why.</param>
public sealed record ReplayedRefusal(string Venue, string Symbol, ContractRefusal Reason);
