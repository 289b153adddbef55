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
            CellKind.Change => NumberText.SignedPercent(real),
            CellKind.Rate => NumberText.SignedPercent(real, 4),
            CellKind.Price => NumberText.Price(real),
            CellKind.Amount => NumberText.Amount(real),
            CellKind.AmountChange => NumberText.Signed(real),
            CellKind.Multiple => real.ToString("#,##0.0", CultureInfo.InvariantCulture) + "×",
            _ => throw new ArgumentException($"A column of {kind} cannot hold a number.", nameof(kind)),
        };
    }
}
