namespace LiqMon.Tests.Completeness;

/// <summary>
/// Bytes on their way from one end of a connection to the other, without a network. Knows when its reader has taken
/// everything and waits for more. One reader.
/// </summary>
/// <param name="isHeld">Whether what has arrived stays unread, as in the buffers of a process that stands still.</param>
internal sealed class MemoryPipe(Func<bool> isHeld)
{
    private readonly Lock _using = new();
    private readonly Queue<ReadOnlyMemory<byte>> _parts = [];
    private TaskCompletionSource? _waiter;
    private bool _isEnded;
    private bool _isBroken;

    /// <summary>Whether its reader waits for bytes that are not there.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_using)
                return _isEnded || _isBroken || (_waiter is { Task.IsCompleted: false } && (_parts.Count == 0 || isHeld()));
        }
    }

    public bool IsClosed
    {
        get
        {
            lock (_using)
                return _isEnded || _isBroken;
        }
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        lock (_using)
        {
            if (_isEnded || _isBroken)
                throw new IOException("the other end is gone");
            _parts.Enqueue(bytes.ToArray());
        }

        Wake();
    }

    /// <summary>No more bytes come; those that have arrived can still be read.</summary>
    public void End()
    {
        lock (_using)
            _isEnded = true;
        Wake();
    }

    /// <summary>The connection is cut: what has not been read is lost.</summary>
    public void Break()
    {
        lock (_using)
        {
            _isBroken = true;
            _parts.Clear();
        }

        Wake();
    }

    /// <summary>Lets the reader look again.</summary>
    public void Wake()
    {
        lock (_using)
        {
            if (!isHeld())
                _waiter?.TrySetResult();
        }
    }

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task waiting;
            lock (_using)
            {
                if (_parts.Count > 0 && !isHeld())
                    return Take(buffer);
                if (_isBroken && !isHeld())
                    throw new IOException("the connection was cut");
                if (_isEnded && !isHeld())
                    return 0;
                _waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                waiting = _waiter.Task;
            }

            await waiting.WaitAsync(cancellationToken);
        }
    }

    private int Take(Memory<byte> buffer)
    {
        var part = _parts.Peek();
        var count = Math.Min(part.Length, buffer.Length);
        part[..count].CopyTo(buffer);
        if (count == part.Length)
        {
            _parts.Dequeue();
            return count;
        }

        // The rest stays in front.
        var behind = _parts.Skip(1).ToList();
        _parts.Clear();
        _parts.Enqueue(part[count..]);
        behind.ForEach(_parts.Enqueue);
        return count;
    }
}
