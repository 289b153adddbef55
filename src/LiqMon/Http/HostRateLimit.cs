using System.Collections.Concurrent;
using LiqMon.Threading;

namespace LiqMon.Http;

/// <summary>
/// A pause that a host has requested, shared by everything that talks to it: a ban counts per address, and every further
/// call prolongs it. May be used by several threads at once.
/// </summary>
/// <param name="time">Clock.</param>
public sealed class HostRateLimit(TimeProvider time)
{
    private static readonly TimeSpan RateLimitedPause = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FirstBan = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestBan = TimeSpan.FromHours(3);

    private readonly Lock _using = new();
    private readonly Dictionary<double, TokenBucket> _budgets = [];
    private long _until = long.MinValue;
    private TimeSpan _nextBan = FirstBan;

    /// <summary>How long the pause still lasts.</summary>
    public TimeSpan Remaining
    {
        get
        {
            lock (_using)
            {
                var now = time.GetTimestamp();
                return _until <= now ? TimeSpan.Zero : time.GetElapsedTime(now, _until);
            }
        }
    }

    /// <summary>What may be requested of the host in a minute, shared by all who know the same limit of it.</summary>
    /// <param name="perMinute">Weight of a minute.</param>
    public TokenBucket Budget(double perMinute)
    {
        lock (_using)
        {
            if (!_budgets.TryGetValue(perMinute, out var budget))
                _budgets.Add(perMinute, budget = new TokenBucket(perMinute, perMinute, time));
            return budget;
        }
    }

    /// <summary>Notes an HTTP status by which a host asks for a pause.</summary>
    /// <param name="status">418, 429 or 403; anything else asks for none.</param>
    /// <param name="retryAfter">What the answer's Retry-After holds; no more than <see cref="RetryAfterHeader.Longest"/> is granted.</param>
    /// <param name="forbiddenPause">The venue's pause after 403.</param>
    public void Record(int status, TimeSpan? retryAfter, TimeSpan forbiddenPause)
    {
        if (retryAfter > RetryAfterHeader.Longest)
            retryAfter = RetryAfterHeader.Longest;
        lock (_using)
        {
            if (status == 418 && retryAfter is null)
            {
                Extend(_nextBan);
                _nextBan = _nextBan * 2 < LongestBan ? _nextBan * 2 : LongestBan;
            }
            else if (status is 418 or 429)
            {
                Extend(retryAfter ?? RateLimitedPause);
            }
            else if (status == 403)
            {
                Extend(retryAfter ?? forbiddenPause);
            }
        }
    }

    /// <summary>Notes that the host answers again.</summary>
    public void Reset()
    {
        lock (_using)
            _nextBan = FirstBan;
    }

    /// <summary>Waits until the pause is over.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (Remaining is { Ticks: > 0 } remaining)
            await TaskDelay.ForAsync(remaining, time, cancellationToken);
    }

    private void Extend(TimeSpan pause)
    {
        var until = time.GetTimestamp() + (long)(pause.TotalSeconds * time.TimestampFrequency);
        _until = Math.Max(_until, until);
    }
}

/// <summary>The pauses of all hosts.</summary>
/// <param name="time">Clock.</param>
public sealed class HostRateLimits(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, HostRateLimit> _hosts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The pause of the host of an address.</summary>
    public HostRateLimit Of(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return _hosts.GetOrAdd(url.Authority, _ => new HostRateLimit(time));
    }
}
