using LiqMon.Venues;

namespace LiqMon.Feeds.Sockets;

/// <summary>A topic that the venue refused to send.</summary>
/// <param name="Topic">The topic as it stands in the plan; empty when the venue did not name it.</param>
/// <param name="Symbol">The contract that it names; empty with the topic.</param>
/// <param name="Detail">The venue's own words.</param>
internal sealed record RefusedTopic(string Topic, string Symbol, string Detail)
{
    /// <summary>
    /// What tells the topic from others of the feed, by <see cref="SubscribeTopics.KeyOf"/>; empty with the topic. The same
    /// text in another kind of message is another topic.
    /// </summary>
    public string Key { get; init; } = Topic;

    /// <summary>Since when its orders may be missing, Unix milliseconds by our clock.</summary>
    public long SinceMs { get; init; }

    /// <summary>Whether it had been confirmed before: it is worth another request at once.</summary>
    public bool WasOpen { get; init; }
}

/// <summary>What a refusal means for its connection.</summary>
/// <param name="Topics">Topics that are given up; empty while the refused one is still looked for.</param>
/// <param name="IsFatal">Whether the connection is of no use without what was refused.</param>
internal sealed record Refusal(IReadOnlyList<RefusedTopic> Topics, bool IsFatal = false)
{
    /// <summary>Whether the topics had been confirmed before.</summary>
    public bool IsLate { get; init; }
}
