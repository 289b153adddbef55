namespace LiqMon.Venues;

/// <summary>
/// How far a venue's clock is ahead of ours, from all times that it sends: the lower envelope of receipt minus time over
/// the last minutes. Delivery takes time and never saves any, so the least distance is nearest to the truth; the third
/// least is taken, so that one or two wrong times do not speak for the clock. Allocates nothing. Thread-safe.
/// </summary>
public sealed class ClockOffset
{
    private const long SliceMs = 30_000;
    private const int Slices = 10;
    private const int Recent = 2;
    private const int Kept = 3;

    private readonly Lock _using = new();
    private readonly long[] _sliceOf = new long[Slices];
    private readonly long[] _least = new long[Slices * Kept];
    private long _newest;

    /// <summary>An estimate that knows nothing yet.</summary>
    public ClockOffset() => Reset();

    /// <summary>
    /// Milliseconds by which the venue's clock is ahead of ours, negative when it is behind or its messages are slow; null
    /// while fewer than three times of the last five minutes are known. The last minute speaks alone where it can.
    /// </summary>
    public long? Ms
    {
        get
        {
            lock (_using)
                return Envelope(Recent) ?? Envelope(Slices);
        }
    }

    /// <summary>Takes one time that the venue sent.</summary>
    /// <param name="stampMs">The venue's time, Unix milliseconds.</param>
    /// <param name="receivedMs">Our time of receipt, Unix milliseconds.</param>
    public void Add(long stampMs, long receivedMs)
    {
        var slice = receivedMs / SliceMs;
        lock (_using)
        {
            // Our clock was set back: what it measured before does not compare.
            if (slice < _newest - 1)
                Reset();
            _newest = Math.Max(_newest, slice);
            var place = (int)(slice % Slices);
            if (_sliceOf[place] != slice)
            {
                _sliceOf[place] = slice;
                Cells(place).Fill(long.MaxValue);
            }

            Insert(Cells(place), receivedMs - stampMs);
        }
    }

    /// <summary>Our clock was moved: what it measured before does not compare.</summary>
    public void Forget()
    {
        lock (_using)
            Reset();
    }

    private static void Insert(Span<long> least, long delayMs)
    {
        for (var i = 0; i < least.Length; i++)
        {
            if (delayMs < least[i])
                (least[i], delayMs) = (delayMs, least[i]);
        }
    }

    private long? Envelope(int slices)
    {
        Span<long> least = [long.MaxValue, long.MaxValue, long.MaxValue];
        for (var place = 0; place < Slices; place++)
        {
            if (_sliceOf[place] <= _newest - slices)
                continue;
            foreach (var delayMs in Cells(place))
                Insert(least, delayMs);
        }

        return least[Kept - 1] == long.MaxValue ? null : -least[Kept - 1];
    }

    private Span<long> Cells(int place) => _least.AsSpan(place * Kept, Kept);

    private void Reset()
    {
        _newest = 0;
        Array.Fill(_sliceOf, long.MinValue);
        Array.Fill(_least, long.MaxValue);
    }
}
