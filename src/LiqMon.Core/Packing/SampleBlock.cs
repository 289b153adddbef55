using System.Buffers.Binary;

namespace LiqMon.Packing;

/// <summary>
/// The samples of one contract over some time, an hour most often, in as few bytes as they can be given back from bit for
/// bit. Both kinds are together, because open interest in dollars follows from its coins and the price.
/// </summary>
public static class SampleBlock
{
    /// <summary>So many cells of a kind fit into a block: an hour of milliseconds.</summary>
    public const int MostCells = 3_600_000;

    internal const int ChecksumBytes = 2;
    internal const int FormatBits = 4;

    /// <summary>Stands before what is described here; another format would have another number.</summary>
    internal const int Format = 1;

    /// <summary>Packs samples; those of each kind in the order of their cells, at most <see cref="MostCells"/>.</summary>
    /// <param name="startMs">A moment at or before the first cell, Unix milliseconds; whoever unpacks needs it too.</param>
    /// <param name="marks">Prices.</param>
    /// <param name="openInterest">Open interest.</param>
    public static byte[] Pack(long startMs, ReadOnlySpan<MarkPriceCell> marks, ReadOnlySpan<OpenInterestCell> openInterest)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(marks.Length, MostCells);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(openInterest.Length, MostCells);
        var writer = new BitWriter();
        writer.Bits(0, 8 * ChecksumBytes);
        writer.Bits(Format, FormatBits);
        writer.Number(marks.Length);
        writer.Number(openInterest.Length);
        new SampleBlockWriter(writer, startMs).Write(marks, openInterest);
        var bytes = writer.ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(bytes, Checksum(bytes));
        return bytes;
    }

    /// <summary>FNV-1a over all behind the checksum, folded: a damaged block is recognised, not read as other numbers.</summary>
    internal static ushort Checksum(ReadOnlySpan<byte> bytes)
    {
        var hash = 2_166_136_261U;
        foreach (var one in bytes[ChecksumBytes..])
            hash = unchecked((hash ^ one) * 16_777_619U);
        return (ushort)(hash ^ (hash >> 16));
    }

    /// <summary>Where in the prices the last one at or before each cell is; the first for cells before it.</summary>
    internal static int Before(ReadOnlySpan<long> markCells, long cell, int from)
    {
        while (from + 1 < markCells.Length && markCells[from + 1] <= cell)
            from++;
        return from;
    }
}
