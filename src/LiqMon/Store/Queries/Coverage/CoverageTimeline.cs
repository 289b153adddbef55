using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>
/// One venue's watch over one span. A moment is covered when every feed that has any row in the span is and none has a gap
/// there, or when the venue is as a whole, in a recording, and no feed has a gap there. A feed without a row does not
/// count, nor does one while it is absent: retired, or not yet born. At least one feed has to be there. Where a gap and a covered span overlap, the gap counts: the orders of a
/// moment may arrive at another, and a clock may pass a moment twice.
/// </summary>
internal sealed class CoverageTimeline(long fromMs, long toMs)
{
    private readonly Dictionary<string, List<(long From, long To)>> _covered = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _firstCovered = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(long From, long To)>> _absent = new(StringComparer.Ordinal);
    private readonly List<(long From, long To)> _repaired = [];
    private readonly List<Failure> _failures = [];

    /// <summary>Takes in a span in which a feed delivered.</summary>
    internal void AddCovered(string feed, long from, long to)
    {
        if (Clip(ref from, ref to))
            SpansOf(feed).Add((from, to));
    }

    /// <summary>Takes in a span in which a feed was not needed.</summary>
    internal void AddAbsence(string feed, long from, long to)
    {
        if (!Clip(ref from, ref to))
            return;
        if (!_absent.TryGetValue(feed, out var spans))
            _absent.Add(feed, spans = []);
        spans.Add((from, to));
    }

    /// <summary>Takes in a span of the whole venue whose every liquidation its history has listed.</summary>
    internal void AddRepaired(long from, long to)
    {
        if (Clip(ref from, ref to))
            _repaired.Add((from, to));
    }

    /// <summary>Takes in a span in which a feed did not deliver.</summary>
    internal void AddGap(string feed, long from, long to, GapReason reason)
    {
        var start = from;
        if (!Clip(ref from, ref to))
            return;
        // A recording covers the venue as a whole: a loss in it makes no feed of its own.
        if (reason != GapReason.MessagesLost)
            SpansOf(feed);
        _failures.Add(new Failure(from, to, start, feed, reason));
    }

    /// <summary>When a feed was first covered at all, also before the span.</summary>
    internal void FirstCovered(string feed, long at) => _firstCovered[feed] = at;

    /// <summary>The share, and what is missing and why.</summary>
    internal VenueCoverage Of(string venue)
    {
        // Of no time at all nothing is missing.
        if (fromMs >= toMs)
            return new VenueCoverage(venue, 1, []);
        var feeds = _covered.Keys.Where(feed => feed != CoveredSpan.WholeVenue).ToArray();
        var whole = new Walk(_covered.GetValueOrDefault(CoveredSpan.WholeVenue) ?? []);
        var repaired = new Walk(_repaired);
        var missing = new List<VenueGap>();
        var coveredMs = 0L;
        var spans = feeds.Select(feed => new Walk(_covered[feed])).ToArray();
        var absent = feeds.Select(feed => new Walk(_absent.GetValueOrDefault(feed) ?? [])).ToArray();
        var failures = new Queue<Failure>(_failures.OrderBy(failure => failure.From));
        var active = new SortedSet<Failure>(Failure.LatestFirst);
        var edges = Edges();
        for (var i = 0; i + 1 < edges.Length; i++)
        {
            var (at, next) = (edges[i], edges[i + 1]);
            while (failures.TryPeek(out var failure) && failure.From <= at)
                active.Add(failures.Dequeue());
            active.RemoveWhere(failure => failure.To <= at);
            var (covered, needed) = (true, 0);
            for (var feed = 0; feed < feeds.Length; feed++)
            {
                if (absent[feed].Covers(at))
                    continue;
                needed++;
                covered &= spans[feed].Covers(at);
            }

            covered &= needed > 0;
            // A recording may fill time in which nothing ran, but not what a connection is known to have missed.
            if (repaired.Covers(at) || (active.Count == 0 && (covered || whole.Covers(at))))
                coveredMs += next - at;
            else
                Append(missing, new VenueGap(at, next, active.Min is { } latest ? latest.Reason : Unexplained(feeds, spans, absent, at)));
        }

        return new VenueCoverage(venue, (double)coveredMs / (toMs - fromMs), missing);
    }

    private GapReason Unexplained(string[] feeds, Walk[] spans, Walk[] absent, long at)
    {
        if (Array.TrueForAll(absent, feed => feed.Covers(at)))
            return _firstCovered.Values.Any(first => first <= at) ? GapReason.NotRunning : GapReason.NotWatched;
        for (var i = 0; i < feeds.Length; i++)
        {
            if (!absent[i].Covers(at) && !spans[i].Covers(at) && _firstCovered.TryGetValue(feeds[i], out var first) && first <= at)
                return GapReason.NotRunning;
        }

        return GapReason.NotWatched;
    }

    private static void Append(List<VenueGap> missing, VenueGap gap)
    {
        if (missing.Count > 0 && missing[^1] is var last && last.ToMs == gap.FromMs && last.Reason == gap.Reason)
            missing[^1] = last with { ToMs = gap.ToMs };
        else
            missing.Add(gap);
    }

    private long[] Edges()
    {
        var edges = new SortedSet<long> { fromMs, toMs };
        foreach (var (from, to) in _covered.Values.Concat(_absent.Values).SelectMany(spans => spans).Concat(_repaired))
        {
            edges.Add(from);
            edges.Add(to);
        }

        foreach (var failure in _failures)
        {
            edges.Add(failure.From);
            edges.Add(failure.To);
        }

        edges.UnionWith(_firstCovered.Values.Where(first => first > fromMs && first < toMs));
        return [.. edges];
    }

    private bool Clip(ref long from, ref long to)
    {
        from = Math.Max(from, fromMs);
        to = Math.Min(to, toMs);
        return from < to;
    }

    private List<(long From, long To)> SpansOf(string feed)
    {
        if (!_covered.TryGetValue(feed, out var spans))
            _covered.Add(feed, spans = []);
        return spans;
    }

    /// <summary>Answers for moments in ascending order whether any of some spans holds them.</summary>
    private sealed class Walk(List<(long From, long To)> spans)
    {
        private readonly Queue<(long From, long To)> _spans = new(spans.OrderBy(span => span.From));
        private long _until = long.MinValue;

        internal bool Covers(long at)
        {
            while (_spans.TryPeek(out var span) && span.From <= at)
                _until = Math.Max(_until, _spans.Dequeue().To);
            return at < _until;
        }
    }

    private sealed record Failure(long From, long To, long StartMs, string Feed, GapReason Reason)
    {
        // Of several reasons the one that began last is the nearest to what is the matter now.
        internal static readonly Comparer<Failure> LatestFirst = Comparer<Failure>.Create((one, other) =>
        {
            var order = other.StartMs.CompareTo(one.StartMs);
            return order != 0 ? order : string.CompareOrdinal(one.Feed, other.Feed);
        });
    }
}
