using System.Collections.Concurrent;

namespace LiqMon.Doctor;

/// <summary>How far a host's clock is ahead of this machine's, as far as its answers show.</summary>
/// <param name="LeastMs">At least so many milliseconds; negative when it is behind.</param>
/// <param name="MostMs">At most so many.</param>
internal readonly record struct ClockOffset(double LeastMs, double MostMs)
{
    /// <summary>The most likely offset, milliseconds.</summary>
    public double Ms => (LeastMs + MostMs) / 2;

    /// <summary>How far it may be off that, milliseconds.</summary>
    public double UncertaintyMs => (MostMs - LeastMs) / 2;

    /// <summary>What two answers of one host give together; the narrower where they contradict each other.</summary>
    public ClockOffset And(ClockOffset other)
    {
        var both = new ClockOffset(Math.Max(LeastMs, other.LeastMs), Math.Min(MostMs, other.MostMs));
        return both.LeastMs <= both.MostMs ? both : UncertaintyMs <= other.UncertaintyMs ? this : other;
    }
}

/// <summary>
/// Notes what time hosts say it is, in the <c>Date</c> of every answer that passes. That is the start of a second, and
/// many servers renew it but once a second, so one answer gives a clock to two seconds and its own travel; several give
/// it better.
/// </summary>
/// <param name="time">Clock.</param>
internal sealed class VenueClocks(TimeProvider time) : DelegatingHandler
{
    private const double DateGrainMs = 2_000;

    private readonly ConcurrentDictionary<string, ClockOffset> _offsets = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The clock of an address's host; null if it has sent no time.</summary>
    public ClockOffset? Of(Uri url) => _offsets.TryGetValue(url.Authority, out var offset) ? offset : null;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var (sent, timestamp) = (time.GetUtcNow(), time.GetTimestamp());
        var response = await base.SendAsync(request, cancellationToken);
        // An answer from a cache is dated when it was first given.
        if (response.Headers is { Date: { } date, Age: null } && request.RequestUri is { } url)
        {
            var received = sent + time.GetElapsedTime(timestamp);
            var offset = new ClockOffset((date - received).TotalMilliseconds, (date - sent).TotalMilliseconds + DateGrainMs);
            _offsets.AddOrUpdate(url.Authority, offset, (_, known) => known.And(offset));
        }

        return response;
    }
}
