using LiqMon.Market;

namespace LiqMon.Estimates;

/// <summary>
/// Learns from full feeds what a sampled one hides: throttles them in software, as the sampled one is, and keeps what
/// each class of half-minutes then shows and hides. The orders of each contract must come in order of time, or against it.
/// </summary>
/// <param name="rule">How the sampled feed is throttled.</param>
public sealed class EstimateLearner(SamplingRule rule)
{
    /// <summary>Most spans of one length and venue that are kept to give a range; the first that come.</summary>
    private const int MostSpans = 5_000;

    /// <summary>Lengths of the spans on which ranges are tried: a minute, ten, and an hour.</summary>
    private static readonly long[] SpanLengthsMs = [60_000, 600_000, 3_600_000];

    private readonly Dictionary<ContractKey, BlockBuilder> _contracts = [];
    private readonly Dictionary<string, LearnedVenue> _venues = [];

    /// <summary>Takes an order of a full feed.</summary>
    public void Add(ContractKey key, LiquidatedSide side, long microUsd, long timeMs)
    {
        if (!_contracts.TryGetValue(key, out var contract))
        {
            if (!_venues.TryGetValue(key.Venue, out var learned))
                _venues.Add(key.Venue, learned = new LearnedVenue());
            _contracts.Add(key, contract = new BlockBuilder(rule, learned.Add));
        }

        _venues[key.Venue].Count(timeMs);
        contract.Add(side, microUsd / 1e6, timeMs);
    }

    /// <summary>What was learned; null when it is too little. Nothing can be taken afterwards.</summary>
    public HiddenEstimator? Finish()
    {
        foreach (var contract in _contracts.Values)
            contract.Finish();
        var all = new SpanSums();
        foreach (var venue in _venues.Values)
            all.Add(venue.Sums);
        if (all.Entries < HiddenEstimator.LeastEntries)
            return null;
        // Of each venue alone where there is enough of it: bursts are not everywhere of one kind.
        List<Feed> feeds =
        [
            .. _venues.Values.Where(venue => venue.Sums.Entries >= HiddenEstimator.LeastEntries).Select(venue => new Feed(venue.Sums, venue.Spans)),
        ];
        if (feeds.Count == 0)
            feeds.Add(new Feed(all, length => _venues.Values.SelectMany(venue => venue.Spans(length))));
        if (Scale(feeds, null) is not { } both || Scale(feeds, LiquidatedSide.Long) is not { } longs || Scale(feeds, LiquidatedSide.Short) is not { } shorts)
            return null;
        var sources = _venues.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => new LearnedFrom(pair.Key, pair.Value.Orders, pair.Value.FromMs, pair.Value.ToMs))
            .ToList();
        return new HiddenEstimator(all, [.. feeds.Select(feed => new HiddenModel(feed.Sums))], (both, longs, shorts), sources);
    }

    /// <summary>The widest scale over the lengths of spans of which there are enough; null if there are of none.</summary>
    private static RangeScale? Scale(List<Feed> feeds, LiquidatedSide? side)
    {
        RangeScale? widest = null;
        for (var length = 0; length < SpanLengthsMs.Length; length++)
        {
            // Each span as seen by all others of its feed.
            var spans = feeds.SelectMany(feed => feed.Spans(length).Select(span => (span, new HiddenModel(feed.Sums, span))));
            if (RangeScale.Of(spans, side) is { } scale)
                widest = widest is { } before ? RangeScale.Wider(before, scale) : scale;
        }

        return widest;
    }

    private sealed record Feed(SpanSums Sums, Func<int, IEnumerable<SpanSums>> Spans);

    private sealed class LearnedVenue
    {
        private readonly Dictionary<long, SpanSums>[] _spans = [.. SpanLengthsMs.Select(_ => new Dictionary<long, SpanSums>())];

        internal SpanSums Sums { get; } = new();

        internal long Orders { get; private set; }

        internal long FromMs { get; private set; } = long.MaxValue;

        internal long ToMs { get; private set; } = long.MinValue;

        internal void Count(long timeMs)
        {
            Orders++;
            FromMs = Math.Min(FromMs, timeMs);
            ToMs = Math.Max(ToMs, timeMs);
        }

        internal void Add(BurstBlock block)
        {
            Sums.Add(block);
            for (var length = 0; length < SpanLengthsMs.Length; length++)
            {
                var spans = _spans[length];
                var startMs = block.StartMs - (block.StartMs % SpanLengthsMs[length]);
                if (!spans.TryGetValue(startMs, out var span))
                {
                    if (spans.Count == MostSpans)
                        continue;
                    spans.Add(startMs, span = new SpanSums());
                }

                span.Add(block);
            }
        }

        internal Dictionary<long, SpanSums>.ValueCollection Spans(int length) => _spans[length].Values;
    }
}
