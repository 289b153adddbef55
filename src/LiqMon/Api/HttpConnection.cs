namespace LiqMon.Api;

/// <summary>What one connection is doing. Read by the limiter while the connection's own thread changes it.</summary>
internal sealed class HttpConnection
{
    private readonly TimeProvider _time;
    private readonly Action _close;
    private int _use;
    private long _since;

    /// <param name="address">The caller's address.</param>
    /// <param name="time">Clock.</param>
    /// <param name="close">Closes the connection at once; may be called by any thread.</param>
    internal HttpConnection(string address, TimeProvider time, Action close)
    {
        (Address, _time, _close) = (address, time, close);
        _since = time.GetTimestamp();
    }

    /// <summary>The caller's address.</summary>
    internal string Address { get; }

    /// <summary>What it is used for at this moment.</summary>
    internal ConnectionUse Use => (ConnectionUse)Volatile.Read(ref _use);

    /// <summary>How long it has been used like this.</summary>
    internal TimeSpan Age => _time.GetElapsedTime(Volatile.Read(ref _since));

    /// <summary>Notes that it is used in another way from now on.</summary>
    internal void Become(ConnectionUse use)
    {
        Volatile.Write(ref _since, _time.GetTimestamp());
        Volatile.Write(ref _use, (int)use);
    }

    /// <summary>Closes it.</summary>
    internal void Close() => _close();
}

/// <summary>What a connection is used for.</summary>
internal enum ConnectionUse
{
    /// <summary>No request has arrived whole yet, or the last one has been answered.</summary>
    Idle,

    /// <summary>A request is being answered.</summary>
    Answering,

    /// <summary>It carries the live stream, which has a limit of its own.</summary>
    Streaming,
}
