using System.Numerics;

namespace LiqMon.Packing;

/// <summary>Writes numbers of any count of bits one after the other, the highest bit first.</summary>
internal sealed class BitWriter
{
    private byte[] _bytes = new byte[256];

    /// <summary>Bits written so far.</summary>
    internal int Length { get; private set; }

    internal void Clear()
    {
        _bytes.AsSpan(0, (Length + 7) / 8).Clear();
        Length = 0;
    }

    /// <summary>Writes the lowest bits of a number.</summary>
    internal void Bits(ulong value, int count)
    {
        if (Length + count > _bytes.Length * 8)
            Array.Resize(ref _bytes, 2 * _bytes.Length);
        while (count > 0)
        {
            var free = 8 - (Length & 7);
            var taken = Math.Min(free, count);
            var part = (value >> (count - taken)) & ((1UL << taken) - 1);
            _bytes[Length >> 3] |= (byte)(part << (free - taken));
            Length += taken;
            count -= taken;
        }
    }

    /// <summary>Writes a number with its length before it: 6 bits for 0, and its own bits beyond.</summary>
    internal void Number(long value)
    {
        var unsigned = ZigZag.Encode(value);
        var length = NumberBits(unsigned);
        Bits((ulong)Math.Min(length, BitReader.WholeNumber), BitReader.LengthBits);
        Bits(unsigned, length);
    }

    /// <summary>How many bits <see cref="Number"/> takes.</summary>
    internal static int CostOf(long value) => BitReader.LengthBits + NumberBits(ZigZag.Encode(value));

    /// <summary>Adds what another has written.</summary>
    internal void Append(BitWriter other)
    {
        for (var at = 0; at < other.Length; at += 8)
        {
            var count = Math.Min(8, other.Length - at);
            Bits((ulong)other._bytes[at >> 3] >> (8 - count), count);
        }
    }

    /// <summary>What was written, filled up with zeros to whole bytes.</summary>
    internal byte[] ToArray() => _bytes[..((Length + 7) / 8)];

    private static int NumberBits(ulong unsigned)
    {
        var length = 64 - BitOperations.LeadingZeroCount(unsigned);
        return length >= BitReader.WholeNumber ? 64 : length;
    }
}
