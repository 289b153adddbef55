using System.Globalization;

namespace LiqMon.Text;

/// <summary>Numbers as people read them.</summary>
public static class NumberText
{
    /// <summary>What stands where a number is not known: never a zero.</summary>
    public const string Unknown = "–";

    private const string Zero = "0";

    /// <summary>Dollars in four characters of meaning: <c>$893.1M</c>, <c>-$12.5K</c>.</summary>
    public static string Usd(decimal dollars)
    {
        var digits = Short(Math.Abs(dollars));
        return (dollars < 0 && digits != Zero ? "-$" : "$") + digits;
    }

    /// <summary>Dollars with a sign also when positive: <c>+$455.0M</c>.</summary>
    public static string SignedUsd(decimal dollars) => (dollars > 0 && Short(dollars) != Zero ? "+" : "") + Usd(dollars);

    /// <summary>All digits with thousands separators and cents: <c>893,123,456.12</c>.</summary>
    public static string Exact(decimal number) => number.ToString("#,##0.00####", CultureInfo.InvariantCulture);

    /// <summary>A count with thousands separators.</summary>
    public static string Count(long number) => number.ToString("#,##0", CultureInfo.InvariantCulture);

    /// <summary>
    /// A price, with as many decimals as prices of its height have everywhere: <c>95,123.4</c>, <c>3,412.55</c>, <c>187.2300</c>,
    /// <c>0.20431</c>. Output for programs has all digits.
    /// </summary>
    public static string Price(double number) => Math.Abs(number) switch
    {
        >= 1e15 => Rounded(number, "G6"),
        >= 10_000 => number.ToString("#,##0.0", CultureInfo.InvariantCulture),
        >= 1_000 => number.ToString("#,##0.00", CultureInfo.InvariantCulture),
        >= 1 => number.ToString("0.0000", CultureInfo.InvariantCulture),
        _ => Rounded(number, "G5"),
    };

    /// <summary>A round number that people name, such as a level: without decimals that are zero, <c>95,000</c>.</summary>
    public static string Level(double number) => Math.Abs(number) is >= 1e15 or (> 0 and < 1e-9)
        ? Price(number)
        : number.ToString("#,##0.##########", CultureInfo.InvariantCulture);

    /// <summary>
    /// A number for programs that read CSV: never with an exponent, and without the digits beyond the fifteenth that only its
    /// binary form has; empty for what is no number.
    /// </summary>
    public static string Plain(double number)
    {
        if (!double.IsFinite(number))
            return "";
        if (number == 0)
            return Zero;
        var scientific = number.ToString("E14", CultureInfo.InvariantCulture);
        var at = scientific.IndexOf('E', StringComparison.Ordinal);
        var exponent = int.Parse(scientific.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var digits = scientific[..at].Replace("-", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal).TrimEnd('0');
        var whole = exponent < 0 ? Zero : digits.PadRight(exponent + 1, '0')[..(exponent + 1)];
        var rest = exponent < 0 ? new string('0', -exponent - 1) + digits : digits.Length > exponent + 1 ? digits[(exponent + 1)..] : "";
        return (number < 0 ? "-" : "") + whole + (rest.Length > 0 ? "." + rest : "");
    }

    /// <summary>A share in percent with one decimal.</summary>
    public static string Percent(decimal share) => (share * 100).ToString("0.0;-0.0;0.0", CultureInfo.InvariantCulture) + "%";

    /// <summary>A change in percent with its sign; what rounds to nothing has none.</summary>
    /// <param name="change">The change: 0.01 is 1 %.</param>
    /// <param name="decimals">Decimals of the percent.</param>
    public static string SignedPercent(double change, int decimals = 1)
    {
        var digits = "0." + new string('0', decimals);
        return (change * 100).ToString($"+{digits};-{digits};{digits}", CultureInfo.InvariantCulture) + "%";
    }

    /// <summary>A small part in basis points, and in percent from 100 of them on: <c>12.3 bps</c>, <c>927.1%</c>.</summary>
    public static string Bps(double bps) => Math.Abs(bps) < 100
        ? bps.ToString("0.0#;-0.0#;0.0", CultureInfo.InvariantCulture) + " bps"
        : (bps / 100).ToString("#,##0.0", CultureInfo.InvariantCulture) + "%";

    /// <summary>The same with a sign also when positive.</summary>
    public static string SignedBps(double bps) => Math.Abs(bps) < 100
        ? bps.ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + " bps"
        : (bps / 100).ToString("+#,##0.0;-#,##0.0", CultureInfo.InvariantCulture) + "%";

    /// <summary>A coverage in percent, never rounded up: 100% means that nothing is missing.</summary>
    public static string Coverage(decimal share) => share >= 1
        ? "100%"
        : (Math.Floor(share * 1_000) / 10).ToString("0.0", CultureInfo.InvariantCulture) + "%";

    /// <summary>An amount in dollars that may be too large for exact arithmetic.</summary>
    public static string Usd(double dollars) => Math.Abs(dollars) < 1e27 ? Usd((decimal)dollars) : "very much";

    /// <summary>A change in dollars that may be too large for exact arithmetic.</summary>
    public static string SignedUsd(double dollars) => Math.Abs(dollars) < 1e27 ? SignedUsd((decimal)dollars) : "very much";

    /// <summary>A size with a sign also when positive.</summary>
    public static string Signed(double number) => Amount(number) is var text && number > 0 && text != Zero ? "+" + text : text;

    /// <summary>A size of an asset, rounded to what matters.</summary>
    public static string Amount(double number) => Math.Abs(number) switch
    {
        >= 1e15 => Rounded(number, "G4"),
        >= 1_000 => number.ToString("#,##0", CultureInfo.InvariantCulture),
        >= 1 => number.ToString("0.##", CultureInfo.InvariantCulture),
        _ => number.ToString("0.######;-0.######;0", CultureInfo.InvariantCulture),
    };

    private static string Rounded(double number, string digits) =>
        Plain(double.Parse(number.ToString(digits, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));

    private static string Short(decimal dollars) => dollars switch
    {
        >= 999_995_000_000m => (dollars / 1_000_000_000_000m).ToString("#,##0.00", CultureInfo.InvariantCulture) + "T",
        >= 999_950_000m => (dollars / 1_000_000_000m).ToString("#,##0.00", CultureInfo.InvariantCulture) + "B",
        >= 999_950m => (dollars / 1_000_000m).ToString("0.0", CultureInfo.InvariantCulture) + "M",
        >= 999.5m => (dollars / 1_000m).ToString("0.0", CultureInfo.InvariantCulture) + "K",
        _ => dollars.ToString("0", CultureInfo.InvariantCulture),
    };
}
