namespace LiqMon.Sampling;

/// <summary>The newest cell of a time grid that has been reached, with the last sample in it that was not passed on yet.</summary>
internal struct SampleBucket<T>
    where T : struct
{
    private bool _begun;
    private bool _released;
    private long _cell;
    private long _newestMs;
    private T? _held;

    /// <summary>Time of the newest sample that was taken; 0 before the first.</summary>
    public readonly long NewestMs => _newestMs;

    /// <summary>Whether a newer sample has been taken already.</summary>
    public readonly bool IsLate(long timeMs) => _begun && timeMs < _newestMs;

    /// <summary>Whether a time lies before the newest cell.</summary>
    public readonly bool IsBeforeCell(long timeMs, long gridMs) => _begun && timeMs / gridMs < _cell;

    /// <summary>Takes a sample that is not late.</summary>
    /// <param name="sample">The sample; the cell holds it from here on.</param>
    /// <param name="timeMs">Its time.</param>
    /// <param name="gridMs">Length of a cell.</param>
    /// <param name="mayRelease">False while nothing can be passed on: then only the newest sample is kept.</param>
    /// <param name="ended">The last sample of the cell before, if this one begins a new cell and it was still held.</param>
    /// <returns>Whether the sample is the first of its cell that can be passed on.</returns>
    public bool Hold(T sample, long timeMs, long gridMs, bool mayRelease, out T? ended)
    {
        var cell = timeMs / gridMs;
        ended = null;
        if (!_begun || cell != _cell)
        {
            ended = _held;
            _released = false;
        }

        var first = mayRelease && !_released;
        _begun = true;
        _released |= mayRelease;
        _cell = cell;
        _newestMs = timeMs;
        _held = sample;
        return first;
    }

    /// <summary>Gives up the held sample.</summary>
    public bool TryRelease(out T sample)
    {
        sample = _held.GetValueOrDefault();
        var any = _held is not null;
        _held = null;
        return any;
    }
}
