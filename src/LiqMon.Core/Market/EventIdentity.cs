namespace LiqMon.Market;

/// <summary>
/// Distinguishes one event from another across frames, connections and replays: a hash of the venue's id where it sends one,
/// otherwise of the event's content and its ordinal among equal events of one frame. Stable for ever, because it is
/// stored; together with instrument and millisecond it is the event's key.
/// </summary>
public static class EventIdentity
{
    private const ulong Seed = 0x9E37_79B9_7F4A_7C15;

    /// <summary>Identity of an event without a venue id.</summary>
    /// <param name="side">Liquidated side.</param>
    /// <param name="timeMs">Venue time, Unix milliseconds.</param>
    /// <param name="price">Price as sent.</param>
    /// <param name="quantity">Quantity as sent.</param>
    /// <param name="ordinal">0 for the first of equal events in one frame, 1 for the second, …</param>
    public static ulong OfContent(LiquidatedSide side, long timeMs, ExactNumber price, ExactNumber quantity, int ordinal)
    {
        var hash = Mix(Seed, (ulong)timeMs);
        hash = Mix(hash, (ulong)price.Mantissa);
        hash = Mix(hash, (ulong)quantity.Mantissa);
        return Mix(hash, ((ulong)(uint)ordinal << 24) | ((ulong)side << 16) | ((ulong)price.Scale << 8) | quantity.Scale);
    }

    /// <summary>What distinguishes an order from others of its contract while it is filled; see <see cref="CumulativeOrder"/>.</summary>
    /// <param name="side">Liquidated side.</param>
    /// <param name="limitPrice">Limit price as sent.</param>
    /// <param name="ordered">Quantity of the whole order as sent.</param>
    public static ulong OfOrder(LiquidatedSide side, ExactNumber limitPrice, ExactNumber ordered)
    {
        var hash = Mix(Seed, (ulong)limitPrice.Mantissa);
        hash = Mix(hash, (ulong)ordered.Mantissa);
        return Mix(hash, ((ulong)side << 16) | ((ulong)limitPrice.Scale << 8) | ordered.Scale);
    }

    /// <summary>Identity of an event that carries the venue's own id.</summary>
    public static ulong OfVenueId(ReadOnlySpan<byte> id)
    {
        var hash = Seed ^ (ulong)id.Length;
        foreach (var value in id)
            hash = Mix(hash, value);
        return hash;
    }

    private static ulong Mix(ulong hash, ulong value)
    {
        // SplitMix64's finaliser.
        var mixed = hash ^ (value + Seed + (hash << 6) + (hash >> 2));
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58_476D_1CE4_E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB;
        return mixed ^ (mixed >> 31);
    }
}
