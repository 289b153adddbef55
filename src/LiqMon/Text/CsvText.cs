using System.Globalization;
using CsvHelper;

namespace LiqMon.Text;

/// <summary>
/// Writes RFC 4180 rows. Text that a spreadsheet would take for a formula gets a leading apostrophe; numbers are
/// numbers, so negative ones stay as they are, in digits without an exponent.
/// </summary>
public sealed class CsvText : IDisposable
{
    private readonly CsvWriter _writer;

    /// <summary>Starts with the heading.</summary>
    public CsvText(TextWriter output, params IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        _writer = CsvWriter.Create(output, CsvWriterOptions.Default, true);
        foreach (var column in columns)
            _writer.WriteField(column);
        _writer.EndRecord();
    }

    /// <summary>Writes one row: text, numbers, times, truth values and nulls.</summary>
    public void Row(params IReadOnlyList<object?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (var value in values)
            _writer.WriteField(Field(value));
        _writer.EndRecord();
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    /// <summary>Text as it may stand in a cell, not yet quoted.</summary>
    internal static string Guarded(string text)
    {
        var guarded = text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + text : text;
        return TerminalText.Of(guarded);
    }

    private static string Field(object? value) => value switch
    {
        null => "",
        string text => Guarded(text),
        bool truth => truth ? "true" : "false",
        DateTimeOffset time => Timestamps.Of(time),
        double number => NumberText.Plain(number),
        float number => NumberText.Plain(number),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Guarded(value.ToString() ?? ""),
    };
}
