using System.Globalization;
using LiqMon.External;
using LiqMon.Queries;

namespace LiqMon.Import;

/// <summary>A row of a file of totals.</summary>
/// <param name="Number">Its number; see <see cref="TotalsRow"/>.</param>
/// <param name="Asset">Normalised asset.</param>
/// <param name="Symbol">What the file calls it.</param>
/// <param name="StartMs">Start of its bucket, Unix milliseconds.</param>
/// <param name="Long">Liquidated longs, in the unit of the file.</param>
/// <param name="Short">Liquidated shorts, in the unit of the file.</param>
/// <param name="Wrong">Why it cannot be taken; null when it can.</param>
internal readonly record struct TotalsLine(long Number, string Asset, string Symbol, long StartMs, decimal Long, decimal Short, string? Wrong);

/// <summary>Reads a file of bucketed totals, CSV or JSON, row by row.</summary>
/// <param name="path">The file.</param>
/// <param name="mapping">Columns that the user named.</param>
/// <param name="asset">The asset of all rows; null when a column names it.</param>
/// <param name="unit">What amounts are counted in.</param>
/// <param name="nowMs">The present: no bucket begins later.</param>
internal sealed class TotalsFile(
    string path, IReadOnlyDictionary<string, string> mapping, string? asset, AmountUnit unit, long nowMs)
{
    // Decimal arithmetic with a price must not overflow.
    private const decimal MostCoins = 1_000_000_000_000_000m;

    private decimal Most => unit == AmountUnit.Usd ? ExternalTotal.MaxUsd : MostCoins;

    /// <summary>All rows, good and bad, in order.</summary>
    /// <exception cref="ImportException">The file is not one of totals.</exception>
    internal IEnumerable<TotalsLine> Lines()
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        var table = IsJson(stream) ? JsonTotals.Read(stream) : CsvTotals.Read(stream);
        if (table.Headers.Count == 0)
            yield break;
        var columns = TotalsColumns.Find(table.Headers, mapping, needsAsset: asset is null);
        foreach (var row in table.Rows)
            yield return Read(row, columns);
    }

    private static bool IsJson(FileStream stream)
    {
        var first = stream.ReadByte();
        while (first is ' ' or '\t' or '\r' or '\n' or 0xEF or 0xBB or 0xBF)
            first = stream.ReadByte();
        stream.Position = 0;
        return first is '[' or '{';
    }

    private TotalsLine Read(TotalsRow row, TotalsColumns columns)
    {
        var (number, fields) = (row.Number, row.Fields);
        if (fields.Count <= Math.Max(Math.Max(columns.Asset ?? 0, columns.Time), Math.Max(columns.Long, columns.Short)))
            return Wrong("has too few columns");
        var name = columns.Asset is { } at ? fields[at] : asset!;
        if (SymbolNames.Read(name) is not var (read, factor))
            return Wrong($"{QueryParser.Shown(name)} cannot be an asset");
        var time = fields[columns.Time];
        if (TimeMs(time) is not { } startMs)
            return Wrong($"{QueryParser.Shown(time)} is not a time");
        if (startMs >= nowMs)
            return Wrong($"{QueryParser.Shown(time)} lies in the future");
        if (Amount(fields[columns.Long]) is not { } longs)
            return Wrong($"{QueryParser.Shown(fields[columns.Long])} is not an amount of {Of(unit)}");
        if (Amount(fields[columns.Short]) is not { } shorts)
            return Wrong($"{QueryParser.Shown(fields[columns.Short])} is not an amount of {Of(unit)}");
        var coins = unit == AmountUnit.Coin ? factor : 1;
        return new TotalsLine(number, read, name, startMs, longs * coins, shorts * coins, null);

        TotalsLine Wrong(string what) => new(number, "", "", 0, 0, 0, what);
    }

    /// <summary>ISO-8601 date or time, UTC where no offset is given, or Unix seconds or milliseconds, also with a fraction.</summary>
    internal static long? TimeMs(string text)
    {
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var unix))
        {
            // Ten digits are seconds until the year 2286; milliseconds had thirteen since 2001.
            return decimal.Truncate(unix) switch
            {
                >= 100_000_000m and < 10_000_000_000m => (long)Math.Round(unix * 1_000),
                >= 100_000_000_000m and < 10_000_000_000_000m => (long)Math.Round(unix),
                _ => null,
            };
        }

        // Databases write an offset of whole hours without minutes.
        var offset = text.Length > 3 && text[^3] is '+' or '-' && text.Contains(':', StringComparison.Ordinal) ? text + ":00" : text;
        return SpanText.TryTime(offset, out var time) ? time.ToUnixTimeMilliseconds() : null;
    }

    private decimal? Amount(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) && amount >= 0 && amount <= Most ? amount : null;

    private static string Of(AmountUnit unit) => unit == AmountUnit.Usd ? "dollars" : "coins";
}
