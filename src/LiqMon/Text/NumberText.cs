using System.Globalization;

namespace LiqMon.Text;

/// <summary>Numbers as people read them.</summary>
public static class NumberText
{
    /// <summary>Dollars in four characters of meaning: <c>$893.1M</c>, <c>-$12.5K</c>.</summary>
    public static string Usd(decimal dollars) => (dollars < 0 ? "-$" : "$") + Short(Math.Abs(dollars));

    /// <summary>Dollars with a sign also when positive: <c>+$455.0M</c>.</summary>
    public static string SignedUsd(decimal dollars) => (dollars > 0 ? "+" : "") + Usd(dollars);

    /// <summary>All digits with thousands separators and cents: <c>893,123,456.12</c>.</summary>
    public static string Exact(decimal number) => number.ToString("#,##0.00####", CultureInfo.InvariantCulture);

    /// <summary>A count with thousands separators.</summary>
    public static string Count(long number) => number.ToString("#,##0", CultureInfo.InvariantCulture);

    /// <summary>A price or size: as many digits as it has, up to ten.</summary>
    public static string Price(double number) => Math.Abs(number) is >= 1e15 or (> 0 and < 1e-9)
        ? number.ToString("G6", CultureInfo.InvariantCulture)
        : number.ToString("#,##0.##########", CultureInfo.InvariantCulture);

    /// <summary>A price to five digits.</summary>
    public static string ShortPrice(double number) =>
        Price(double.Parse(number.ToString("G5", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));

    /// <summary>A share in percent with one decimal.</summary>
    public static string Percent(decimal share) => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + "%";

    /// <summary>A coverage in percent, never rounded up: 100% means that nothing is missing.</summary>
    public static string Coverage(decimal share) => share >= 1
        ? "100%"
        : (Math.Floor(share * 1_000) / 10).ToString("0.0", CultureInfo.InvariantCulture) + "%";

    /// <summary>An amount in dollars that may be too large for exact arithmetic.</summary>
    public static string Usd(double dollars) => Math.Abs(dollars) < 1e27 ? Usd((decimal)dollars) : "very much";

    /// <summary>A change in dollars that may be too large for exact arithmetic.</summary>
    public static string SignedUsd(double dollars) => Math.Abs(dollars) < 1e27 ? SignedUsd((decimal)dollars) : "very much";

    /// <summary>A size with a sign also when positive.</summary>
    public static string Signed(double number) => (number > 0 ? "+" : "") + Amount(number);

    /// <summary>A size of an asset, rounded to what matters.</summary>
    public static string Amount(double number) => Math.Abs(number) switch
    {
        >= 1e15 => number.ToString("G4", CultureInfo.InvariantCulture),
        >= 1_000 => number.ToString("#,##0", CultureInfo.InvariantCulture),
        >= 1 => number.ToString("0.##", CultureInfo.InvariantCulture),
        _ => number.ToString("0.######", CultureInfo.InvariantCulture),
    };

    private static string Short(decimal dollars) => dollars switch
    {
        >= 999_995_000_000m => (dollars / 1_000_000_000_000m).ToString("#,##0.00", CultureInfo.InvariantCulture) + "T",
        >= 999_950_000m => (dollars / 1_000_000_000m).ToString("#,##0.00", CultureInfo.InvariantCulture) + "B",
        >= 999_950m => (dollars / 1_000_000m).ToString("0.0", CultureInfo.InvariantCulture) + "M",
        >= 999.5m => (dollars / 1_000m).ToString("0.0", CultureInfo.InvariantCulture) + "K",
        _ => dollars.ToString("0", CultureInfo.InvariantCulture),
    };
}
