using LiqMon.Store;

namespace LiqMon.Lake;

/// <summary>The closed days: which are written, which are not, and what of them has to be written again.</summary>
internal sealed class LakeDays
{
    private readonly string _directory;
    private readonly Dictionary<long, LakeDay> _written;
    private readonly SortedSet<long> _unwritten = [];
    private readonly Dictionary<long, (long FirstMs, long LastMs)> _changes = [];

    private LakeDays(string directory, Dictionary<long, LakeDay> written) => (_directory, _written) = (directory, written);

    /// <summary>Days that are written.</summary>
    internal IReadOnlyCollection<LakeDay> Written => _written.Values;

    /// <summary>Parts that have to be written.</summary>
    internal int Pending => _unwritten.Count + _written.Values.Sum(day => day.Pending.Count);

    /// <exception cref="IOException">The folder cannot be read.</exception>
    internal static LakeDays Open(string directory) => new(directory, LakeDay.ReadAll(directory));

    /// <summary>Takes in a closed day of which the store has something.</summary>
    internal void Add(long dayMs)
    {
        if (!_written.ContainsKey(dayMs))
            _unwritten.Add(dayMs);
    }

    internal LakeDay? Find(long dayMs) => _written.GetValueOrDefault(dayMs);

    /// <summary>Takes in that something of a closed day has changed.</summary>
    internal void Changed(long dayMs, LakePart part, string venue, long nowMs)
    {
        _changes[dayMs] = (_changes.TryGetValue(dayMs, out var known) ? known.FirstMs : nowMs, nowMs);
        if (_written.TryGetValue(dayMs, out var day))
            day.Mark(part, venue);
        else
            _unwritten.Add(dayMs);
    }

    /// <summary>Everything of every day may have changed.</summary>
    internal void AllMayHaveChanged()
    {
        foreach (var day in _written.Values)
        {
            day.Mark(LakePart.Orders, LakeDay.AllVenues);
            day.Mark(LakePart.OpenInterest, LakeDay.AllVenues);
            day.Mark(LakePart.Marks, LakeDay.AllVenues);
        }
    }

    /// <summary>A day is written for the first time.</summary>
    internal void Took(LakeDay day)
    {
        _unwritten.Remove(day.StartMs);
        _written[day.StartMs] = day;
        _changes.Remove(day.StartMs);
    }

    /// <summary>A part of a day is written again.</summary>
    internal void Settled(LakeDay day)
    {
        if (day.Pending.Count == 0)
            _changes.Remove(day.StartMs);
    }

    /// <summary>Keeps what has changed of the states.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    internal void Save()
    {
        foreach (var day in _written.Values)
            day.Save(_directory);
    }

    /// <summary>The newest day that is not written and rests; null for none.</summary>
    internal long? NextUnwritten(LakePlan plan, long nowMs)
    {
        foreach (var day in _unwritten.Reverse())
        {
            if (Rests(day, plan, nowMs))
                return day;
        }

        return null;
    }

    /// <summary>The newest day of which something has to be written again and that rests; null for none.</summary>
    internal LakeDay? NextPending(LakePlan plan, long nowMs) => _written.Values
        .Where(day => day.Pending.Count > 0 && Rests(day.StartMs, plan, nowMs))
        .MaxBy(day => day.StartMs);

    /// <summary>Whether a day is closed: it is over, and what belongs to it has had time to arrive.</summary>
    internal static bool IsClosed(long dayMs, LakePlan plan, long nowMs) =>
        dayMs + UnixTime.DayMs + (long)plan.Settle.TotalMilliseconds <= nowMs;

    private bool Rests(long dayMs, LakePlan plan, long nowMs) => !_changes.TryGetValue(dayMs, out var changed)
        || nowMs - changed.LastMs >= plan.Quiet.TotalMilliseconds
        || nowMs - changed.FirstMs >= plan.LongestWait.TotalMilliseconds
        // A clock that was set back.
        || nowMs < changed.FirstMs;
}
