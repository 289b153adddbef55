using LiqMon.Market;

namespace LiqMon.Windows;

/// <summary>A cascade with the seconds that count for it, the first and the last.</summary>
internal sealed record CascadeRun(Cascade Cascade, long FirstSecond, long LastSecond)
{
    /// <summary>The run that a stored cascade stands for. The seconds that counted are not stored; they may reach a minute further.</summary>
    public static CascadeRun Of(Cascade stored) => new(stored, stored.StartMs / 1_000, stored.EndMs / 1_000 - 1);

    /// <summary>Whether both are stored under the same name.</summary>
    public bool HasNameOf(CascadeRun other) =>
        Cascade.Asset == other.Cascade.Asset && Cascade.Side == other.Cascade.Side && Cascade.StartMs == other.Cascade.StartMs;

    /// <summary>Adds up the seconds of a run.</summary>
    /// <param name="asset">Its asset.</param>
    /// <param name="side">Its side.</param>
    /// <param name="first">First second that counts.</param>
    /// <param name="last">Last second that counts.</param>
    /// <param name="seconds">The asset's seconds, from a minute before the first at least to the last.</param>
    /// <param name="venues">What the bits of venues stand for.</param>
    public static CascadeRun Sum(
        string asset, LiquidatedSide side, long first, long last, ReadOnlySpan<SecondSums> seconds, VenueBits venues)
    {
        // What made the first second count happened in it or, seldom, shortly before.
        long start = first, end = first;
        foreach (ref readonly var second in seconds)
        {
            if (second.Of(side) == 0 || second.Second > last)
                continue;
            if (second.Second <= first)
                start = second.Second;
            end = Math.Max(end, second.Second);
        }

        if (start < first && end == first)
            end = start;
        var total = new SecondSums(start, 0, 0, 0, 0);
        long minute = long.MinValue, peak = start / 60;
        Int128 minuteMicroUsd = 0, peakMicroUsd = -1;
        foreach (ref readonly var second in seconds)
        {
            if (second.Second < start || second.Second > end)
                continue;
            total = total.Plus(second);
            if (second.Second / 60 != minute)
                (minute, minuteMicroUsd) = (second.Second / 60, 0);
            minuteMicroUsd += second.MicroUsd;
            if (minuteMicroUsd > peakMicroUsd)
                (peak, peakMicroUsd) = (minute, minuteMicroUsd);
        }

        var cascade = new Cascade
        {
            Asset = asset,
            Side = side,
            StartMs = start * 1_000,
            EndMs = (end + 1) * 1_000,
            MicroUsd = Stored(total.MicroUsd),
            SideMicroUsd = Stored(total.Of(side)),
            Orders = total.Orders,
            PeakMinuteMs = peak * 60_000,
            PeakMinuteMicroUsd = Stored(Int128.Max(0, peakMicroUsd)),
            Venues = venues.Names(total.Venues),
        };
        return new(cascade, first, last);
    }

    /// <summary>More than can be stored stands at the limit, as in every total.</summary>
    private static long Stored(Int128 microUsd) => (long)Int128.Min(microUsd, long.MaxValue);
}
