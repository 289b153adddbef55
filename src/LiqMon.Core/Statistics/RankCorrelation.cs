namespace LiqMon.Statistics;

/// <summary>
/// How two series rise and fall together by their ranks (Spearman), as they are and given others: what is left when
/// each is freed of what the others explain of it in a straight line of ranks. Between -1 and 1.
/// </summary>
public sealed class RankCorrelation
{
    private readonly double[][] _ranks;

    /// <summary>Ranks the series once; all are equally long.</summary>
    /// <param name="first">The one.</param>
    /// <param name="second">The other.</param>
    /// <param name="given">What both are freed of.</param>
    public RankCorrelation(IReadOnlyList<double> first, IReadOnlyList<double> second, params IReadOnlyList<IReadOnlyList<double>> given)
    {
        ArgumentNullException.ThrowIfNull(given);
        _ranks = [Ranks.Of(first), Ranks.Of(second), .. given.Select(Ranks.Of)];
    }

    /// <summary>The correlation of some members; null when a series does not change among them.</summary>
    /// <param name="members">Their numbers; one may come more than once.</param>
    public double? Plain(int[] members)
    {
        ArgumentNullException.ThrowIfNull(members);
        return Of(Correlations(members, 2), 0, 1, 2);
    }

    /// <summary>The correlation of some members given the other series; null when it cannot be had.</summary>
    public double? Partial(int[] members)
    {
        ArgumentNullException.ThrowIfNull(members);
        return Of(Correlations(members, _ranks.Length), 0, 1, _ranks.Length);
    }

    // Each of the others is taken out in turn.
    private static double? Of(double?[,] correlations, int one, int other, int series)
    {
        if (series == 2)
            return correlations[one, other];
        var last = series - 1;
        if (Of(correlations, one, other, last) is not { } both || Of(correlations, one, last, last) is not { } left
            || Of(correlations, other, last, last) is not { } right)
            return null;
        var spread = (1 - left * left) * (1 - right * right);
        return spread > 1e-12 ? Math.Clamp((both - left * right) / Math.Sqrt(spread), -1, 1) : null;
    }

    private double?[,] Correlations(int[] members, int series)
    {
        var means = new double[series];
        for (var one = 0; one < series; one++)
        {
            foreach (var member in members)
                means[one] += _ranks[one][member] / members.Length;
        }

        var products = new double[series, series];
        for (var one = 0; one < series; one++)
        {
            for (var other = one; other < series; other++)
            {
                var (left, right, sum) = (_ranks[one], _ranks[other], 0.0);
                foreach (var member in members)
                    sum += (left[member] - means[one]) * (right[member] - means[other]);
                (products[one, other], products[other, one]) = (sum, sum);
            }
        }

        var correlations = new double?[series, series];
        for (var one = 0; one < series; one++)
        {
            for (var other = 0; other < series; other++)
            {
                var spread = Math.Sqrt(products[one, one] * products[other, other]);
                correlations[one, other] = spread > 1e-9 ? products[one, other] / spread : null;
            }
        }

        return correlations;
    }
}
