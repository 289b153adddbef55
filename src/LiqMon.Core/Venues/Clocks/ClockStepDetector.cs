namespace LiqMon.Venues;

/// <summary>
/// Finds out at once that a venue's clock was set back: its times keep coming, all of them as much later than usual. Old
/// times that come between do not look so: they do not advance, or each is late by another amount. Allocates nothing. Not
/// thread-safe.
/// </summary>
internal struct ClockStepDetector
{
    /// <summary>Times further apart than this do not agree.</summary>
    public const long ApartMs = 5_000;

    /// <summary>So many times in a row, none of the usual delay between them, show a step.</summary>
    private const int Needed = 3;

    /// <summary>What waited for a slow line comes all at once; a clock that was set goes on.</summary>
    private const long LastsMs = 2_000;

    private long _agreedMs;
    private long _fromMs;
    private long _staleMs;
    private long _delayMs;
    private long _newestMs;
    private int _count;
    private int _ignored;

    /// <summary>After a step: what receipt minus time is at least by the clock as it is now, milliseconds.</summary>
    public readonly long DelayMs => _delayMs;

    /// <summary>A time came before it was known what is usual.</summary>
    public void Agree(long receivedMs) => (_agreedMs, _count) = (receivedMs, 0);

    /// <summary>Takes one time.</summary>
    /// <param name="stampMs">The venue's time, Unix milliseconds.</param>
    /// <param name="receivedMs">Our time of receipt, Unix milliseconds.</param>
    /// <param name="usualMs">What receipt minus time usually is at least, milliseconds.</param>
    /// <returns>When the last time came that still agreed, if this one shows that the clock was set back; else null.</returns>
    public long? Add(long stampMs, long receivedMs, long usualMs)
    {
        var delayMs = receivedMs - stampMs;
        if (delayMs <= usualMs + ApartMs)
        {
            Agree(receivedMs);
            return null;
        }

        // Times that no clock shows are old ones.
        if (delayMs - usualMs > VenueTime.LongestLeadMs)
            return null;
        // One old time, sent again and again, must not stand in the way of a clock.
        var isStale = _count > 0 && _ignored >= Needed;
        if (isStale)
            _staleMs = _newestMs;
        if (stampMs == _staleMs)
            return null;
        if (_count == 0 || isStale || delayMs < _delayMs - ApartMs)
            (_fromMs, _delayMs, _newestMs, _count, _ignored) = (receivedMs, delayMs, stampMs, 1, 0);
        else if (delayMs <= _delayMs + ApartMs && stampMs > _newestMs)
            (_delayMs, _newestMs, _count, _ignored) = (Math.Min(delayMs, _delayMs), stampMs, _count + 1, 0);
        // Tickers of many contracts carry one time and come at once.
        else if (delayMs > _delayMs + ApartMs || stampMs != _newestMs)
            _ignored++;
        if (_count < Needed || receivedMs - _fromMs < LastsMs)
            return null;
        _count = 0;
        return Math.Min(_agreedMs, _fromMs);
    }
}
