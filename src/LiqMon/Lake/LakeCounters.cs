namespace LiqMon.Lake;

/// <summary>What the lake's writer has done since it started; read from any thread.</summary>
public sealed class LakeCounters
{
    private long _rows, _files, _days, _pending, _failures, _writtenMs, _rests;
    private volatile string? _fault;

    /// <summary>Rows read and turned into Parquet.</summary>
    public long Rows => Volatile.Read(ref _rows);

    /// <summary>Files that are new, or differ from the ones before.</summary>
    public long Files => Volatile.Read(ref _files);

    /// <summary>Closed days in the lake.</summary>
    public long Days => Volatile.Read(ref _days);

    /// <summary>Parts of closed days that have to be written, for the first time or again.</summary>
    public long Pending => Volatile.Read(ref _pending);

    /// <summary>Attempts that failed and are made again.</summary>
    public long Failures => Volatile.Read(ref _failures);

    /// <summary>When a file was last written, Unix milliseconds; 0 for not since the start.</summary>
    public long WrittenMs => Volatile.Read(ref _writtenMs);

    /// <summary>What keeps the lake from being written; null when nothing does.</summary>
    public string? Fault => _fault;

    /// <summary>How often there was nothing to do.</summary>
    internal long Rests => Volatile.Read(ref _rests);

    internal void Rested() => Interlocked.Increment(ref _rests);

    internal void Wrote(long rows, int files, long nowMs)
    {
        Interlocked.Add(ref _rows, rows);
        Interlocked.Add(ref _files, files);
        if (files > 0)
            Volatile.Write(ref _writtenMs, nowMs);
    }

    internal void Stand(long days, long pending)
    {
        Volatile.Write(ref _days, days);
        Volatile.Write(ref _pending, pending);
    }

    internal void Failed(string fault)
    {
        Interlocked.Increment(ref _failures);
        _fault = fault;
    }

    internal void Well() => _fault = null;
}
