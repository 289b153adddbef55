using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Feeds.Sockets;

/// <summary>
/// The topics of a feed that its venue refuses. They are left out for an hour, or until the contracts change, and their
/// contracts are deficits as long. One that was open before is requested again by the next connection. Pure but for the clock. Not thread-safe.
/// </summary>
/// <param name="venue">Venue id.</param>
/// <param name="feed">The feed.</param>
/// <param name="entries">Receives deficits and their ends.</param>
/// <param name="time">Clock.</param>
internal sealed class RefusedTopics(string venue, string feed, List<object> entries, TimeProvider time)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromHours(1);

    // By key: the same text may stand in messages of several kinds.
    private readonly Dictionary<string, (string Symbol, long? RefusedAt)> _topics = new(StringComparer.Ordinal);
    private bool _isRetried;

    /// <summary>Ends what an earlier process has left open.</summary>
    public void Begin(long nowMs) => entries.Add(new DeficitEnded(venue, feed, null, DeficitReason.TopicRefused, nowMs));

    /// <summary>The messages of a plan without the topics that have been refused lately.</summary>
    public IReadOnlyList<SubscribeMessage> Filter(SocketPlan plan)
    {
        if (_isRetried || _topics.Count == 0)
            return plan.Messages;
        var nextId = plan.Messages.Count == 0 ? 1 : plan.Messages.Max(message => message.Id) + 1;
        var kept = new List<SubscribeMessage>();
        foreach (var message in plan.Messages)
        {
            var topics = SubscribeTopics.Of(message);
            var wanted = topics.Where(topic => !IsLeftOut(SubscribeTopics.KeyOf(message, topic))).ToList();
            if (wanted.Count > 0)
                kept.Add(wanted.Count == topics.Count ? message : SubscribeTopics.With(message, wanted, nextId++));
        }

        return kept;
    }

    /// <summary>Notes a refusal; the first of a contract begins its deficit.</summary>
    public void Add(RefusedTopic refused)
    {
        if (!_topics.Values.Any(known => known.Symbol == refused.Symbol))
        {
            entries.Add(new Deficit
            {
                Venue = venue,
                Feed = feed,
                Symbol = refused.Symbol,
                FromMs = refused.SinceMs,
                Reason = DeficitReason.TopicRefused,
            });
        }

        _topics[refused.Key] = (refused.Symbol, refused.WasOpen ? null : time.GetTimestamp());
    }

    /// <summary>The contracts have changed: all are requested again.</summary>
    public void Retry() => _isRetried = true;

    /// <summary>A connection is live: what it has subscribed is refused no more, nor is what is not wanted any more.</summary>
    /// <param name="plan">All that is wanted.</param>
    /// <param name="subscribed">What the connection has sent.</param>
    /// <param name="refused">Keys of what it was refused.</param>
    /// <param name="nowMs">Now, Unix milliseconds.</param>
    public void Settle(SocketPlan plan, IReadOnlyList<SubscribeMessage> subscribed, IReadOnlySet<string> refused, long nowMs)
    {
        _isRetried = false;
        if (_topics.Count == 0)
            return;
        var wanted = TopicsOf(plan.Messages);
        var sent = TopicsOf(subscribed);
        End([.. _topics.Keys.Where(topic => !refused.Contains(topic) && (topic.Length == 0 || !wanted.Contains(topic) || sent.Contains(topic)))], nowMs);
    }

    /// <summary>What is not wanted any more is not missing.</summary>
    public void Follow(SocketPlan plan, long nowMs)
    {
        if (_topics.Count == 0)
            return;
        var wanted = TopicsOf(plan.Messages);
        End([.. _topics.Keys.Where(topic => topic.Length > 0 && !wanted.Contains(topic))], nowMs);
    }

    /// <summary>The feed ends, and its deficits with it.</summary>
    public void EndAll(long nowMs) => End([.. _topics.Keys], nowMs);

    private static HashSet<string> TopicsOf(IReadOnlyList<SubscribeMessage> messages) =>
        messages.SelectMany(SubscribeTopics.KeysOf).ToHashSet(StringComparer.Ordinal);

    private bool IsLeftOut(string key) =>
        _topics.TryGetValue(key, out var refused) && refused.RefusedAt is { } at && time.GetElapsedTime(at) < RetryAfter;

    private void End(IReadOnlyList<string> topics, long nowMs)
    {
        var symbols = topics.Select(topic => _topics[topic].Symbol).Distinct(StringComparer.Ordinal).ToList();
        foreach (var topic in topics)
            _topics.Remove(topic);
        foreach (var symbol in symbols.Where(symbol => !_topics.Values.Any(known => known.Symbol == symbol)))
            entries.Add(new DeficitEnded(venue, feed, symbol, DeficitReason.TopicRefused, nowMs));
    }
}
