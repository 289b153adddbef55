namespace LiqMon.Simulator;

/// <summary>
/// Binance's request weight: 2400 a minute, then 429 until the minute ends; who goes on regardless gets 418 for two
/// minutes. Thread-safe.
/// </summary>
internal sealed class RequestWeightPool
{
    private const int Limit = 2400;
    private const int IgnoredWarnings = 10;
    private const long BanMs = 120_000;

    private readonly Lock _gate = new();
    private long _minute;
    private int _used;
    private int _warnings;
    private long _bannedUntilMs;

    /// <summary>Charges a request.</summary>
    /// <returns>The weight used this minute, the status (200, 429 or 418) and the seconds to wait.</returns>
    public (int Used, int Status, long RetryAfterSeconds) Charge(int weight, long nowMs)
    {
        lock (_gate)
        {
            if (nowMs < _bannedUntilMs) return (_used, 418, Seconds(_bannedUntilMs - nowMs));
            if (nowMs / 60_000 != _minute) (_minute, _used, _warnings) = (nowMs / 60_000, 0, 0);
            _used += weight;
            if (_used <= Limit) return (_used, 200, 0);
            if (++_warnings > IgnoredWarnings)
            {
                _bannedUntilMs = nowMs + BanMs;
                return (_used, 418, Seconds(BanMs));
            }
            return (_used, 429, Seconds(60_000 - (nowMs % 60_000)));
        }
    }

    private static long Seconds(long milliseconds) => (milliseconds + 999) / 1000;
}
