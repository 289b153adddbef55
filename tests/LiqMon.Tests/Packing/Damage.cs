using System.Buffers.Binary;

namespace LiqMon.Tests.Packing;

/// <summary>What a failing disk or a bad copy makes of bytes.</summary>
internal static class Damage
{
    /// <summary>Other bytes than those given.</summary>
    internal static byte[] Of(Random random, byte[] bytes)
    {
        var damaged = bytes.ToArray();
        switch (random.Next(4))
        {
            case 0:
                return damaged[..random.Next(damaged.Length)];
            case 1:
                return [.. damaged, .. new byte[random.Next(1, 9)]];
            case 2:
                var from = random.Next(damaged.Length);
                random.NextBytes(damaged.AsSpan(from, random.Next(1, damaged.Length - from + 1)));
                damaged[from] = (byte)~bytes[from];
                return damaged;
            default:
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
                return damaged;
        }
    }

    /// <summary>Puts the checksum of what is behind it in front, by its definition: FNV-1a of 32 bits, its halves folded.</summary>
    internal static void Seal(byte[] bytes)
    {
        uint hash = 0x811C9DC5;
        for (var i = 2; i < bytes.Length; i++)
            hash = unchecked((hash ^ bytes[i]) * 0x01000193);
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)((hash & 0xFFFF) ^ (hash >> 16)));
    }
}
