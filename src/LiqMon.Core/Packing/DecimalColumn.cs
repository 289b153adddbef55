namespace LiqMon.Packing;

/// <summary>Decimals with one exponent for all of them; none at all where they are empty.</summary>
/// <param name="wholes">The numbers without their point.</param>
/// <param name="exponent">How many digits are behind the point.</param>
internal readonly ref struct DecimalColumn(ReadOnlySpan<long> wholes, int exponent)
{
    internal ReadOnlySpan<long> Wholes { get; } = wholes;

    internal int Exponent { get; } = exponent;

    /// <summary>The same numbers at another exponent, or near to them; as many as there is room for, or none.</summary>
    internal ReadOnlySpan<long> At(int exponent, Span<long> room)
    {
        if (Wholes.IsEmpty)
            return [];
        for (var i = 0; i < room.Length; i++)
            room[i] = Decimals.Rescale(Wholes[i], Exponent, exponent);
        return room;
    }
}
