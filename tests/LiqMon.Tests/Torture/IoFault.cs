namespace LiqMon.Tests.Torture;

/// <summary>What SQLite asks of the file system and may be refused.</summary>
public enum IoCall
{
    /// <summary>Bytes into a file.</summary>
    Write,

    /// <summary>Everything written is to be on the disk.</summary>
    Sync,

    /// <summary>A file is cut.</summary>
    Truncate,

    /// <summary>A file is opened or made.</summary>
    Open,

    /// <summary>A file is removed.</summary>
    Delete,

    /// <summary>Bytes out of a file.</summary>
    Read,

    /// <summary>Memory shared between connections, in a file of its own.</summary>
    Share,
}

/// <summary>How a call fails.</summary>
internal enum IoFailure
{
    /// <summary>The device reports an error, and nothing was done.</summary>
    Error,

    /// <summary>The disk is full: of a write the first half is done.</summary>
    Full,
}

/// <summary>
/// Which call of a kind fails: the N-th, or all from the N-th on. Counts what comes, so that a run without faults says how
/// many there are. Any thread.
/// </summary>
/// <param name="call">The kind.</param>
/// <param name="failure">How it fails.</param>
/// <param name="at">The first that fails, from 1; 0 for none.</param>
/// <param name="forGood">Whether all later ones fail too.</param>
internal sealed class IoFault(IoCall call, IoFailure failure, int at, bool forGood)
{
    private readonly int[] _calls = new int[Enum.GetValues<IoCall>().Length];
    private readonly Lock _changing = new();
    private (IoCall Call, IoFailure Failure, int At) _next = (call, failure, at);
    private bool _isMended;
    private int _failed;

    /// <summary>How the call fails.</summary>
    public IoFailure Failure
    {
        get
        {
            lock (_changing)
                return _next.Failure;
        }
    }

    /// <summary>What is on the disk when the power fails: with the first failure, and then every call fails. Null for other faults.</summary>
    public PowerCut? Power { get; init; }

    /// <summary>How many calls have failed.</summary>
    public int Failed => Volatile.Read(ref _failed);

    private bool IsMended
    {
        get
        {
            lock (_changing)
                return _isMended;
        }
    }

    /// <summary>How many calls of a kind came.</summary>
    public int Calls(IoCall of) => Volatile.Read(ref _calls[(int)of]);

    /// <summary>Nothing fails any more.</summary>
    public void Mend()
    {
        lock (_changing)
            _isMended = true;
    }

    /// <summary>Another call fails, after some more that do not.</summary>
    public void Break(IoCall next, IoFailure how, int afterCalls)
    {
        lock (_changing)
        {
            _next = (next, how, Calls(next) + afterCalls + 1);
            _isMended = false;
        }
    }

    /// <summary>Counts a call. True when it is to fail.</summary>
    public bool Fails(IoCall what)
    {
        var number = Interlocked.Increment(ref _calls[(int)what]);
        if (Power is { IsOff: true })
            return !IsMended;
        lock (_changing)
        {
            if (what != _next.Call || _next.At == 0 || _isMended || (forGood ? number < _next.At : number != _next.At))
                return false;
        }

        Interlocked.Increment(ref _failed);
        Power?.Cut();
        return true;
    }

    public override string ToString() => $"{_next.Call} {_next.At}{(forGood ? " and all later ones" : "")}: {_next.Failure}";
}
