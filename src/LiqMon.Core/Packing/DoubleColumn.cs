namespace LiqMon.Packing;

/// <summary>
/// Numbers with a fraction, packed without loss in whichever way is shortest: as decimals; as a number known already times or
/// divided by a decimal, which is how coins, contracts and dollars of one position hang together; or as their bits.
/// </summary>
internal static class DoubleColumn
{
    private const int WayBits = 2;
    private const int ExponentBits = 5;

    private enum Way
    {
        Decimal,
        Bits,
        Product,
        Quotient,
    }

    /// <summary>Writes a column, none of which is NaN.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="values">The numbers, at least one.</param>
    /// <param name="known">Columns that the reader knows already, as long.</param>
    /// <param name="near">Decimals that may be near these ones, or near the factors to a known column.</param>
    /// <param name="wholes">Receives the numbers without their point, if they are written as decimals.</param>
    /// <returns>The decimals, if it was written as such.</returns>
    internal static DecimalColumn Write(BitWriter writer, ReadOnlySpan<double> values, scoped KnownColumns known, scoped DecimalColumn near, Span<long> wholes)
    {
        var best = default(Choice?);
        Consider(ref best, Way.Decimal, 0, values, [], near);
        for (var source = 0; source < known.Count; source++)
        {
            Consider(ref best, Way.Product, source, values, known[source], near);
            Consider(ref best, Way.Quotient, source, values, known[source], near);
        }

        var choice = best ?? new Choice { Way = Way.Bits, Wholes = Bits(values), Plan = IntegerColumn.Prepare(Bits(values), []) };
        writer.Bits((ulong)choice.Way, WayBits);
        if (choice.Way is Way.Product or Way.Quotient && known.Count > 1)
            writer.Bits((ulong)choice.Source, 1);
        if (choice.Way != Way.Bits)
            writer.Bits((ulong)(choice.Exponent - Decimals.Least), ExponentBits);
        choice.Plan.Write(writer);
        if (choice.Way != Way.Decimal)
            return default;
        choice.Wholes.CopyTo(wholes);
        return new(wholes, choice.Exponent);
    }

    /// <summary>Reads as many numbers as there is room for.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="values">Receives the numbers.</param>
    /// <param name="known">The columns that the writer knew.</param>
    /// <param name="near">The decimals that it knew.</param>
    /// <param name="wholes">Room for as many whole numbers.</param>
    /// <param name="room">Room for as many again.</param>
    /// <param name="exponent">That of the whole numbers, if it was written as decimals.</param>
    /// <returns>False when what is read cannot have been written.</returns>
    internal static bool TryRead(
        ref BitReader reader, Span<double> values, scoped KnownColumns known, scoped DecimalColumn near, Span<long> wholes, Span<long> room, out int? exponent)
    {
        exponent = null;
        var way = (Way)reader.Bits(WayBits);
        var source = way is Way.Product or Way.Quotient && known.Count > 1 ? (int)reader.Bits(1) : 0;
        var power = way == Way.Bits ? 0 : (int)reader.Bits(ExponentBits) + Decimals.Least;
        if (power > Decimals.Most || (way is Way.Product or Way.Quotient && source >= known.Count))
            return false;
        IntegerColumn.Read(ref reader, wholes, way == Way.Bits ? [] : near.At(power, room));
        ReadOnlySpan<double> column = way is Way.Product or Way.Quotient ? known[source] : [];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = way == Way.Bits
                ? BitConverter.Int64BitsToDouble(wholes[i])
                : Back(way, Decimals.Value(wholes[i], power), column.IsEmpty ? 0 : column[i]);
        }

        if (way == Way.Decimal)
            exponent = power;
        return true;
    }

    private static void Consider(ref Choice? best, Way way, int source, ReadOnlySpan<double> values, ReadOnlySpan<double> column, DecimalColumn near)
    {
        // The factors to a known column are most often prices as near ones: with as many digits they need no code at all.
        var from = way == Way.Decimal || near.Wholes.IsEmpty ? Decimals.Least : near.Exponent;
        var wholes = new long[values.Length];
        for (var exponent = from; exponent <= Decimals.Most; exponent++)
        {
            if (!AreExact(way, exponent, values, column, wholes))
                continue;
            var plan = IntegerColumn.Prepare(wholes, near.At(exponent, new long[values.Length]));
            if (best is not { } other || plan.Cost < other.Plan.Cost)
                best = new() { Way = way, Source = source, Exponent = exponent, Wholes = wholes, Plan = plan };
            return;
        }
    }

    /// <summary>Finds the whole numbers from which all numbers come back bit for bit.</summary>
    private static bool AreExact(Way way, int exponent, ReadOnlySpan<double> values, ReadOnlySpan<double> column, long[] wholes)
    {
        var last = 1L;
        for (var i = 0; i < values.Length; i++)
        {
            var other = column.IsEmpty ? 0 : column[i];
            var factor = way switch
            {
                Way.Product => values[i] / other,
                Way.Quotient => other / values[i],
                _ => values[i],
            };
            // Any factor keeps a zero.
            if (double.IsFinite(factor))
            {
                if (Decimals.Whole(factor, exponent) is not { } whole)
                    return false;
                last = whole;
            }

            if (!Decimals.IsSame(Back(way, Decimals.Value(last, exponent), other), values[i]))
                return false;
            wholes[i] = last;
        }

        return true;
    }

    private static double Back(Way way, double factor, double other) => way switch
    {
        Way.Product => other * factor,
        Way.Quotient => other / factor,
        _ => factor,
    };

    private static long[] Bits(ReadOnlySpan<double> values)
    {
        var bits = new long[values.Length];
        for (var i = 0; i < bits.Length; i++)
            bits[i] = BitConverter.DoubleToInt64Bits(values[i]);
        return bits;
    }

    private struct Choice
    {
        internal Way Way;
        internal int Source;
        internal int Exponent;
        internal long[] Wholes;
        internal IntegerColumn.Plan Plan;
    }
}
