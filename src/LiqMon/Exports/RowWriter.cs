using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using LiqMon.Text;

namespace LiqMon.Exports;

/// <summary>
/// Writes rows as CSV or NDJSON into one pooled buffer, which is emptied after each step. The same cells as the lists of
/// the command line, but written here: CsvHelper and the JSON serialiser want an object a row and a string a cell, which
/// at ten million rows is most of the time (the benchmark "export" has the figures).
/// </summary>
internal sealed class RowWriter : IRowEncoder, IDisposable
{
    // Above any number, time or identity with the column's name before it.
    private const int CellRoom = 512;

    // Longer ones have more than fifteen digits, which only arithmetic leaves, or leading zeros.
    private const int PlainLength = 16;
    private const double MostExactUsd = 9e12;

    private readonly ExportFormat _format;
    private readonly IReadOnlyList<string> _columns;
    private readonly byte[][] _before;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(1 << 20);
    private int _written;
    private int _column;

    internal RowWriter(ExportFormat format, IReadOnlyList<string> columns)
    {
        (_format, _columns) = (format, columns);
        _before = [.. columns.Select((column, i) => Encoding.UTF8.GetBytes(
            format == ExportFormat.Csv ? (i == 0 ? "" : ",") : $"{(i == 0 ? '{' : ',')}\"{column}\":"))];
    }

    /// <summary>Rows written so far.</summary>
    public long Rows { get; private set; }

    /// <summary>What was written since <see cref="Clear"/>; whole rows.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _written);

    /// <inheritdoc/>
    public void Clear() => _written = 0;

    /// <summary>The names of the columns; NDJSON has them in each row.</summary>
    public void Heading()
    {
        if (_format == ExportFormat.Csv)
            Raw(Encoding.UTF8.GetBytes(string.Join(',', _columns) + "\r\n"));
    }

    /// <summary>A text as it stands in a cell, to be made once and written often.</summary>
    internal byte[] Encode(string text)
    {
        if (_format == ExportFormat.Ndjson)
            return Encoding.UTF8.GetBytes($"\"{JavaScriptEncoder.Default.Encode(text)}\"");
        var guarded = CsvText.Guarded(text);
        var quoted = guarded.AsSpan().ContainsAny(",\"\r\n") || guarded is [' ', ..] or [.., ' '];
        return Encoding.UTF8.GetBytes(quoted ? $"\"{guarded.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : guarded);
    }

    /// <summary>Several texts as they stand in one cell: an array in NDJSON, spaces between them in CSV.</summary>
    private byte[] Encode(IReadOnlyList<string> texts) => _format == ExportFormat.Csv
        ? Encode(string.Join(' ', texts))
        : [(byte)'[', .. texts.SelectMany((text, at) => at == 0 ? Encode(text) : [(byte)',', .. Encode(text)]), (byte)']'];

    /// <inheritdoc/>
    public void Text(CellText text) => Bytes(text.Encoded ??= Encode(text.Text));

    /// <inheritdoc/>
    public void Texts(IReadOnlyList<string> texts) => Bytes(Encode(texts));

    private void Bytes(ReadOnlySpan<byte> encoded)
    {
        Begin(encoded.Length);
        encoded.CopyTo(_buffer.AsSpan(_written));
        _written += encoded.Length;
    }

    /// <summary>A time from Unix milliseconds: ISO-8601, UTC, milliseconds.</summary>
    public void Time(long ms)
    {
        Begin();
        Quote();
        // "O" is the one format with a fast path; it has seven digits of a second, of which three are wanted.
        DateTimeOffset.FromUnixTimeMilliseconds(ms).UtcDateTime.TryFormat(_buffer.AsSpan(_written), out _, "O", CultureInfo.InvariantCulture);
        _written += 24;
        _buffer[_written - 1] = (byte)'Z';
        Quote();
    }

    /// <summary>Dollars, exact, with as many decimals as they have.</summary>
    public void Dollars(long microUsd) => Dollars((Int128)microUsd);

    /// <summary>Dollars of a sum, exact, with as many decimals as they have.</summary>
    public void Dollars(Int128 microUsd)
    {
        Begin();
        if (microUsd < 0)
            _buffer[_written++] = (byte)'-';
        // Whole dollars of any sum that 128 bits of rows can make fit 64 bits.
        var (quotient, remainder) = Int128.DivRem(Int128.Abs(microUsd), 1_000_000);
        var (whole, rest) = ((long)quotient, (ulong)remainder);
        Integer(whole);
        if (rest == 0)
            return;
        _buffer[_written++] = (byte)'.';
        for (var digit = 100_000UL; rest > 0; digit /= 10)
        {
            _buffer[_written++] = (byte)('0' + (rest / digit));
            rest %= digit;
        }
    }

    /// <summary>Dollars known as a floating number, to the micro-dollar; empty or null where there are none.</summary>
    public void Dollars(double? usd)
    {
        if (usd is { } known && Math.Abs(known) < MostExactUsd)
            Dollars((Int128)(long)Math.Round(known * 1e6));
        else
            Number(usd);
    }

    /// <summary>
    /// The shortest number that reads back as the same; empty or null where there is none. In CSV without an exponent and
    /// without binary digits.
    /// </summary>
    public void Number(double? number)
    {
        Begin();
        if (number is { } known && double.IsFinite(known))
        {
            known.TryFormat(_buffer.AsSpan(_written), out var length, default, CultureInfo.InvariantCulture);
            if (_format == ExportFormat.Csv && (length > PlainLength || _buffer.AsSpan(_written, length).Contains((byte)'E')))
                length = Encoding.UTF8.GetBytes(NumberText.Plain(known), _buffer.AsSpan(_written));
            _written += length;
        }
        else if (_format == ExportFormat.Ndjson)
        {
            "null"u8.CopyTo(_buffer.AsSpan(_written));
            _written += 4;
        }
    }

    /// <summary>True or false.</summary>
    public void Truth(bool value) => Bytes(value ? "true"u8 : "false"u8);

    /// <summary>A whole number.</summary>
    public void Count(long number)
    {
        Begin();
        Integer(number);
    }

    /// <summary>An identity in hexadecimal.</summary>
    public void Identity(ulong identity)
    {
        Begin();
        Quote();
        identity.TryFormat(_buffer.AsSpan(_written), out var length, "x16", CultureInfo.InvariantCulture);
        _written += length;
        Quote();
    }

    /// <summary>Ends the row.</summary>
    public void End()
    {
        Raw(_format == ExportFormat.Csv ? "\r\n"u8 : "}\n"u8);
        _column = 0;
        Rows++;
    }

    /// <inheritdoc/>
    public ValueTask FlushAsync(bool isLast, CancellationToken cancellation) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Begin(int room = 0)
    {
        if (_buffer.Length - _written < CellRoom + room)
            Grow(CellRoom + room);
        var before = _before[_column++];
        before.CopyTo(_buffer.AsSpan(_written));
        _written += before.Length;
    }

    private void Quote()
    {
        if (_format == ExportFormat.Ndjson)
            _buffer[_written++] = (byte)'"';
    }

    private void Integer(long number)
    {
        number.TryFormat(_buffer.AsSpan(_written), out var length, default, CultureInfo.InvariantCulture);
        _written += length;
    }

    private void Raw(ReadOnlySpan<byte> bytes)
    {
        if (_buffer.Length - _written < bytes.Length)
            Grow(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(_written));
        _written += bytes.Length;
    }

    private void Grow(int room)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _written + room));
        Written.Span.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
