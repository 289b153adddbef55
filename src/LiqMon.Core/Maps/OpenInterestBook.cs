namespace LiqMon.Maps;

/// <summary>
/// Adds up the changes of open interest, contract by contract: a venue that appears, or comes back after long silence,
/// has not opened positions by that.
/// </summary>
/// <param name="contracts">How many contracts there are.</param>
public sealed class OpenInterestBook(int contracts)
{
    /// <summary>Longer silence ends a contract's line; what changed meanwhile is not known. Twice the raster of old samples.</summary>
    public const long LongestSilenceMs = 2 * 3_600_000;

    private readonly (long TimeMs, double Amount)?[] _last = new (long, double)?[contracts];
    private double _opened;
    private double _closed;

    /// <summary>Takes a contract's open interest; samples of one contract come in order of time.</summary>
    /// <param name="contract">Number of the contract, from 0.</param>
    /// <param name="timeMs">The venue's time, Unix milliseconds.</param>
    /// <param name="amount">In the asset, one-sided; one that is negative or not finite is not taken.</param>
    public void Add(int contract, long timeMs, double amount)
    {
        if (!double.IsFinite(amount) || amount < 0 || _last[contract]?.TimeMs >= timeMs)
            return;
        if (_last[contract] is { } last && timeMs - last.TimeMs <= LongestSilenceMs)
        {
            _opened += Math.Max(amount - last.Amount, 0);
            _closed += Math.Max(last.Amount - amount, 0);
        }

        _last[contract] = (timeMs, amount);
    }

    /// <summary>What has changed since this was last read.</summary>
    /// <param name="nowMs">The present; contracts that were silent for long do not count.</param>
    public OpenInterestChange Settle(long nowMs)
    {
        var total = 0.0;
        foreach (var last in _last)
            total += last is { } known && nowMs - known.TimeMs <= LongestSilenceMs ? known.Amount : 0;
        var change = new OpenInterestChange(Math.Max(total - _opened + _closed, 0), _opened, _closed);
        (_opened, _closed) = (0, 0);
        return change;
    }
}
