using LiqMon.Feeds.Coverage;
using LiqMon.Ingestion;
using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Recordings;

/// <summary>
/// What a recording proves of a venue: the moments that every one of its sockets has proven. A recording that does not keep
/// the sockets apart proves nothing of a venue that has several: one of them may have been silent.
/// </summary>
/// <param name="venue">The venue.</param>
internal sealed class ReplayedCoverage(IVenue venue)
{
    private readonly Dictionary<string, ProofRhythm> _rhythms = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Feed, long Connection), ReplayedConnection> _connections = [];

    /// <summary>Takes what a socket frame meant.</summary>
    public void Add(RecordedFrame frame, long receivedMs, in FrameOutcome outcome)
    {
        var key = (Feed: frame.Feed ?? "", frame.Connection);
        if (!_connections.TryGetValue(key, out var connection))
        {
            if (!_rhythms.TryGetValue(key.Feed, out var rhythm))
                _rhythms[key.Feed] = rhythm = new ProofRhythm(venue.Profile.ControlSilence);
            _connections[key] = connection = new ReplayedConnection(rhythm);
        }

        connection.Add(receivedMs, outcome);
    }

    /// <summary>The spans that are proven, in venue time, in order.</summary>
    /// <param name="contracts">The venue's contracts: they say which sockets it has.</param>
    /// <param name="counters">What was measured of its clock and its delays.</param>
    public IReadOnlyList<(long FromMs, long ToMs)> Spans(IReadOnlyList<Instrument> contracts, VenueCounters counters)
    {
        var feeds = venue.Sockets(contracts).Select(plan => plan.Feed).Distinct(StringComparer.Ordinal).ToList();
        var isApart = _connections.Keys.All(key => key.Feed.Length > 0);
        if (feeds.Count == 0 || (!isApart && feeds.Count > 1))
            return [];
        // What was sent at the end may not have arrived, as when a connection breaks.
        var (backMs, aheadMs) = (OrderTimes.BackMs(venue.Profile, counters), OrderTimes.AheadMs(counters));
        IReadOnlyList<(long FromMs, long ToMs)>? proven = null;
        foreach (var feed in feeds)
        {
            var spans = Union(_connections.Where(pair => !isApart || pair.Key.Feed == feed)
                .SelectMany(pair => pair.Value.Spans).Select(span => (span.FromMs + aheadMs + 1, span.ToMs - backMs)));
            proven = proven is null ? spans : Intersection(proven, spans);
        }

        return proven!;
    }

    private static List<(long FromMs, long ToMs)> Union(IEnumerable<(long FromMs, long ToMs)> spans)
    {
        var union = new List<(long FromMs, long ToMs)>();
        foreach (var span in spans.Where(span => span.ToMs > span.FromMs).OrderBy(span => span.FromMs))
        {
            if (union.Count > 0 && span.FromMs <= union[^1].ToMs)
                union[^1] = (union[^1].FromMs, Math.Max(union[^1].ToMs, span.ToMs));
            else
                union.Add(span);
        }

        return union;
    }

    private static List<(long FromMs, long ToMs)> Intersection(
        IReadOnlyList<(long FromMs, long ToMs)> first, IReadOnlyList<(long FromMs, long ToMs)> second) =>
    [
        .. first.SelectMany(one => second
            .Select(other => (FromMs: Math.Max(one.FromMs, other.FromMs), ToMs: Math.Min(one.ToMs, other.ToMs)))
            .Where(both => both.ToMs > both.FromMs)),
    ];
}
