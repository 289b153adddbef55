using System.Buffers;
using System.Globalization;
using System.Text;

namespace LiqMon.Influx;

/// <summary>
/// Writes points in InfluxDB's line protocol, straight into bytes; nothing is allocated for a point. A point is begun,
/// filled and ended; one that the protocol cannot carry leaves nothing behind and says why.
/// <para>
/// Source of the rules: InfluxDB, "Line protocol reference". Measurement: comma and space are escaped. Tag keys, tag values
/// and field keys: comma, equals sign and space. Strings: quotation mark and backslash. A backslash elsewhere is literal, so
/// at the end of a name it would escape what follows: such a name is refused, as are control characters.
/// </para>
/// </summary>
/// <param name="output">Where finished lines go.</param>
public sealed class LineWriter(IBufferWriter<byte> output)
{
    /// <summary>The most bytes that measurement and tags of a point may have together (InfluxDB's limit of a series key).</summary>
    public const int MaxKeyBytes = 65_535;

    // The nanoseconds that 64 bits hold; InfluxDB keeps the two lowest and the highest for itself.
    private const long MaxTimeNs = long.MaxValue - 1;
    private const long MinTimeNs = long.MinValue + 2;

    private readonly ArrayBufferWriter<byte> _line = new(512);
    private LineFault _fault;
    private bool _hasFields;

    /// <summary>Finished points so far.</summary>
    public int Points { get; private set; }

    /// <summary>Begins a point.</summary>
    public void Begin(string measurement)
    {
        _line.ResetWrittenCount();
        (_fault, _hasFields) = (LineFault.None, false);
        if (measurement.StartsWith('#'))
            _fault = LineFault.Comment;
        Name(measurement, escapesEquals: false);
    }

    /// <summary>Adds a tag; all tags come before the first field.</summary>
    public void Tag(string key, string value)
    {
        if (_hasFields)
            throw new InvalidOperationException("Tags come before fields.");
        Byte((byte)',');
        Name(key, escapesEquals: true);
        Byte((byte)'=');
        Name(value, escapesEquals: true);
    }

    /// <summary>Adds a field that is a number. One that is missing or not finite has no place in InfluxDB and is left out.</summary>
    public void Number(string key, double? value)
    {
        if (value is not { } number || !double.IsFinite(number))
            return;
        Field(key);
        Format(number);
    }

    /// <summary>Adds a field that counts something, which InfluxDB keeps as an integer.</summary>
    public void Count(string key, long value)
    {
        Field(key);
        Format(value);
        Byte((byte)'i');
    }

    /// <summary>Adds a field that is text.</summary>
    public void Text(string key, ReadOnlySpan<char> value)
    {
        Field(key);
        Byte((byte)'"');
        Escaped(value, static letter => letter is '"' or '\\');
        Byte((byte)'"');
    }

    /// <summary>Ends the point and hands it over, unless something is wrong with it.</summary>
    /// <param name="timeNs">Its time, Unix nanoseconds.</param>
    public LineFault End(long timeNs)
    {
        if (_fault == LineFault.None && !_hasFields)
            _fault = LineFault.NoFields;
        if (_fault == LineFault.None && timeNs is < MinTimeNs or > MaxTimeNs)
            _fault = LineFault.Time;
        if (_fault != LineFault.None)
            return _fault;
        Byte((byte)' ');
        Format(timeNs);
        Byte((byte)'\n');
        output.Write(_line.WrittenSpan);
        Points++;
        return LineFault.None;
    }

    private void Field(string key)
    {
        if (!_hasFields && _line.WrittenCount > MaxKeyBytes)
            _fault = LineFault.TooLong;
        Byte(_hasFields ? (byte)',' : (byte)' ');
        _hasFields = true;
        Name(key, escapesEquals: true);
        Byte((byte)'=');
    }

    private void Name(string name, bool escapesEquals)
    {
        if (name.Length == 0)
            _fault = LineFault.Empty;
        else if (name[^1] == '\\')
            _fault = LineFault.TrailingBackslash;
        if (escapesEquals)
            Escaped(name, static letter => letter is ',' or ' ' or '=');
        else
            Escaped(name, static letter => letter is ',' or ' ');
    }

    private void Escaped(ReadOnlySpan<char> text, Func<char, bool> isSpecial)
    {
        var rest = text;
        while (!rest.IsEmpty && _fault is LineFault.None)
        {
            var plain = 0;
            while (plain < rest.Length && !isSpecial(rest[plain]) && !char.IsControl(rest[plain]))
                plain++;
            Utf8(rest[..plain]);
            rest = rest[plain..];
            if (rest.IsEmpty)
                return;
            if (char.IsControl(rest[0]))
                _fault = LineFault.ControlCharacter;
            Byte((byte)'\\');
            Byte((byte)rest[0]);
            rest = rest[1..];
        }
    }

    private void Utf8(ReadOnlySpan<char> text)
    {
        var bytes = _line.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        if (System.Text.Unicode.Utf8.FromUtf16(text, bytes, out _, out var written, replaceInvalidSequences: false) != OperationStatus.Done)
            _fault = LineFault.NotText;
        _line.Advance(written);
    }

    private void Format<T>(T value)
        where T : IUtf8SpanFormattable
    {
        // The longest double and the longest 64-bit integer have less than 32 characters.
        if (!value.TryFormat(_line.GetSpan(32), out var written, default, CultureInfo.InvariantCulture))
            throw new InvalidOperationException("A number did not fit.");
        _line.Advance(written);
    }

    private void Byte(byte value)
    {
        _line.GetSpan(1)[0] = value;
        _line.Advance(1);
    }
}

/// <summary>Why the line protocol cannot carry a point.</summary>
public enum LineFault
{
    /// <summary>It can.</summary>
    None,

    /// <summary>A name or a tag's value is empty.</summary>
    Empty,

    /// <summary>A name or a tag's value ends with a backslash, which would escape what follows.</summary>
    TrailingBackslash,

    /// <summary>Control characters, such as an end of line.</summary>
    ControlCharacter,

    /// <summary>Half a surrogate pair, which has no UTF-8.</summary>
    NotText,

    /// <summary>The measurement begins with <c>#</c>, which makes the line a comment.</summary>
    Comment,

    /// <summary>Measurement and tags are longer than <see cref="LineWriter.MaxKeyBytes"/>.</summary>
    TooLong,

    /// <summary>No field has a value.</summary>
    NoFields,

    /// <summary>The time lies outside of what 64 bits of nanoseconds hold: the years 1677 to 2262.</summary>
    Time,
}
