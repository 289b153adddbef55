using System.Globalization;
using CsvHelper;
using LiqMon.External;
using LiqMon.Market;
using LiqMon.Queries;

namespace LiqMon.Import;

/// <summary>A line of a file of totals.</summary>
/// <param name="Number">Its number in the file, from 1, with the heading.</param>
/// <param name="Asset">Normalised asset.</param>
/// <param name="StartMs">Start of its bucket, Unix milliseconds.</param>
/// <param name="LongMicroUsd">Dollars × 1,000,000 of liquidated longs.</param>
/// <param name="ShortMicroUsd">Dollars × 1,000,000 of liquidated shorts.</param>
/// <param name="Wrong">Why it cannot be taken; null when it can.</param>
internal readonly record struct TotalsLine(
    long Number, string Asset, long StartMs, long LongMicroUsd, long ShortMicroUsd, string? Wrong);

/// <summary>Reads a file of bucketed totals line by line.</summary>
internal sealed class TotalsFile(string path, IReadOnlyDictionary<string, string> mapping, string? asset, long nowMs)
{
    // One bad quote must not swallow the rest of the file.
    private static readonly CsvReaderOptions Options = CsvReaderOptions.Default with
    {
        TrackLineNumbers = true,
        AllowLineBreaksInQuotes = false,
        MaxRecordSize = 1 << 20,
        PoolStrings = true,
        TrimWhitespace = true,
    };

    /// <summary>All lines, good and bad, in order.</summary>
    /// <exception cref="ImportException">The file is not one of totals.</exception>
    internal IEnumerable<TotalsLine> Lines()
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        using var csv = CsvReader.Create(stream, Options, true);
        var columns = TotalsColumns.Find(Headers(csv), mapping, needsAsset: asset is null);
        while (Next(csv))
            yield return Read(csv, columns);
    }

    private static string[] Headers(CsvReader csv) => Guard(() => csv.Headers.ToArray());

    private static bool Next(CsvReader csv) => Guard(csv.Read);

    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (CsvFormatException malformed)
        {
            throw new ImportException($"it is not CSV: {malformed.Message}", malformed);
        }
    }

    private TotalsLine Read(CsvReader csv, TotalsColumns columns)
    {
        var number = csv.LineNumber;
        if (csv.FieldCount <= Math.Max(Math.Max(columns.Asset ?? 0, columns.Time), Math.Max(columns.Long, columns.Short)))
            return Wrong("has too few columns");
        var name = columns.Asset is { } at ? csv.GetString(at) : asset!;
        if (!AssetNames.IsName(name))
            return Wrong($"{QueryParser.Shown(name)} cannot be an asset");
        var time = csv.GetString(columns.Time);
        if (TimeMs(time) is not { } startMs)
            return Wrong($"{QueryParser.Shown(time)} is not a time");
        if (startMs >= nowMs)
            return Wrong($"{QueryParser.Shown(time)} lies in the future");
        if (MicroUsd(csv.GetString(columns.Long)) is not { } longs)
            return Wrong($"{QueryParser.Shown(csv.GetString(columns.Long))} is not an amount of dollars");
        if (MicroUsd(csv.GetString(columns.Short)) is not { } shorts)
            return Wrong($"{QueryParser.Shown(csv.GetString(columns.Short))} is not an amount of dollars");
        return new TotalsLine(number, AssetNames.Normalise(name).Asset, startMs, longs, shorts, null);

        TotalsLine Wrong(string what) => new(number, "", 0, 0, 0, what);
    }

    /// <summary>ISO-8601 date or time, UTC where no offset is given, or Unix seconds or milliseconds.</summary>
    internal static long? TimeMs(string text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var unix))
        {
            // Ten digits are seconds until the year 2286; milliseconds had thirteen since 2001.
            return text.Length switch
            {
                9 or 10 => unix * 1_000,
                12 or 13 => unix,
                _ => null,
            };
        }

        // Databases write an offset of whole hours without minutes.
        var offset = text.Length > 3 && text[^3] is '+' or '-' && text.Contains(':', StringComparison.Ordinal) ? text + ":00" : text;
        return SpanText.TryTime(offset, out var time) ? time.ToUnixTimeMilliseconds() : null;
    }

    private static long? MicroUsd(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var dollars)
        && dollars is >= 0 and <= ExternalTotal.MaxUsd
            ? (long)Math.Round(dollars * 1_000_000m, MidpointRounding.ToEven)
            : null;
}
