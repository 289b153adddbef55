using System.Globalization;
using LiqMon.Text;

namespace LiqMon.Reports.Tables;

/// <summary>Writes a cell for people.</summary>
public static class CellText
{
    /// <summary>The text of a value; "–" for none.</summary>
    public static string Of(CellKind kind, object? value) => value switch
    {
        null => "–",
        string { Length: 0 } => "–",
        string text => TerminalText.Of(text),
        DateTimeOffset time => Time(kind, time),
        IConvertible number => Number(kind, number),
        _ => throw new ArgumentException($"A cell cannot hold a {value.GetType().Name}.", nameof(value)),
    };

    private static string Time(CellKind kind, DateTimeOffset time) => time.UtcDateTime.ToString(
        kind switch
        {
            CellKind.Day => "ddd d MMM",
            CellKind.Moment => "yyyy-MM-dd HH:mm",
            _ => "d MMM HH:mm:ss",
        },
        CultureInfo.InvariantCulture);

    private static string Number(CellKind kind, IConvertible number)
    {
        var real = number.ToDouble(CultureInfo.InvariantCulture);
        return kind switch
        {
            CellKind.Count => NumberText.Count(number.ToInt64(CultureInfo.InvariantCulture)),
            CellKind.Usd => number is decimal usd ? NumberText.Usd(usd) : NumberText.Usd(real),
            CellKind.UsdChange => number is decimal change ? NumberText.SignedUsd(change) : NumberText.SignedUsd(real),
            CellKind.Share => NumberText.Percent(number.ToDecimal(CultureInfo.InvariantCulture)),
            CellKind.Coverage => NumberText.Coverage(number.ToDecimal(CultureInfo.InvariantCulture)),
            CellKind.Change => Percent(real, "0.0"),
            CellKind.Rate => Percent(real, "0.0000"),
            CellKind.Price => Price(real),
            CellKind.Amount => NumberText.Amount(real),
            CellKind.AmountChange => NumberText.Signed(real),
            CellKind.Multiple => real.ToString("#,##0.0", CultureInfo.InvariantCulture) + "×",
            _ => throw new ArgumentException($"A column of {kind} cannot hold a number.", nameof(kind)),
        };
    }

    private static string Percent(double part, string digits) =>
        (part > 0 ? "+" : "") + (part * 100).ToString(digits, CultureInfo.InvariantCulture) + "%";

    // Six digits distinguish prices; what a venue's average adds beyond is noise in a table.
    private static string Price(double price) => Math.Abs(price) switch
    {
        >= 10_000 => price.ToString("#,##0.0", CultureInfo.InvariantCulture),
        >= 1_000 => price.ToString("#,##0.00", CultureInfo.InvariantCulture),
        >= 1 => price.ToString("0.0000", CultureInfo.InvariantCulture),
        _ => price.ToString("G5", CultureInfo.InvariantCulture),
    };
}
