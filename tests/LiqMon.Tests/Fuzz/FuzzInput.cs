using System.Text;

namespace LiqMon.Tests.Fuzz;

/// <summary>One damaged input, in a buffer that serves a worker for its whole life.</summary>
internal sealed class FuzzInput
{
    private const int MostBytes = 96 * 1024;

    private static readonly byte[] Signs = Encoding.ASCII.GetBytes("\"{}[]:,0123456789.-+eEnulltrue\\ \0\u007f");

    private static readonly byte[][] Values =
    [
        .. new[]
        {
            "0", "-0", "-1", "1e300", "-1e300", "1e-300", "1e18", "1e17", "999999999999999999", "9223372036854775807",
            "-9223372036854775808", "18446744073709551616", "99999999999999999999999999999999", "0.0000000000000000001", "1e9999",
            "4102444800000", "253402300799999", "1794000000000000", "NaN", "Infinity", "null", "true", "false", "{}", "[]", "\"\"",
            "\"NaN\"", "\"1e300\"", "\"-1\"", "\"0x10\"", "\"1,5\"", "\"٣\"", "\"\\ud83d\"", "\"\\u0000\"", "\"\u202e\"", "\"2026-99-99T99:99:99Z\"",
            "\"9999-12-31T23:59:59.999Z\"", "\"0001-01-01T00:00:00Z\"", "\"../../etc\"", "\"a b\"", "[[[]]]", "[null]", "{\"a\":{\"a\":1}}",
        }.Select(Encoding.UTF8.GetBytes),
        .. new byte[][] { [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [(byte)'"', 0xFF, 0xFE, (byte)'"'], [0xEF, 0xBB, 0xBF] },
    ];

    private readonly byte[] _buffer = new byte[MostBytes];
    private readonly byte[] _other = new byte[MostBytes];

    /// <summary>How long the input is.</summary>
    public int Length { get; private set; }

    /// <summary>The input.</summary>
    public ReadOnlyMemory<byte> Memory => _buffer.AsMemory(0, Length);

    /// <summary>The input.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, Length);

    /// <summary>Makes the next input of a sound one: one to three kinds of damage after each other.</summary>
    public void Make(ref FuzzRandom random, ReadOnlySpan<byte[]> sound)
    {
        var from = random.Of(sound);
        Length = Math.Min(from.Length, MostBytes / 2);
        from.AsSpan(0, Length).CopyTo(_buffer);
        for (var rounds = 1 + random.Next(3); rounds > 0; rounds--)
            Damage(ref random, sound);
    }

    private void Damage(ref FuzzRandom random, ReadOnlySpan<byte[]> sound)
    {
        if (Length == 0)
            return;
        var at = random.Next(Length);
        switch (random.Next(16))
        {
            case 0: _buffer[at] ^= (byte)(1 << random.Next(8)); break;
            case 1: _buffer[at] = (byte)random.Next(256); break;
            case 2: _buffer[at] = random.Of<byte>(Signs); break;
            case 3: Replace(at, 0, [random.Of<byte>(Signs)]); break;
            case 4: Length = at; break;
            case 5: Replace(at, random.Next(Math.Min(40, Length - at)), []); break;
            case 6: Swap(ref random); break;
            case 7 or 8 or 9 or 10: Replace(Token(at), random.Of<byte[]>(Values)); break;
            case 11: Nest(at, 1 + random.Next(random.Next(8) == 0 ? 20_000 : 80), random.Next(2) == 0); break;
            case 12: Fill(at, 1 + random.Next(random.Next(50) == 0 ? 70_000 : 300), (byte)(random.Next(3) == 0 ? random.Next(256) : 'A' + random.Next(26))); break;
            case 13: Splice(ref random, at, random.Of(sound)); break;
            case 14: Replace(Token(at), []); break;
            default: Repeat(ref random, at); break;
        }
    }

    /// <summary>The text, number or word around a place.</summary>
    private Range Token(int at)
    {
        int start = at, end = at;
        while (start > 0 && !IsMark(_buffer[start - 1]))
            start--;
        while (end < Length && !IsMark(_buffer[end]))
            end++;
        return start..end;
    }

    private static bool IsMark(byte value) => value is (byte)',' or (byte)':' or (byte)'{' or (byte)'}' or (byte)'[' or (byte)']';

    private void Swap(ref FuzzRandom random)
    {
        var (one, other) = (Token(random.Next(Length)), Token(random.Next(Length)));
        if (one.Start.Value > other.Start.Value)
            (one, other) = (other, one);
        if (one.End.Value > other.Start.Value)
            return;
        var first = _buffer[one];
        var second = _buffer[other];
        Replace(other, first);
        Replace(one, second);
    }

    private void Nest(int at, int depth, bool isList)
    {
        depth = Math.Min(depth, MostBytes - Length);
        Shift(at, 0, depth);
        _buffer.AsSpan(at, depth).Fill(isList ? (byte)'[' : (byte)'{');
    }

    private void Fill(int at, int count, byte value)
    {
        count = Math.Min(count, MostBytes - Length);
        Shift(at, 0, count);
        _buffer.AsSpan(at, count).Fill(value);
    }

    private void Splice(ref FuzzRandom random, int at, ReadOnlySpan<byte> other)
    {
        if (other.IsEmpty)
            return;
        var part = other[random.Next(other.Length)..];
        Replace(at, random.Next(2) == 0 ? Length - at : 0, part[..Math.Min(part.Length, MostBytes / 2)]);
    }

    private void Repeat(ref FuzzRandom random, int at)
    {
        var part = Bytes.Slice(at, random.Next(Math.Min(200, Length - at)));
        part.CopyTo(_other);
        var length = part.Length;
        for (var times = 1 + random.Next(20); times > 0 && Length + length <= MostBytes; times--)
            Replace(at, 0, _other.AsSpan(0, length));
    }

    private void Replace(Range place, ReadOnlySpan<byte> value) => Replace(place.Start.Value, place.End.Value - place.Start.Value, value);

    private void Replace(int at, int removed, ReadOnlySpan<byte> value)
    {
        if (Length - removed + value.Length > MostBytes)
            return;
        Shift(at, removed, value.Length);
        value.CopyTo(_buffer.AsSpan(at));
    }

    private void Shift(int at, int removed, int added)
    {
        _buffer.AsSpan(at + removed, Length - at - removed).CopyTo(_buffer.AsSpan(at + added));
        Length += added - removed;
    }
}
