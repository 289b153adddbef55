using System.Buffers.Binary;
using System.Numerics;

namespace LiqMon.Packing;

/// <summary>Reads what <see cref="BitWriter"/> wrote. Beyond the end it reads zeros, and says so.</summary>
internal ref struct BitReader(ReadOnlySpan<byte> bytes)
{
    /// <summary>Bits of the length before a number.</summary>
    internal const int LengthBits = 6;

    /// <summary>The length that stands for all 64 bits.</summary>
    internal const int WholeNumber = 63;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    /// <summary>Whether more was read than there is.</summary>
    internal readonly bool IsOverrun => _at > _bytes.Length * 8;

    /// <summary>Reads up to 64 bits.</summary>
    internal ulong Bits(int count)
    {
        if (count > 56)
            return (Bits(count - 32) << 32) | Bits(32);
        if (count == 0)
            return 0;
        var value = Peek() >> (64 - count);
        Skip(count);
        return value;
    }

    /// <summary>Reads a number with its length before it.</summary>
    internal long Number()
    {
        var length = (int)Bits(LengthBits);
        return ZigZag.Decode(Bits(length == WholeNumber ? 64 : length));
    }

    /// <summary>Reads ones up to the zero behind them, or until there are as many as given.</summary>
    internal int Ones(int most)
    {
        var ones = Math.Min(BitOperations.LeadingZeroCount(~Peek()), most);
        Skip(ones < most ? ones + 1 : ones);
        return ones;
    }

    /// <summary>At least the next 57 bits, from the top.</summary>
    private readonly ulong Peek()
    {
        var at = _at >> 3;
        if (at + sizeof(ulong) <= _bytes.Length)
            return BinaryPrimitives.ReadUInt64BigEndian(_bytes[at..]) << (_at & 7);
        var value = 0UL;
        for (var i = 0; i < sizeof(ulong); i++)
            value = (value << 8) | (at + i < _bytes.Length ? _bytes[at + i] : (byte)0);
        return value << (_at & 7);
    }

    // Damaged numbers may lead far beyond the end: there it stays.
    private void Skip(int count) => _at = Math.Min(_at + count, (_bytes.Length * 8) + 1);
}
