namespace LiqMon.Maps;

/// <summary>
/// Positions that are opened and closed all the time, as much of the one as of the other: what a map takes as changes
/// when it does not look at open interest.
/// </summary>
/// <param name="days">Mean time for which a position is held, in days, greater than zero.</param>
public sealed class Turnover(double days)
{
    /// <summary>What the map of path memory takes, chosen on the first half of 172 days of BTC.</summary>
    public const double DefaultDays = 2;

    /// <summary>A longer silence turns nothing more over.</summary>
    private const double LongestMs = OpenInterestBook.LongestSilenceMs;

    private const double DayMs = 86_400_000;

    private long? _lastMs;

    /// <summary>What is turned over up to a moment.</summary>
    /// <param name="timeMs">The moment, Unix milliseconds; moments do not go back.</param>
    /// <param name="openInterest">All that is open, in the asset.</param>
    public OpenInterestChange To(long timeMs, double openInterest)
    {
        var elapsed = Math.Clamp(timeMs - (_lastMs ?? timeMs), 0, LongestMs);
        _lastMs = timeMs;
        var turned = openInterest * (1 - Math.Exp(-elapsed / (days * DayMs)));
        return new OpenInterestChange(openInterest, turned, turned);
    }
}
