namespace LiqMon.Context;

/// <summary>
/// How many bitcoins there are, from the schedule of subsidies alone, without asking anybody. The height is estimated
/// between the blocks at which the subsidy halved, whose times are known, and at ten minutes a block after the last of
/// them. Blocks come up to a few percent faster than that, so the supply is low by less than 0.1 % until 2028; coins that
/// were lost, and the few that miners did not claim, are counted.
/// </summary>
public static class BitcoinSupply
{
    /// <summary>Bound of the error of <see cref="CoinsAt"/> until the halving of 2028, as a share.</summary>
    public const double Error = 0.001;

    private const long BlocksPerEra = 210_000;
    private const long FirstSubsidySatoshi = 50_0000_0000;
    private const long BlockMs = 600_000;

    // Times of the blocks 0, 210,000, 420,000, 630,000 and 840,000 as their headers say, Unix seconds.
    private static readonly long[] EraStartsS = [1_231_006_505, 1_354_116_278, 1_468_082_773, 1_589_225_023, 1_713_571_767];

    /// <summary>The estimated number of the newest block at a time.</summary>
    public static long HeightAt(long timeMs)
    {
        var era = EraStartsS.Length - 1;
        while (era > 0 && timeMs < EraStartsS[era] * 1_000)
            era--;
        var sinceMs = Math.Max(0, timeMs - EraStartsS[era] * 1_000);
        var within = era == EraStartsS.Length - 1
            ? sinceMs / BlockMs
            : (long)(sinceMs / (double)((EraStartsS[era + 1] - EraStartsS[era]) * 1_000) * BlocksPerEra);
        return era * BlocksPerEra + within;
    }

    /// <summary>Satoshi that the blocks up to and with a height have created, exactly by the rules.</summary>
    public static long SatoshiAt(long height)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(height);
        var (sum, left, subsidy) = (0L, height + 1, FirstSubsidySatoshi);
        for (; left > BlocksPerEra && subsidy > 0; left -= BlocksPerEra, subsidy >>= 1)
            sum += BlocksPerEra * subsidy;
        return sum + left * subsidy;
    }

    /// <summary>Estimated bitcoins at a time.</summary>
    public static double CoinsAt(long timeMs) => SatoshiAt(HeightAt(timeMs)) / 1e8;
}
