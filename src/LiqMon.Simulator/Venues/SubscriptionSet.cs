namespace LiqMon.Simulator;

/// <summary>The topics of one connection. Changed by one thread at a time, read by any.</summary>
internal sealed class SubscriptionSet
{
    private volatile HashSet<string> _topics = [];

    public IReadOnlyCollection<string> Topics => _topics;

    public bool Contains(string topic) => _topics.Contains(topic);

    public void Add(IEnumerable<string> topics) => _topics = [.. _topics, .. topics];

    public void Remove(IEnumerable<string> topics) => _topics = [.. _topics.Except(topics)];
}
