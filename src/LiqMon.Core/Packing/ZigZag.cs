namespace LiqMon.Packing;

/// <summary>Numbers with a sign as numbers without: 0, -1, 1, -2 are 0, 1, 2, 3.</summary>
internal static class ZigZag
{
    internal static ulong Encode(long value) => (ulong)((value << 1) ^ (value >> 63));

    internal static long Decode(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);
}
