using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Ingestion;

/// <summary>
/// Finds orders that are counted under a time that is doubtful, because the venue's clock and ours are more than a minute
/// apart. An order dated ahead of its receipt is doubtful by itself. One that is late may be late or from a slow clock:
/// it waits until the times that came after it have shown which. Thread-safe.
/// </summary>
internal sealed class DoubtfulTimes(VenueCounters counters)
{
    /// <summary>After this time the estimate rests on nothing that came before the order.</summary>
    private const long WaitMs = 60_000;

    /// <summary>Minutes that wait at most; more of them at once are written down without waiting.</summary>
    private const int MostWaiting = 1_000;

    private readonly Lock _using = new();
    private readonly Queue<Late> _waiting = new();
    private readonly Dictionary<string, long> _newestByPoll = new(StringComparer.Ordinal);

    /// <summary>Takes the frame's newest time into the estimate of the venue's clock.</summary>
    /// <returns>
    /// The newest time that the same poll brought before; null on its first page and for sockets.
    /// </returns>
    public long? AddStamp(long stampMs, long receivedMs, in FrameOrigin origin)
    {
        if (origin.IsHistory)
            return null;
        if (origin.Poll is not { } poll)
        {
            counters.AddStamp(stampMs, receivedMs);
            return null;
        }

        lock (_using)
        {
            long? before = _newestByPoll.TryGetValue(poll, out var known) ? known : null;
            if (VenueTime.IsPossible(stampMs, receivedMs))
                _newestByPoll[poll] = Math.Max(stampMs, known);
            // What stood on the page before has its age, not a delay.
            if (stampMs > before || stampMs > receivedMs)
                counters.AddStamp(stampMs, receivedMs);
            return before;
        }
    }

    /// <summary>Takes one order that is kept.</summary>
    /// <param name="symbol">Its contract.</param>
    /// <param name="timeMs">Its time, Unix milliseconds.</param>
    /// <param name="receivedMs">When it arrived, Unix milliseconds.</param>
    /// <param name="origin">Where it came from.</param>
    /// <param name="newestBeforeMs">The newest time that the same poll brought before.</param>
    /// <param name="tally">Receives what is doubtful.</param>
    public void AddOrder(
        string symbol, long timeMs, long receivedMs, in FrameOrigin origin, long? newestBeforeMs, DeficitTally tally)
    {
        // It stood on the poll's page before.
        if (timeMs <= newestBeforeMs)
            return;
        var leadMs = timeMs - receivedMs;
        if (leadMs > VenueTime.ToleratedMs || IsClockWrong)
        {
            Write(new Late(symbol, timeMs, origin.IsHistory ? timeMs : receivedMs), tally);
            return;
        }

        // A poll's first page is from before we looked, and history is late by nature.
        if (leadMs >= -VenueTime.ToleratedMs || origin.IsHistory || (origin.Poll is not null && newestBeforeMs is null))
            return;
        lock (_using)
        {
            if (_waiting.Count < MostWaiting)
            {
                _waiting.Enqueue(new Late(symbol, timeMs, receivedMs));
                return;
            }
        }

        Write(new Late(symbol, timeMs, receivedMs), tally);
    }

    /// <summary>Decides about the orders that have waited long enough.</summary>
    public void Settle(long nowMs, DeficitTally tally)
    {
        lock (_using)
        {
            while (_waiting.TryPeek(out var late) && nowMs - late.ReceivedMs is > WaitMs or < -WaitMs)
            {
                _waiting.Dequeue();
                // Where nothing has come that says more, the doubt stays.
                if (counters.ClockOffsetMs is null || IsClockWrong)
                    Write(late, tally);
            }
        }
    }

    private bool IsClockWrong => counters.ClockOffsetMs is > VenueTime.ToleratedMs or < -VenueTime.ToleratedMs;

    private void Write(in Late late, DeficitTally tally)
    {
        counters.AddDoubtfulTimes(1);
        tally.Add(late.Symbol, late.TimeMs, DeficitReason.DoubtfulTime);
        if (UnixMinute(late.TimeMs) != UnixMinute(late.ReceivedMs))
            tally.Add(late.Symbol, late.ReceivedMs, DeficitReason.DoubtfulTime);
    }

    private static long UnixMinute(long timeMs) => Store.UnixTime.Minute(timeMs);

    private readonly record struct Late(string Symbol, long TimeMs, long ReceivedMs);
}
