namespace LiqMon.Packing;

/// <summary>Numbers of which some are not known: NaN. Packed as which of them are, and those.</summary>
internal static class OptionalColumn
{
    /// <summary>Writes a column; see <see cref="DoubleColumn.Write"/>.</summary>
    internal static DecimalColumn Write(BitWriter writer, ReadOnlySpan<double> values, scoped KnownColumns known, scoped DecimalColumn near, Span<long> wholes)
    {
        var isKnown = new bool[values.Length];
        for (var i = 0; i < isKnown.Length; i++)
            isKnown[i] = !double.IsNaN(values[i]);
        var count = Presence.Write(writer, isKnown);
        if (count == 0)
            return default;
        if (count == values.Length)
            return DoubleColumn.Write(writer, values, known, near, wholes);
        var decimals = DoubleColumn.Write(
            writer, Pick(values, isKnown, count), known.Pick(isKnown, count), new(Pick(near.Wholes, isKnown, count), near.Exponent), wholes[..count]);
        if (decimals.Wholes.IsEmpty)
            return default;
        Spread(isKnown, count, wholes);
        return new(wholes, decimals.Exponent);
    }

    /// <summary>Reads as many numbers as there is room for; see <see cref="DoubleColumn.TryRead"/>.</summary>
    internal static bool TryRead(
        ref BitReader reader, Span<double> values, scoped KnownColumns known, scoped DecimalColumn near, Span<long> wholes, ColumnRoom room, out int? exponent)
    {
        exponent = null;
        var isKnown = room.IsKnown.AsSpan(0, values.Length);
        var count = Presence.Read(ref reader, isKnown);
        if (count == values.Length && count > 0)
            return DoubleColumn.TryRead(ref reader, values, known, near, wholes, room.Near.AsSpan(0, count), out exponent);
        values.Fill(double.NaN);
        if (count == 0)
            return true;
        Span<double> picked = new double[count];
        if (!DoubleColumn.TryRead(
                ref reader, picked, known.Pick(isKnown, count), new(Pick(near.Wholes, isKnown, count), near.Exponent), wholes[..count],
                room.Near.AsSpan(0, count), out exponent))
            return false;
        for (int i = 0, next = 0; i < values.Length; i++)
        {
            if (isKnown[i])
                values[i] = picked[next++];
        }

        Spread(isKnown, count, wholes);
        return true;
    }

    internal static ReadOnlySpan<T> Pick<T>(ReadOnlySpan<T> values, ReadOnlySpan<bool> isKnown, int count)
    {
        if (values.IsEmpty)
            return values;
        var picked = new T[count];
        for (int i = 0, next = 0; i < isKnown.Length; i++)
        {
            if (isKnown[i])
                picked[next++] = values[i];
        }

        return picked;
    }

    /// <summary>Whole numbers of some as those of all: where one is not known, that of the one before.</summary>
    private static void Spread(ReadOnlySpan<bool> isKnown, int count, Span<long> wholes)
    {
        for (int i = isKnown.Length - 1, next = count - 1; i >= 0; i--)
        {
            wholes[i] = wholes[Math.Max(next, 0)];
            if (isKnown[i])
                next--;
        }
    }
}
