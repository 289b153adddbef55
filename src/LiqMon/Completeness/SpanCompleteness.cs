using LiqMon.Market;
using LiqMon.Store;

namespace LiqMon.Completeness;

/// <summary>How complete a span is, for the whole of it and each part of it. Valid as long as the reader that it came from.</summary>
public sealed class SpanCompleteness
{
    private readonly StoreReader _reader;
    private readonly IReadOnlyList<RequestedVenue> _known;
    private readonly IReadOnlyDictionary<string, decimal> _weights;

    internal SpanCompleteness(StoreReader reader, IReadOnlyList<RequestedVenue> known, IReadOnlyDictionary<string, decimal> weights) =>
        (_reader, _known, _weights) = (reader, known, weights);

    /// <summary>Proven share and gaps of each requested venue over the whole span.</summary>
    public required IReadOnlyList<VenueCoverage> Coverage { get; init; }

    /// <summary>All deficits of the requested venues that reach into the span.</summary>
    public required IReadOnlyList<StoredDeficit> Deficits { get; init; }

    /// <summary>Start, Unix milliseconds, inclusive.</summary>
    public required long FromMs { get; init; }

    /// <summary>End, Unix milliseconds, exclusive; not after the present.</summary>
    public required long ToMs { get; init; }

    /// <summary>Whether the span was over when it was requested: what is still to come is in no total.</summary>
    public required bool IsOver { get; init; }

    /// <summary>How complete a total is.</summary>
    public CompletenessResult Of(CompletenessScope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        _reader.ThrowIfStopped();
        var (fromMs, toMs) = (scope.FromMs ?? FromMs, Math.Min(scope.ToMs ?? ToMs, ToMs));
        var isWhole = fromMs <= FromMs && toMs >= ToMs;
        var requested = scope.Venue is { } only ? Coverage.Where(venue => venue.Venue == only) : Coverage;
        return CompletenessResult.Of(
            [.. requested.Select(venue => Part(venue, scope, fromMs, toMs, isWhole))],
            [.. SwitchedOff(scope, fromMs, toMs)],
            scope.Contributors.All(id => ClassOf(id) == FeedClass.Full) && !scope.IsSaturated && (IsOver || toMs < ToMs));
    }

    private VenueCompleteness Part(VenueCoverage whole, CompletenessScope scope, long fromMs, long toMs, bool isWhole)
    {
        List<VenueGap> gaps = [];
        foreach (var gap in whole.Gaps)
        {
            var (from, to) = (Math.Max(gap.FromMs, fromMs), Math.Min(gap.ToMs, toMs));
            if (from < to)
                gaps.Add(new VenueGap(from, to, gap.Reason));
        }

        return new VenueCompleteness
        {
            Venue = whole.Venue,
            Class = ClassOf(whole.Venue),
            Share = isWhole ? ProvenShare.Of(whole.Share) : ProvenShare.Without(gaps.Sum(gap => gap.ToMs - gap.FromMs), fromMs, toMs),
            Gaps = gaps,
            Deficits = [.. Touching(whole.Venue, scope, fromMs, toMs, isWhole), .. LeftOut(whole.Venue, scope, fromMs, toMs)],
            Weight = _weights.GetValueOrDefault(whole.Venue),
        };
    }

    /// <summary>Venues whose orders are counted and that are not watched by the settings of today.</summary>
    private IEnumerable<StoredDeficit> SwitchedOff(CompletenessScope scope, long fromMs, long toMs) =>
        scope.Contributors.Where(id => Coverage.All(venue => venue.Venue != id))
            .Select(id => new StoredDeficit(id, "", null, fromMs, toMs, IsOpen: true, DeficitReason.SwitchedOff, 0, null));

    private IEnumerable<StoredDeficit> LeftOut(string venue, CompletenessScope scope, long fromMs, long toMs)
    {
        if (_known.FirstOrDefault(known => known.Id == venue).Assets is { Count: > 0 } kept
            && (scope.Assets is null || !scope.Assets.All(asset => kept.Contains(asset, StringComparer.OrdinalIgnoreCase))))
            yield return new StoredDeficit(venue, "", null, fromMs, toMs, IsOpen: true, DeficitReason.AssetsLeftOut, 0, null);
    }

    private List<StoredDeficit> Touching(string venue, CompletenessScope scope, long fromMs, long toMs, bool isWhole)
    {
        var own = Deficits.Where(deficit => deficit.Venue == venue && scope.IsTouchedBy(deficit)).ToList();
        // The deficits of the whole are added up over it; which of them lie in the part, only the store can say.
        if (!isWhole && own.Exists(deficit => deficit.FromMs < toMs && deficit.ToMs > fromMs))
            return [.. _reader.Coverage.Deficits([venue], fromMs, toMs).Where(scope.IsTouchedBy)];
        return isWhole ? own : [];
    }

    // A venue that a newer program stored is unknown here; what it publishes is then unknown too.
    private FeedClass ClassOf(string id)
    {
        foreach (var venue in _known)
        {
            if (venue.Id == id)
                return venue.Class;
        }

        return FeedClass.Partial;
    }
}
