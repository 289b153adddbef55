using LiqMon.Venues;

namespace LiqMon.Feeds.Sockets;

/// <summary>Which subscriptions of a connection have been sent and confirmed. May be used by several threads at once.</summary>
internal sealed class SubscriptionTracker
{
    private readonly Lock _using = new();
    private readonly List<Entry> _entries;
    private readonly TimeProvider _time;

    public SubscriptionTracker(IReadOnlyList<SubscribeMessage> messages, TimeProvider time)
    {
        _entries = [.. messages.Where(message => message.Acks > 0).Select(message => new Entry(message))];
        _time = time;
    }

    public bool AllConfirmed
    {
        get
        {
            lock (_using)
                return _entries.TrueForAll(entry => entry.Missing == 0);
        }
    }

    /// <summary>How long the oldest unconfirmed subscription has been waiting; null when none is.</summary>
    public TimeSpan? LongestWait
    {
        get
        {
            lock (_using)
            {
                return OldestWaiting() is { SentAt: { } sentAt } ? _time.GetElapsedTime(sentAt) : null;
            }
        }
    }

    /// <summary>«3 of 80 confirmations are missing».</summary>
    public string Describe()
    {
        lock (_using)
            return $"{_entries.Sum(entry => entry.Missing)} of {_entries.Sum(entry => entry.Message.Acks)} confirmations are missing";
    }

    public void Sent(SubscribeMessage message)
    {
        lock (_using)
        {
            if (_entries.Find(entry => ReferenceEquals(entry.Message, message)) is { } entry)
                entry.SentAt = _time.GetTimestamp();
        }
    }

    /// <summary>Counts a confirmation; one that names no subscription counts for the oldest that waits.</summary>
    public void Confirm(int? id)
    {
        lock (_using)
        {
            var entry = id is { } named ? _entries.Find(entry => entry.Message.Id == named) : OldestWaiting();
            if (entry is { Missing: > 0 })
                entry.Missing--;
        }
    }

    /// <summary>Whether a refusal is about one of the subscriptions, and not about a heartbeat or something long past.</summary>
    public bool Matches(int? id)
    {
        lock (_using)
            return id is { } named ? _entries.Exists(entry => entry.Message.Id == named) : OldestWaiting() is not null;
    }

    private Entry? OldestWaiting() =>
        _entries.Where(entry => entry is { Missing: > 0, SentAt: not null }).MinBy(entry => entry.SentAt);

    private sealed class Entry(SubscribeMessage message)
    {
        public SubscribeMessage Message => message;

        public int Missing { get; set; } = message.Acks;

        public long? SentAt { get; set; }
    }
}
