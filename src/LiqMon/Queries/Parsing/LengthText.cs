using System.Globalization;

namespace LiqMon.Queries;

/// <summary>Writes the length of a bucket as people write it: <c>1d</c>, <c>4h</c>, <c>5m</c>.</summary>
public static class LengthText
{
    /// <summary>The length in the largest unit that divides it.</summary>
    public static string Of(long ms)
    {
        var (count, unit) = ms switch
        {
            _ when ms % 86_400_000 == 0 => (ms / 86_400_000, "d"),
            _ when ms % 3_600_000 == 0 => (ms / 3_600_000, "h"),
            _ when ms % 60_000 == 0 => (ms / 60_000, "m"),
            _ when ms % 1_000 == 0 => (ms / 1_000, "s"),
            _ => (ms, "ms"),
        };
        return count.ToString(CultureInfo.InvariantCulture) + unit;
    }
}
