namespace LiqMon.Influx;

/// <summary>What the writer has done since it started; read from any thread.</summary>
public sealed class InfluxCounters
{
    private long _points, _expired, _refused, _unwritable, _requests, _bytes, _retries, _waiting, _lagMs;
    private volatile string? _fault;
    private volatile IReadOnlyDictionary<string, long> _dropped = new Dictionary<string, long>();

    /// <summary>Points stored by the server.</summary>
    public long Points => Volatile.Read(ref _points);

    /// <summary>Points older than the server keeps.</summary>
    public long Expired => Volatile.Read(ref _expired);

    /// <summary>Points that the server refused and that are kept in quarantine.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Rows that the line protocol cannot carry.</summary>
    public long Unwritable => Volatile.Read(ref _unwritable);

    /// <summary>Requests made.</summary>
    public long Requests => Volatile.Read(ref _requests);

    /// <summary>Bytes of lines sent, before compression.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Batches that have to be sent again.</summary>
    public long Retries => Volatile.Read(ref _retries);

    /// <summary>Commits that wait to be written.</summary>
    public long Waiting => Volatile.Read(ref _waiting);

    /// <summary>How old the oldest of them is; zero when none waits.</summary>
    public TimeSpan Lag => TimeSpan.FromMilliseconds(Volatile.Read(ref _lagMs));

    /// <summary>What keeps points from being written; null when nothing does.</summary>
    public string? Fault => _fault;

    /// <summary>Points of the moment that were lost because they waited too long, by measurement; ever, not since the start.</summary>
    public IReadOnlyDictionary<string, long> Dropped => _dropped;

    /// <summary>Takes in what was lost; returns what is new in it.</summary>
    internal IReadOnlyDictionary<string, long> Lost(IReadOnlyDictionary<string, long> dropped)
    {
        var before = _dropped;
        _dropped = dropped;
        return dropped.Where(pair => pair.Value > before.GetValueOrDefault(pair.Key))
            .ToDictionary(pair => pair.Key, pair => pair.Value - before.GetValueOrDefault(pair.Key));
    }

    internal void Sent(Delivery delivery, long unwritable)
    {
        Interlocked.Add(ref _points, delivery.Points);
        Interlocked.Add(ref _expired, delivery.Expired);
        Interlocked.Add(ref _refused, delivery.Refused.Count);
        Volatile.Write(ref _unwritable, unwritable);
        Volatile.Write(ref _requests, delivery.Requests);
        Volatile.Write(ref _bytes, delivery.Bytes);
    }

    internal void Waits(long commits, long lagMs)
    {
        Volatile.Write(ref _waiting, commits);
        Volatile.Write(ref _lagMs, Math.Max(0, lagMs));
    }

    internal void Failed(string fault)
    {
        Interlocked.Increment(ref _retries);
        _fault = fault;
    }

    internal void Well() => _fault = null;
}
