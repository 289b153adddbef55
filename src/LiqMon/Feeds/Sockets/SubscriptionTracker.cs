using LiqMon.Text;
using LiqMon.Venues;

namespace LiqMon.Feeds.Sockets;

/// <summary>
/// Which subscriptions of a connection have been sent, confirmed and refused. One refused topic does not take the others
/// with it: where the venue refuses a whole message, the rest of it is sent again, in halves while the topic is not known.
/// May be used by several threads at once.
/// </summary>
internal sealed class SubscriptionTracker
{
    /// <summary>
    /// How long a refusal may take where the venue confirms nothing: what has not been refused by then is open. A round trip
    /// takes a fraction of it.
    /// </summary>
    public static readonly TimeSpan RefusedWithin = TimeSpan.FromSeconds(2);

    private readonly Lock _using = new();
    private readonly List<Entry> _entries;
    private readonly TimeProvider _time;
    private readonly Func<string, string?> _contractOf;
    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);
    private readonly int _contractTopics;
    private int _nextId;
    private int _unnamedRefusals;

    /// <param name="messages">What is sent after connecting.</param>
    /// <param name="contractOf">The contract that a topic names; null for a topic of no contract.</param>
    /// <param name="time">Clock.</param>
    public SubscriptionTracker(IReadOnlyList<SubscribeMessage> messages, Func<string, string?> contractOf, TimeProvider time)
    {
        _entries = [.. messages.Select(message => new Entry(message, isAgain: false))];
        _contractOf = contractOf;
        _time = time;
        _nextId = messages.Count == 0 ? 1 : messages.Max(message => message.Id) + 1;
        _contractTopics = _entries.SelectMany(entry => entry.Topics).Count(topic => contractOf(topic) is not null);
    }

    /// <summary>Whether all has been sent, and every topic that was not refused is open.</summary>
    public bool AllConfirmed
    {
        get
        {
            lock (_using)
                return _entries.TrueForAll(IsOpen);
        }
    }

    /// <summary>Whether a topic that holds a text is confirmed.</summary>
    public bool IsConfirmed(string text)
    {
        lock (_using)
        {
            return _entries.Exists(entry =>
                IsOpen(entry)
                && entry.Topics.Any(topic => topic.Contains(text, StringComparison.Ordinal) && !_refused.Contains(entry.KeyOf(topic))));
        }
    }

    /// <summary>The keys of the topics refused so far; with an empty one when the venue did not name a topic.</summary>
    public IReadOnlySet<string> Refused
    {
        get
        {
            lock (_using)
                return _refused.Concat(_unnamedRefusals > 0 ? [""] : Array.Empty<string>()).ToHashSet(StringComparer.Ordinal);
        }
    }

    /// <summary>How long the oldest unconfirmed subscription has been waiting; null when none is.</summary>
    public TimeSpan? LongestWait
    {
        get
        {
            lock (_using)
                return OldestWaiting() is { SentAt: { } sentAt } ? _time.GetElapsedTime(sentAt) : null;
        }
    }

    /// <summary>Whether a part of a refused message can be sent again now.</summary>
    public bool HasPart
    {
        get
        {
            lock (_using)
                return NextPart() is not null;
        }
    }

    /// <summary>For people: <c>3 of 80 confirmations are missing</c>.</summary>
    public string Describe()
    {
        lock (_using)
            return $"{_entries.Sum(entry => entry.Missing)} of {_entries.Sum(entry => entry.Message.Acks)} confirmations are missing";
    }

    /// <summary>The next part of a refused message, to be sent; null while there is none.</summary>
    public SubscribeMessage? TakePart()
    {
        lock (_using)
        {
            if (NextPart() is not { } part)
                return null;
            part.SentAt = _time.GetTimestamp();
            return part.Message;
        }
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
            var entry = id is { } named ? _entries.Find(entry => entry.Message.Id == named && entry.Missing > 0) : OldestWaiting();
            if (entry is not null)
                entry.Missing--;
        }
    }

    /// <summary>Takes a refusal.</summary>
    /// <param name="id">The subscription that it names; null when it names none.</param>
    /// <param name="detail">The venue's own words.</param>
    /// <returns>What it means; null when it is about no subscription, but about a heartbeat or a message that is not known.</returns>
    public Refusal? Refuse(int? id, string? detail)
    {
        lock (_using)
        {
            var words = LogSanitizer.Of(detail);
            if (FindRefused(id, words) is not { } entry)
                return RefuseLate(words) ?? (id is null && _entries.Exists(entry => entry.Message.Acks == 0) ? RefuseUnnamed(words) : null);
            var topic = entry.Topics is [var only] ? only : Named(entry.Topics, words);
            if (SubscribeTopics.AreConfirmedOneByOne(entry.Message))
            {
                entry.Missing -= entry.Missing > 0 ? 1 : 0;
                return topic is null ? RefuseUnnamed(words) : GiveUp(entry, topic, words);
            }

            if (topic is null)
            {
                Halve(entry);
                return new([]);
            }

            // A topic without which the connection is of no use is not worth sending the rest again.
            var refusal = GiveUp(entry, topic, words);
            if (!refusal.IsFatal)
                SendAgain(entry, [[.. entry.Topics.Where(other => other != topic)]]);
            return refusal;
        }
    }

    /// <summary>The venue has ended a subscription. Where it does not name one of ours, it may be any.</summary>
    public Refusal End(string? detail)
    {
        lock (_using)
            return RefuseLate(LogSanitizer.Of(detail)) ?? new([], IsFatal: true) { IsLate = true };
    }

    /// <summary>
    /// A topic that was confirmed is refused or ended: the venue names it, for nothing waits for an answer. A complaint that
    /// names no topic is about something else.
    /// </summary>
    private Refusal? RefuseLate(string words)
    {
        var open = _entries.Where(IsOpen).SelectMany(entry => entry.Topics.Select(topic => (Entry: entry, Topic: topic)))
            .Where(open => !_refused.Contains(open.Entry.KeyOf(open.Topic))).ToList();
        if (Named([.. open.Select(topic => topic.Topic)], words) is { } named)
            return GiveUp(open.First(topic => topic.Topic == named).Entry, named, words) with { IsLate = true };
        return open.Exists(topic => _contractOf(topic.Topic) is null && words.Contains(LongestWord(topic.Topic), StringComparison.OrdinalIgnoreCase))
            ? new([], IsFatal: true) { IsLate = true }
            : null;
    }

    /// <summary>What of a topic without a contract a venue repeats: <c>liquidation-orders</c>.</summary>
    private static string LongestWord(string topic) => topic.Split('"').MaxBy(part => part.Length) ?? topic;

    private bool IsOpen(Entry entry) => entry is { Missing: 0, SentAt: { } sentAt }
        && (entry.Message.Acks > 0 || _time.GetElapsedTime(sentAt) >= RefusedWithin);

    private Entry? FindRefused(int? id, string words)
    {
        if (id is { } named)
        {
            return _entries.Find(entry => entry.Message.Id == named && entry is { Missing: > 0, SentAt: not null })
                ?? _entries.Find(entry => entry.Message.Id == named && entry.SentAt is not null);
        }

        // Venues that name no message often name the contract.
        return _entries.Find(entry => entry.SentAt is not null && entry.Topics is [var only] && entry is not { Missing: 0, Message.Acks: > 0 } && Named([only], words) is not null)
            ?? OldestWaiting();
    }

    /// <summary>The topic of several that a text names: the one most of whose own words it holds.</summary>
    private string? Named(IReadOnlyList<string> topics, string words)
    {
        string? best = null;
        var most = 0;
        foreach (var topic in topics)
        {
            if (_contractOf(topic) is not { } symbol || !SubscribeTopics.Names(words, symbol))
                continue;
            var held = topic.Split('"', StringSplitOptions.RemoveEmptyEntries).Count(part => words.Contains(part, StringComparison.OrdinalIgnoreCase));
            if (best is null || held > most)
                (best, most) = (topic, held);
        }

        return best;
    }

    private Refusal GiveUp(Entry entry, string topic, string words)
    {
        if (_contractOf(topic) is not { } symbol)
            return new([], IsFatal: true);
        var key = entry.KeyOf(topic);
        _refused.Add(key);
        return new([new(topic, symbol, words) { Key = key }], IsNothingLeft);
    }

    private Refusal RefuseUnnamed(string words)
    {
        _unnamedRefusals++;
        return new([new("", "", words)], IsNothingLeft);
    }

    /// <summary>Whether every topic that names a contract has been refused.</summary>
    private bool IsNothingLeft => _refused.Count + _unnamedRefusals >= Math.Max(1, _contractTopics);

    private void Halve(Entry entry)
    {
        var half = entry.Topics.Count / 2;
        SendAgain(entry, [[.. entry.Topics.Take(half)], [.. entry.Topics.Skip(half)]]);
    }

    private void SendAgain(Entry entry, IReadOnlyList<IReadOnlyList<string>> parts)
    {
        var at = _entries.IndexOf(entry);
        _entries.RemoveAt(at);
        foreach (var part in parts.Where(part => part.Count > 0))
            _entries.Insert(at++, new Entry(SubscribeTopics.With(entry.Message, part, _nextId++), isAgain: true) { Topics = part });
    }

    /// <summary>Parts are sent one after another, so that a venue that names no message can be understood.</summary>
    private Entry? NextPart() =>
        _entries.Exists(entry => entry is { IsAgain: true, SentAt: not null, Missing: > 0 })
            ? null
            : _entries.Find(entry => entry is { IsAgain: true, SentAt: null });

    private Entry? OldestWaiting() =>
        _entries.Where(entry => entry is { Missing: > 0, SentAt: not null }).MinBy(entry => entry.SentAt);

    private sealed class Entry(SubscribeMessage message, bool isAgain)
    {
        public SubscribeMessage Message => message;

        public bool IsAgain => isAgain;

        public IReadOnlyList<string> Topics { get; init; } = SubscribeTopics.Of(message);

        public int Missing { get; set; } = message.Acks;

        public long? SentAt { get; set; }

        public string KeyOf(string topic) => SubscribeTopics.KeyOf(message, topic);
    }
}
