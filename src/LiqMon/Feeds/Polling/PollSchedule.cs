using LiqMon.Venues;

namespace LiqMon.Feeds.Polling;

/// <summary>
/// Which REST poll is due when. The polls of one period are spread evenly over it, so that a venue sees a steady trickle.
/// May be used by several threads at once.
/// </summary>
/// <param name="time">Clock.</param>
internal sealed class PollSchedule(TimeProvider time)
{
    private readonly Lock _using = new();
    private readonly PriorityQueue<Entry, long> _queue = new();
    private Dictionary<(Uri Url, string? Body), Entry> _entries = [];
    private int _notYetRun;

    /// <summary>Whether every poll has run once.</summary>
    public bool HasSwept
    {
        get
        {
            lock (_using)
                return _notYetRun == 0;
        }
    }

    /// <summary>Takes other polls; one that stays keeps its turn.</summary>
    public void Set(IReadOnlyList<RestPoll> polls)
    {
        lock (_using)
        {
            var now = time.GetTimestamp();
            var entries = new Dictionary<(Uri Url, string? Body), Entry>();
            foreach (var group in polls.DistinctBy(Key).GroupBy(poll => poll.Every))
            {
                var count = group.Count();
                foreach (var (place, poll) in group.Index())
                {
                    if (_entries.TryGetValue(Key(poll), out var kept) && kept.Poll.Every == poll.Every)
                        entries[Key(poll)] = kept;
                    else
                        entries[Key(poll)] = new Entry(poll, now + Ticks(poll.Every * ((double)place / count)), kept?.HasRun ?? false);
                }
            }

            _entries = entries;
            _notYetRun = entries.Values.Count(entry => !entry.HasRun);
            _queue.Clear();
            foreach (var entry in entries.Values.Where(entry => !entry.IsRunning))
                _queue.Enqueue(entry, entry.DueAt);
        }
    }

    /// <summary>Takes the poll that is due, or says how long to wait for the next.</summary>
    public bool TryTake(out RestPoll poll, out TimeSpan wait)
    {
        lock (_using)
        {
            poll = null!;
            wait = TimeSpan.FromSeconds(1);
            if (!_queue.TryPeek(out var entry, out _))
                return false;
            var early = time.GetElapsedTime(time.GetTimestamp(), entry.DueAt);
            if (early > TimeSpan.Zero)
            {
                wait = early < wait ? early : wait;
                return false;
            }

            _queue.Dequeue();
            entry.IsRunning = true;
            poll = entry.Poll;
            return true;
        }
    }

    /// <summary>Gives a poll its next turn; turns that were missed are skipped.</summary>
    public void Done(RestPoll poll)
    {
        lock (_using)
        {
            if (!_entries.TryGetValue(Key(poll), out var entry))
                return;
            if (!entry.HasRun)
                _notYetRun--;
            entry.HasRun = true;
            if (!entry.IsRunning)
                return;
            entry.IsRunning = false;
            var now = time.GetTimestamp();
            entry.DueAt = entry.DueAt + Ticks(entry.Poll.Every) is var next && next > now ? next : now + Ticks(entry.Poll.Every);
            _queue.Enqueue(entry, entry.DueAt);
        }
    }

    /// <summary>Some venues have one address for everything and are directed by the body what to answer.</summary>
    private static (Uri Url, string? Body) Key(RestPoll poll) => (poll.Request.Url, poll.Request.Body);

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);

    private sealed class Entry(RestPoll poll, long dueAt, bool hasRun)
    {
        public RestPoll Poll => poll;

        public long DueAt { get; set; } = dueAt;

        public bool HasRun { get; set; } = hasRun;

        public bool IsRunning { get; set; }
    }
}
