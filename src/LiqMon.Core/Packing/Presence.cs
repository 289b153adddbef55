namespace LiqMon.Packing;

/// <summary>Which numbers of a column are known: all, none, or one bit for each.</summary>
internal static class Presence
{
    /// <summary>Writes it; returns how many are known.</summary>
    internal static int Write(BitWriter writer, ReadOnlySpan<bool> isKnown)
    {
        var known = isKnown.Count(true);
        writer.Bits(known == isKnown.Length ? 1UL : 0, 1);
        if (known == isKnown.Length)
            return known;
        writer.Bits(known == 0 ? 1UL : 0, 1);
        for (var i = 0; known > 0 && i < isKnown.Length; i++)
            writer.Bits(isKnown[i] ? 1UL : 0, 1);
        return known;
    }

    /// <summary>Reads it; returns how many are known.</summary>
    internal static int Read(ref BitReader reader, Span<bool> isKnown)
    {
        if (reader.Bits(1) == 1)
        {
            isKnown.Fill(true);
            return isKnown.Length;
        }

        isKnown.Clear();
        if (reader.Bits(1) == 1)
            return 0;
        foreach (ref var known in isKnown)
            known = reader.Bits(1) == 1;
        return isKnown.Count(true);
    }
}
