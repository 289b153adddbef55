using LiqMon.Market;
using LiqMon.Threading;

namespace LiqMon.Http;

/// <summary>
/// Keeps the log readable while a venue or another source fails. A failure is logged once, then every ten minutes while it
/// lasts, and once when it is over. All parts that retry report here: sockets, lists, polls, prices. May be used by several
/// threads at once.
/// </summary>
/// <param name="source">Who fails, such as a venue's id.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Receives the lines.</param>
internal sealed class FailureLog(string source, TimeProvider time, ILogger logger)
{
    /// <summary>How long a failure of one kind stays without another line.</summary>
    internal static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    // Kinds are few; one that is not, such as a text of the venue, must not fill the memory.
    private const int MostKinds = 32;
    private const string OtherKinds = "";

    private readonly Lock _using = new();
    private readonly SortedSet<string> _failing = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);
    private string? _kind;
    private long _beganAt;
    private long? _overAt;
    private long _failures;
    private bool _isAnnounced;

    /// <summary>Whether no connection to the source can be made: whatever else needs one fails for the same cause.</summary>
    internal bool IsUnreachable
    {
        get
        {
            lock (_using)
                return _failing.Count > 0 && _kind is not null && Unreachable.Contains(_kind);
        }
    }

    private static HashSet<string> Unreachable { get; } = new(StringComparer.Ordinal)
    {
        nameof(GapReason.Unreachable), nameof(GapReason.NameNotResolved), nameof(GapReason.TlsFailed),
    };

    /// <summary>A part failed.</summary>
    /// <param name="part">Which: the name of a feed, a list or a poll.</param>
    /// <param name="failure">Why.</param>
    /// <param name="first">Writes the line of a failure that is new.</param>
    internal void Failed(string part, ConnectionFailure failure, Action<string> first) =>
        Failed(part, failure.Reason.ToString(), failure.Detail, first);

    /// <summary>A part failed.</summary>
    /// <param name="part">Which.</param>
    /// <param name="kind">What kind of failure; each kind has a line of its own.</param>
    /// <param name="detail">The same for people.</param>
    /// <param name="first">Writes the line of a failure that is new.</param>
    internal void Failed(string part, string kind, string detail, Action<string> first)
    {
        lock (_using)
        {
            if (_failing.Count == 0 && !IsRecent)
                Begin();
            _failing.Add(part);
            _failures++;
            _kind = kind;
            if (!_lines.ContainsKey(kind) && _lines.Count >= MostKinds)
                kind = OtherKinds;
            if (!_lines.TryGetValue(kind, out var line))
            {
                _lines[kind] = new Line(time.GetTimestamp());
                first(detail);
            }
            else if (time.GetElapsedTime(line.At) < Every)
            {
                line.Failures++;
                return;
            }
            else
            {
                _lines[kind] = new Line(time.GetTimestamp());
                logger.FailureLasts(source, string.Join(", ", _failing), line.Failures + 1, detail);
            }

            _isAnnounced = true;
        }
    }

    /// <summary>A part works. The failure is over when all parts that failed do.</summary>
    /// <returns>Whether the part had failed.</returns>
    internal bool Recovered(string part)
    {
        lock (_using)
        {
            if (!_failing.Remove(part))
                return false;
            if (_failing.Count > 0)
                return true;
            _overAt = time.GetTimestamp();
            if (_isAnnounced)
                logger.FailureOver(source, time.GetElapsedTime(_beganAt).TotalSeconds, _failures);
            _isAnnounced = false;
            return true;
        }
    }

    /// <summary>A part is no more; nothing is logged.</summary>
    internal void Forget(string part)
    {
        lock (_using)
        {
            if (_failing.Remove(part) && _failing.Count == 0)
                (_overAt, _isAnnounced) = (time.GetTimestamp(), false);
        }
    }

    /// <summary>What fails again so soon was not well: the lines go on where they were.</summary>
    private bool IsRecent => _overAt is { } at && time.GetElapsedTime(at) < Backoff.GoodEnough;

    private void Begin()
    {
        _lines.Clear();
        (_beganAt, _failures, _isAnnounced) = (time.GetTimestamp(), 0, false);
    }

    /// <summary>The last line of a kind, and how many failures it had since.</summary>
    private sealed class Line(long at)
    {
        public long At { get; } = at;

        public long Failures { get; set; }
    }
}
