namespace LiqMon.Packing;

/// <summary>
/// Numbers that venues write with a few digits, as whole numbers and one power of ten: 95012.5 is 950125 at 1. A number that
/// does not come back bit for bit is not taken.
/// </summary>
internal static class Decimals
{
    /// <summary>The least exponent: millions.</summary>
    internal const int Least = -6;

    /// <summary>The greatest: 18 digits behind the point.</summary>
    internal const int Most = 18;

    private const double Largest = 1L << 53;

    private static readonly double[] s_powers = [.. Enumerable.Range(0, Most + 1).Select(static power => double.Parse($"1e{power}", System.Globalization.CultureInfo.InvariantCulture))];

    /// <summary>The number that whole and exponent stand for.</summary>
    internal static double Value(long whole, int exponent) => exponent < 0 ? whole * s_powers[-exponent] : whole / s_powers[exponent];

    /// <summary>The whole number nearest to a number at an exponent; null if it is too large to be exact.</summary>
    internal static long? Whole(double number, int exponent)
    {
        var scaled = Math.Round(exponent < 0 ? number / s_powers[-exponent] : number * s_powers[exponent]);
        return Math.Abs(scaled) <= Largest ? (long)scaled : null;
    }

    /// <summary>Whole numbers at one exponent, brought to another; only near to them where digits are lost.</summary>
    internal static long Rescale(long whole, int from, int to)
    {
        var power = (long)s_powers[Math.Min(Math.Abs(to - from), Most)];
        return to >= from ? unchecked(whole * power) : whole / power;
    }

    /// <summary>Whether two numbers are the same bit for bit, so that a negative zero is none.</summary>
    internal static bool IsSame(double one, double other) => BitConverter.DoubleToInt64Bits(one) == BitConverter.DoubleToInt64Bits(other);
}
