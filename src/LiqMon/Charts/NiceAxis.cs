namespace LiqMon.Charts;

/// <summary>An axis that begins and ends on round numbers, with a tick at each step between.</summary>
/// <param name="Least">Its lower end.</param>
/// <param name="Most">Its upper end; greater than <paramref name="Least"/>.</param>
/// <param name="Step">Between two ticks: 1, 2, 2.5 or 5 times a power of ten.</param>
/// <param name="Ticks">From the lower end to the upper.</param>
public sealed record NiceAxis(double Least, double Most, double Step, IReadOnlyList<double> Ticks)
{
    /// <summary>The axis that holds all values from <paramref name="least"/> to <paramref name="most"/>.</summary>
    /// <param name="least">The least value; finite.</param>
    /// <param name="most">The greatest value; finite.</param>
    /// <param name="about">How many steps are wanted; there is at most one more at each end.</param>
    public static NiceAxis Of(double least, double most, int about = 4)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(about, 1);
        if (!double.IsFinite(least) || !double.IsFinite(most))
            throw new ArgumentException("An axis needs finite ends.", nameof(least));
        if (most < least)
            (least, most) = (most, least);
        // One value alone gets room around it; zero alone an axis from 0 to 1.
        if (most - least <= Math.Abs(most) * 1e-9)
            (least, most) = most == 0 ? (0, 1) : (Math.Min(least, least - (Math.Abs(least) * 0.01)), most + (Math.Abs(most) * 0.01));

        var step = StepOf((most - least) / about);
        var first = Math.Floor((least / step) + 1e-9);
        var last = Math.Max(first + 1, Math.Ceiling((most / step) - 1e-9));
        var ticks = new double[(int)(last - first) + 1];
        for (var at = 0; at < ticks.Length; at++)
            ticks[at] = Rounded((first + at) * step, step);
        return new NiceAxis(ticks[0], ticks[^1], step, ticks);
    }

    /// <summary>Where a value lies: 0 at the lower end, 1 at the upper.</summary>
    public double Position(double value) => (value - Least) / (Most - Least);

    /// <summary>Decimals with which neighbouring ticks differ when they are written in some unit.</summary>
    public int Decimals(double unit)
    {
        for (var decimals = 0; decimals < 10; decimals++)
        {
            var scaled = Step / unit * Math.Pow(10, decimals);
            if (Math.Abs(scaled - Math.Round(scaled)) < 1e-6 * Math.Max(1, scaled) && scaled > 0.5)
                return decimals;
        }

        return 10;
    }

    private static double StepOf(double raw)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var mantissa = raw / power;
        return power * (mantissa <= 1 + 1e-9 ? 1 : mantissa <= 2 ? 2 : mantissa <= 2.5 ? 2.5 : mantissa <= 5 ? 5 : 10);
    }

    // 3 × 0.1 must be 0.3.
    private static double Rounded(double value, double step)
    {
        var decimals = (int)Math.Ceiling(-Math.Log10(step)) + 1;
        return decimals is > 0 and <= 15 ? Math.Round(value, decimals) : value;
    }
}
