namespace LiqMon.Http;

/// <summary>An allowance that refills evenly. May be used by several threads at once.</summary>
public sealed class TokenBucket
{
    private readonly Lock _using = new();
    private readonly double _capacity;
    private readonly double _perMinute;
    private readonly TimeProvider _time;
    private double _tokens;
    private long _at;

    /// <summary>A full bucket.</summary>
    /// <param name="capacity">The most that can be saved up.</param>
    /// <param name="perMinute">How much comes back in a minute.</param>
    /// <param name="time">Clock.</param>
    public TokenBucket(double capacity, double perMinute, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _capacity = capacity;
        _perMinute = perMinute;
        _time = time;
        _tokens = capacity;
        _at = time.GetTimestamp();
    }

    /// <summary>Takes tokens if they are there.</summary>
    public bool TryTake(double tokens)
    {
        lock (_using)
        {
            Refill();
            if (_tokens < tokens)
                return false;
            _tokens -= tokens;
            return true;
        }
    }

    /// <summary>Takes tokens even if they are not there yet.</summary>
    /// <returns>How long to wait before using them.</returns>
    public TimeSpan Reserve(double tokens)
    {
        lock (_using)
        {
            Refill();
            _tokens -= tokens;
            return _tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromMinutes(-_tokens / _perMinute);
        }
    }

    /// <summary>
    /// Corrects the allowance by what the other side says has been used: no more than the rest is left. Below zero when
    /// others have used our share too; then the next caller waits longer.
    /// </summary>
    public void Observe(double used)
    {
        lock (_using)
        {
            Refill();
            _tokens = Math.Min(_tokens, _capacity - used);
        }
    }

    private void Refill()
    {
        var now = _time.GetTimestamp();
        _tokens = Math.Min(_capacity, _tokens + _time.GetElapsedTime(_at, now).TotalMinutes * _perMinute);
        _at = now;
    }
}
