using System.Globalization;
using System.Text;

namespace LiqMon.Charts;

/// <summary>Writes what stands in attributes of SVG, whatever culture the machine is set to.</summary>
public static class Svg
{
    /// <summary>A length, to a tenth of a unit: the same bytes from the same data.</summary>
    public static string Length(double value) => (Math.Round(value, 1) + 0.0).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>A part, 0 to 1.</summary>
    public static string Part(double value) => Math.Clamp(value, 0, 1).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A part, 0 to 1, as a percentage with two decimals: <c>12.34%</c>.</summary>
    public static string Percent(double part) => (Math.Round(part * 100, 2) + 0.0).ToString("0.##", CultureInfo.InvariantCulture) + "%";

    /// <summary>The points of a line.</summary>
    public static string Points(IEnumerable<(double X, double Y)> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        var text = new StringBuilder();
        foreach (var (x, y) in points)
            text.Append(text.Length == 0 ? "" : " ").Append(Length(x)).Append(',').Append(Length(y));
        return text.ToString();
    }
}
