namespace LiqMon.Postgres;

/// <summary>What the writer has done since it started; read from any thread.</summary>
public sealed class PostgresCounters
{
    private long _rows, _retries, _waiting, _lagMs;
    private volatile string? _fault;

    /// <summary>Rows sent and committed by the server, those that it had already included.</summary>
    public long Rows => Volatile.Read(ref _rows);

    /// <summary>Transactions that failed and are tried again.</summary>
    public long Retries => Volatile.Read(ref _retries);

    /// <summary>Commits that wait to be written.</summary>
    public long Waiting => Volatile.Read(ref _waiting);

    /// <summary>How old the oldest of them is; zero when none waits.</summary>
    public TimeSpan Lag => TimeSpan.FromMilliseconds(Volatile.Read(ref _lagMs));

    /// <summary>What keeps rows from being written; null when nothing does.</summary>
    public string? Fault => _fault;

    internal void Wrote(int rows)
    {
        Interlocked.Add(ref _rows, rows);
        _fault = null;
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
