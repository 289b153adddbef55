using System.Globalization;
using System.Text;

namespace LiqMon.Tests.Influx;

/// <summary>
/// Reads line protocol as its reference describes it, character by character and without a look at the writer: what a
/// backslash escapes depends on where it stands.
/// </summary>
internal sealed class LineParser
{
    private readonly string _line;
    private int _at;

    private LineParser(string line) => _line = line;

    internal static IReadOnlyList<ParsedPoint> Parse(ReadOnlySpan<byte> bytes) =>
        [.. new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => new LineParser(line).Point())];

    private ParsedPoint Point()
    {
        var measurement = Name(", ", ", ");
        var tags = new List<(string, string)>();
        while (Next() == ',')
        {
            var key = Name("=", ",= ");
            Expect('=');
            tags.Add((key, Name(", ", ",= ")));
        }

        _at--;
        Expect(' ');
        var fields = new List<(string, object)>();
        do
        {
            var key = Name("=", ",= ");
            Expect('=');
            fields.Add((key, Value()));
        }
        while (Next() == ',');
        _at--;
        Expect(' ');
        return new ParsedPoint(measurement, tags, fields, long.Parse(_line[_at..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
    }

    private object Value()
    {
        if (_line[_at] != '"')
        {
            var text = Name(", ", "");
            return text.EndsWith('i')
                ? (object)long.Parse(text[..^1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
                : double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        }

        _at++;
        var value = new StringBuilder();
        while (_line[_at] != '"')
        {
            if (_line[_at] == '\\' && _line[_at + 1] is '"' or '\\')
                _at++;
            value.Append(_line[_at++]);
        }

        _at++;
        return value.ToString();
    }

    private string Name(string ends, string escapable)
    {
        var name = new StringBuilder();
        while (_at < _line.Length && !ends.Contains(_line[_at], StringComparison.Ordinal))
        {
            if (_line[_at] == '\\' && _at + 1 < _line.Length && escapable.Contains(_line[_at + 1], StringComparison.Ordinal))
                _at++;
            name.Append(_line[_at++]);
        }

        return name.ToString();
    }

    private char Next() => _line[_at++];

    private void Expect(char wanted)
    {
        if (Next() != wanted)
            throw new FormatException($"'{wanted}' is wanted at {_at - 1} of '{_line}'");
    }
}

/// <summary>A point as a reader of the protocol sees it.</summary>
internal sealed record ParsedPoint(
    string Measurement, IReadOnlyList<(string Key, string Value)> Tags, IReadOnlyList<(string Key, object Value)> Fields, long TimeNs)
{
    public override string ToString() => $"{Measurement} [{string.Join("; ", Tags)}] [{string.Join("; ", Fields)}] {TimeNs}";

    internal string Tag(string key) => Tags.Single(tag => tag.Key == key).Value;

    internal object? Field(string key) => Fields.SingleOrDefault(field => field.Key == key).Value;
}
