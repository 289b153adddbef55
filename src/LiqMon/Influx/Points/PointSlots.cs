namespace LiqMon.Influx;

/// <summary>
/// Gives each of the liquidations that share contract, side and millisecond a nanosecond of its own within that
/// millisecond, because InfluxDB keeps one point for a series and time.
/// <para>
/// An event's own nanosecond is its identity, mixed, over a million. Two of k twins want the same one with a probability
/// of about k²/2,000,000; then the lower identity has it, and the others look further, in order of identity, along a path
/// that their identity gives, past every nanosecond that is some twin's own. So the places depend on the twins only, never on
/// their order of arrival: any collector that knows the same events writes the same points. A twin that comes later may move
/// another one on, but takes its place at once, so writing all twins again leaves no point that belongs to none.
/// </para>
/// </summary>
public static class PointSlots
{
    /// <summary>Nanoseconds of a millisecond.</summary>
    public const int Slots = 1_000_000;

    /// <summary>Finds the places of all twins.</summary>
    /// <param name="identities">Their identities, ascending by unsigned value, each once; fewer than 100,000.</param>
    /// <param name="slots">Filled with the place of each, 0 to 999,999.</param>
    public static void Assign(ReadOnlySpan<ulong> identities, Span<int> slots)
    {
        if (identities.Length == 1)
        {
            slots[0] = Own(identities[0]);
            return;
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(identities.Length, Slots / 2);
        var taken = new HashSet<int>(identities.Length);
        List<int>? moved = null;
        for (var i = 0; i < identities.Length; i++)
        {
            slots[i] = Own(identities[i]);
            if (!taken.Add(slots[i]))
                (moved ??= []).Add(i);
        }

        foreach (var i in moved ?? [])
        {
            var path = identities[i];
            do
            {
                path = Mix(path);
                slots[i] = Own(path);
            }
            while (!taken.Add(slots[i]));
        }
    }

    /// <summary>The nanosecond that an event has unless a twin has it.</summary>
    public static int Own(ulong identity) => (int)Math.BigMul(Mix(identity), Slots, out _);

    private static ulong Mix(ulong value)
    {
        // SplitMix64: identities may be counters, and neighbours must not stay neighbours.
        var mixed = value + 0x9E37_79B9_7F4A_7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58_476D_1CE4_E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB;
        return mixed ^ (mixed >> 31);
    }
}
