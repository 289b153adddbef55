using System.Globalization;
using System.Text;
using CsvHelper;
using LiqMon.Market;

namespace LiqMon.Import;

/// <summary>
/// Reads CSV. A file without a heading is understood where its first line is a time and two amounts, perhaps with an asset
/// before them: <c>1700000000,1.5,2</c>.
/// </summary>
internal static class CsvTotals
{
    private const int LongestLine = 1 << 20;
    private static readonly char[] Separators = [',', ';', '\t'];

    // One bad quote must not swallow the rest of the file.
    private static readonly CsvReaderOptions Options = CsvReaderOptions.Default with
    {
        TrackLineNumbers = true,
        AllowLineBreaksInQuotes = false,
        MaxRecordSize = LongestLine,
        PoolStrings = true,
        TrimWhitespace = true,
    };

    /// <summary>Reads a stream, which stays open as long as rows are read.</summary>
    /// <exception cref="ImportException">It is not CSV.</exception>
    internal static TotalsTable Read(Stream stream)
    {
        var heading = MissingHeading(stream);
        var added = heading is null ? 0 : 1;
        var csv = CsvReader.Create(heading is null ? stream : new PrefixedStream(Encoding.UTF8.GetBytes(heading + "\n"), stream), Options, true);
        return new TotalsTable(Guard(() => csv.Headers.ToArray()), Rows(csv, added));
    }

    private static IEnumerable<TotalsRow> Rows(CsvReader csv, int added)
    {
        using (csv)
        {
            while (Guard(csv.Read))
                yield return new TotalsRow(csv.LineNumber - added, [.. Enumerable.Range(0, csv.FieldCount).Select(at => csv.GetString(at))]);
        }
    }

    /// <summary>The heading that a file lacks; null where it has one.</summary>
    private static string? MissingHeading(Stream stream)
    {
        var start = stream.Position;
        string line;
        using (var reader = new StreamReader(stream, leaveOpen: true))
        {
            var buffer = new char[4_096];
            line = new string(buffer, 0, reader.ReadBlock(buffer)).TrimStart('\uFEFF').Split('\n')[0].TrimEnd('\r');
        }

        stream.Position = start;
        var separator = Separators.FirstOrDefault(line.Contains);
        var cells = separator == 0 ? [] : line.Split(separator, StringSplitOptions.TrimEntries);
        return cells switch
        {
            [var time, var first, var second] when IsTime(time) && IsAmount(first) && IsAmount(second) => string.Join(separator, "time", "long", "short"),
            [var name, var time, var first, var second] when AssetNames.IsName(name) && IsTime(time) && IsAmount(first) && IsAmount(second) =>
                string.Join(separator, "asset", "time", "long", "short"),
            _ => null,
        };
    }

    private static bool IsTime(string text) => TotalsFile.TimeMs(text) is not null;

    private static bool IsAmount(string text) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

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
}
