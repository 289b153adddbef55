using LiqMon.Http;
using LiqMon.Store;

namespace LiqMon.Ingestion;

/// <summary>Keeps frames that could not be used, as long as there are not too many of them.</summary>
internal sealed class Quarantine
{
    /// <summary>How much of a frame is kept.</summary>
    private const int Longest = 64 * 1024;

    private readonly string _venue;
    private readonly VenueCounters _counters;
    private readonly TokenBucket _allowance;

    public Quarantine(string venue, int perMinute, VenueCounters counters, TimeProvider time)
    {
        _venue = venue;
        _counters = counters;
        _allowance = new TokenBucket(perMinute, perMinute, time);
    }

    public void Keep(FrameBatch batch, ReadOnlyMemory<byte> frame, long? receivedMs, string feed, string reason)
    {
        if (!_allowance.TryTake(1))
        {
            _counters.AddQuarantineSkipped();
            return;
        }

        _counters.AddQuarantined();
        // A copy: the caller's buffer is used again.
        var kept = frame[..Math.Min(frame.Length, Longest)].ToArray();
        batch.Items.Add(StoreItem.Of(new QuarantinedFrame(_venue, feed, receivedMs ?? 0, reason, kept)));
    }
}
