namespace LiqMon.Packing;

/// <summary>Moments that are whole steps from one moment: cells of a raster, hours at which funding is paid.</summary>
internal static class SteppedColumn
{
    internal static void Write(BitWriter writer, ReadOnlySpan<long> moments, long startMs)
    {
        if (moments.IsEmpty)
            return;
        var step = 0L;
        foreach (var moment in moments)
            step = Divisor(step, unchecked(moment - startMs));
        step = step == 0 ? 1 : step;
        var steps = new long[moments.Length];
        for (var i = 0; i < steps.Length; i++)
            steps[i] = unchecked(moments[i] - startMs) / step;
        writer.Number(step);
        IntegerColumn.Write(writer, steps, []);
    }

    internal static void Read(ref BitReader reader, scoped Span<long> moments, long startMs)
    {
        if (moments.IsEmpty)
            return;
        var step = reader.Number();
        IntegerColumn.Read(ref reader, moments, []);
        foreach (ref var moment in moments)
            moment = unchecked(startMs + (moment * step));
    }

    private static long Divisor(long one, long other)
    {
        while (other != 0)
            (one, other) = (other, other == -1 ? 0 : one % other);
        // The least number has no positive counterpart.
        return one is > 0 or long.MinValue ? one : -one;
    }
}
