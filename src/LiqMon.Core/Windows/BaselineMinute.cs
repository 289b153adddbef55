namespace LiqMon.Windows;

/// <summary>
/// What is normal for an asset in the seven days before one minute, as the dollars a trailing minute needs.
/// <para>
/// The score of x dollars is the greater of two. The first is the robust z of logarithms over all minutes, empty ones
/// included: (ln(1+x) − median) / (1.4826 · MAD). It does not exist where most minutes are empty (MAD 0), and can hardly
/// be reached where some are or where sizes spread over many powers of ten. The second measures the tail: 3 at three
/// times the 95th percentile of the minutes that are not empty, and 3 more for each factor of ten. A percentile below a
/// thirtieth of the floor counts as that, so that in an asset without a past the floor alone decides.
/// </para>
/// </summary>
/// <param name="ExtendMicroUsd">Dollars × 1,000,000 that belong to a run; at least a tenth of the floor.</param>
/// <param name="OpenMicroUsd">Dollars × 1,000,000 that make a run a cascade; at least the floor.</param>
/// <param name="MedianMicroUsd">Median of the minutes that are not empty, dollars × 1,000,000; null when all are.</param>
public readonly record struct BaselineMinute(long ExtendMicroUsd, long OpenMicroUsd, double? MedianMicroUsd)
{
    private const double ToSigma = 1.4826;
    private const double TailScore = 3;
    private const double TailFactor = 3;

    /// <summary>Nothing can be judged yet.</summary>
    public static BaselineMinute Unknown => new(long.MaxValue, long.MaxValue, null);

    /// <summary>The normal of some minutes.</summary>
    /// <param name="logs">ln(1 + dollars) of each minute that is not empty, ascending.</param>
    /// <param name="minutes">How many minutes there are with the empty ones.</param>
    /// <param name="rule">The rule.</param>
    public static BaselineMinute Of(ReadOnlySpan<double> logs, int minutes, CascadeRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        if (minutes < rule.WarmUpMinutes)
            return Unknown;
        var floorUsd = (double)rule.FloorUsd;
        double? median = logs.IsEmpty ? null : Usd(logs[(logs.Length - 1) / 2]);
        var tail = logs.IsEmpty ? 0 : Usd(logs[(logs.Length - 1) * 95 / 100]);
        tail = Math.Max(tail, floorUsd / (TailFactor * 10));
        var (middle, sigma) = Spread(logs, minutes - logs.Length);
        return new(
            MicroUsd(Math.Max(floorUsd / 10, Needed(rule.ExtendScore, middle, sigma, tail))),
            MicroUsd(Math.Max(floorUsd, Needed(rule.OpenScore, middle, sigma, tail))),
            median * 1e6);
    }

    private static double Needed(double score, double middle, double sigma, double tail)
    {
        var byTail = TailFactor * tail * Math.Pow(10, (score - TailScore) / 3);
        return sigma > 0 ? Math.Min(byTail, Usd(middle + score * sigma)) : byTail;
    }

    private static (double Middle, double Sigma) Spread(ReadOnlySpan<double> logs, int empty)
    {
        var rank = (empty + logs.Length - 1) / 2;
        if (rank < empty)
            return (0, 0);
        var middle = logs[rank - empty];
        // An empty minute deviates by the middle itself.
        var nearer = Below(logs, 2 * middle) - Below(logs, double.Epsilon);
        var deviation = rank < nearer ? Deviation(logs, middle, rank)
            : rank < nearer + empty ? middle
            : Deviation(logs, middle, rank - empty);
        return (middle, ToSigma * deviation);
    }

    // The values nearest to the middle stand side by side.
    private static double Deviation(ReadOnlySpan<double> logs, double middle, int rank)
    {
        int low = 0, high = logs.Length - 1 - rank;
        while (low < high)
        {
            var first = (low + high) / 2;
            if (middle - logs[first] > logs[first + rank + 1] - middle)
                low = first + 1;
            else
                high = first;
        }

        return Math.Max(middle - logs[low], logs[low + rank] - middle);
    }

    private static int Below(ReadOnlySpan<double> logs, double value)
    {
        int low = 0, high = logs.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (logs[middle] < value)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private static double Usd(double log) => Math.Exp(log) - 1;

    private static long MicroUsd(double usd) => usd < 9e12 ? (long)Math.Ceiling(usd * 1e6) : long.MaxValue;
}
