using System.Globalization;

namespace LiqMon.Charts;

/// <summary>Writes the ticks of one axis, all in the same unit and with the same decimals.</summary>
public static class AxisText
{
    /// <summary>Dollars: <c>$2.5M</c>. The sign is written only when requested.</summary>
    public static string Usd(NiceAxis axis, double value, bool signed)
    {
        ArgumentNullException.ThrowIfNull(axis);
        var most = Math.Max(Math.Abs(axis.Least), Math.Abs(axis.Most));
        var (unit, name) = most switch
        {
            >= 2e9 => (1e9, "B"),
            >= 2e6 => (1e6, "M"),
            >= 2e3 => (1e3, "K"),
            _ => (1.0, ""),
        };
        var sign = !signed || value == 0 ? "" : value < 0 ? "−" : "+";
        return value == 0 ? "$0" : sign + "$" + Digits(Math.Abs(value) / unit, axis.Decimals(unit)) + name;
    }

    /// <summary>A price: <c>98,500</c>.</summary>
    public static string Price(NiceAxis axis, double value)
    {
        ArgumentNullException.ThrowIfNull(axis);
        return Digits(value, axis.Decimals(1));
    }

    private static string Digits(double value, int decimals) =>
        value.ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
