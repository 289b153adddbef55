using System.Globalization;

namespace LiqMon.Text;

/// <summary>Reads amounts of dollars as people write them.</summary>
public static class AmountText
{
    private const decimal Most = 1_000_000_000_000m;

    /// <summary>Digits with an optional <c>k</c>, <c>M</c> or <c>B</c> for thousands, millions, billions, in either case, or with an exponent.</summary>
    /// <param name="text">For example <c>250k</c>, <c>1.5M</c>, <c>1e6</c>, <c>2500.50</c>.</param>
    /// <param name="dollars">The amount, at most a trillion.</param>
    /// <returns>False when it is none.</returns>
    public static bool TryRead(string text, out decimal dollars)
    {
        ArgumentNullException.ThrowIfNull(text);
        dollars = 0;
        var unit = text.Length == 0 ? 1 : char.ToUpperInvariant(text[^1]) switch { 'K' => 1_000, 'M' => 1_000_000, 'B' => 1_000_000_000, _ => 1 };
        var digits = unit == 1 ? text.AsSpan() : text.AsSpan(0, text.Length - 1);
        // An exponent beside a unit is a slip.
        var styles = NumberStyles.AllowDecimalPoint | (unit == 1 ? NumberStyles.AllowExponent : NumberStyles.None);
        if (!decimal.TryParse(digits, styles, CultureInfo.InvariantCulture, out var number) || number < 0 || number > Most / unit)
            return false;
        dollars = number * unit;
        return true;
    }
}
