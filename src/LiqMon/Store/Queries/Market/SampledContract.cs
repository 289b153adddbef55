namespace LiqMon.Store;

/// <summary>What is known of one contract while samples are read in their order.</summary>
internal sealed class SampledContract(string asset)
{
    private const double HoursOfAYear = 24 * 365;

    // What venues use; of those that fit the announced time of a payment the longest is taken until two payments were seen.
    private static readonly long[] UsualHours = [8, 4, 2, 1];

    private (double Coins, double Dollars)? _whole;
    private long? _seenIntervalMs;
    private long _nextMs;
    private double _rate;

    internal string Asset => asset;

    /// <summary>When its open interest was last sampled in dollars, Unix milliseconds.</summary>
    internal long SampledMs { get; private set; } = long.MinValue;

    /// <summary>In the asset.</summary>
    internal double Base { get; private set; }

    /// <summary>In US dollars.</summary>
    internal double Usd { get; private set; }

    /// <summary>When its funding was last sampled, Unix milliseconds.</summary>
    internal long FundedMs { get; private set; } = long.MinValue;

    /// <summary>Funding of a year as a fraction; null when it is not known how often it is paid.</summary>
    internal double? FundingAnnual =>
        IntervalMs is { } interval ? _rate * HoursOfAYear * UnixTime.HourMs / interval : null;

    private long? IntervalMs => UsualMs is { } usual ? Math.Min(usual, _seenIntervalMs ?? long.MaxValue) : _seenIntervalMs;

    /// <summary>The longest usual interval that the announced time of the next payment fits; null when it fits none.</summary>
    private long? UsualMs
    {
        get
        {
            // Announced to the second by some.
            var minute = UnixTime.Minute(_nextMs + (UnixTime.MinuteMs / 2));
            foreach (var hours in UsualHours)
            {
                if (minute % (hours * UnixTime.HourMs) == 0)
                    return hours * UnixTime.HourMs;
            }

            return null;
        }
    }

    /// <summary>
    /// Takes the next sample of open interest; returns how dollars have changed since the last one that had coins and
    /// dollars, by coin and by price.
    /// </summary>
    internal (double CoinUsd, double PriceUsd) Sampled(long timeMs, double? baseQuantity, double? usd)
    {
        if (usd is not { } dollars || !double.IsFinite(dollars))
            return default;
        (SampledMs, Usd) = (timeMs, dollars);
        if (baseQuantity is not { } coins || !double.IsFinite(coins))
            return default;
        Base = coins;
        var before = _whole;
        _whole = (coins, dollars);
        if (before is not { } last)
            return default;
        var price = last.Coins > 0 ? last.Dollars / last.Coins : dollars / coins;
        var coin = coins == last.Coins ? 0 : (coins - last.Coins) * price;
        return (coin, dollars - last.Dollars - coin);
    }

    /// <summary>Takes the next sample of funding.</summary>
    internal void Funded(long timeMs, double rate, long nextMs)
    {
        // A venue that corrects its announcement by a little has not paid in between.
        var stepMs = nextMs - _nextMs;
        var isPaid = _nextMs > 0 && stepMs >= UnixTime.HourMs / 2;
        (FundedMs, _rate, _nextMs) = (timeMs, rate, nextMs);
        if (!isPaid)
            return;
        // The first payment after a longer interval begins comes early: until the second, the announced time is better.
        var isEarly = _seenIntervalMs is { } seen && seen != stepMs && stepMs < UsualMs;
        _seenIntervalMs = isEarly ? null : stepMs;
    }

    /// <summary>Takes over how far apart the newest payments were.</summary>
    internal void PaidEvery(long? intervalMs) => _seenIntervalMs = intervalMs ?? _seenIntervalMs;
}
