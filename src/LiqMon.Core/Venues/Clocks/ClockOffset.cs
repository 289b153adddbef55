namespace LiqMon.Venues;

/// <summary>
/// How far a venue's clock is ahead of ours, from all times that it sends: the lower envelope of receipt minus time over
/// the last minutes. A clock that is set forward shows in it at once; one that is set back is found out by
/// <see cref="ClockStepDetector"/>, and then it begins anew. Delivery takes time and never saves any, so the least distance is nearest to the truth; the third
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
    private ClockStepDetector _steps;
    private ClockStep _lastStep;

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
                return -UsualDelay();
        }
    }

    /// <summary>How often the venue's clock was seen to be set back, and since when its times are not what they were.</summary>
    public ClockStep LastStep
    {
        get
        {
            lock (_using)
                return _lastStep;
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
            var usual = UsualDelay();
            if (usual is not { } usualMs)
                _steps.Agree(receivedMs);
            else if (_steps.Add(stampMs, receivedMs, usualMs) is { } agreedMs)
                Step(slice, agreedMs);
            Insert(CellsOf(slice), receivedMs - stampMs);
            // Until now the clock was taken for right.
            if (usual is null && UsualDelay() is > ClockStepDetector.ApartMs and <= VenueTime.LongestLeadMs)
                _lastStep = new(_lastStep.Number + 1, 0);
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

    /// <summary>The clock was set back: what it is now is known already, from the times that showed it.</summary>
    private void Step(long slice, long agreedMs)
    {
        var delayMs = _steps.DelayMs;
        Reset();
        for (var i = 0; i < Kept; i++)
            Insert(CellsOf(slice), delayMs);
        _lastStep = new(_lastStep.Number + 1, agreedMs);
    }

    private Span<long> CellsOf(long slice)
    {
        _newest = Math.Max(_newest, slice);
        var place = (int)(slice % Slices);
        if (_sliceOf[place] != slice)
        {
            _sliceOf[place] = slice;
            Cells(place).Fill(long.MaxValue);
        }

        return Cells(place);
    }

    private long? UsualDelay() => -(Envelope(Recent) ?? Envelope(Slices));

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
        _steps = default;
        _newest = 0;
        Array.Fill(_sliceOf, long.MinValue);
        Array.Fill(_least, long.MaxValue);
    }
}
