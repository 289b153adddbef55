namespace LiqMon.Context;

/// <summary>One minute of spot trading.</summary>
/// <param name="TimeMs">Its start, Unix milliseconds.</param>
/// <param name="Volume">Coins traded.</param>
/// <param name="TakerBuy">Coins of it that buyers took.</param>
public readonly record struct FlowMinute(long TimeMs, double Volume, double TakerBuy);

/// <summary>Whether somebody seems to trade by the clock.</summary>
public enum FlowState : byte
{
    /// <summary>Neither.</summary>
    None,

    /// <summary>Steady buying.</summary>
    Buying,

    /// <summary>Steady selling.</summary>
    Selling,
}

/// <summary>
/// A flag for flow like that of a TWAP order, which buys or sells equal slices at equal times: over the last two hours
/// one side took more than 55 % of the volume in at least 80 % of the minutes, and the minutes' sizes of that side varied less
/// than in four of five stretches of two hours before. It is a sign, no proof: whose orders they are is not public.
/// </summary>
/// <param name="State">Which side, if any.</param>
/// <param name="BuyMinutes">Part of the minutes in which buyers took more than 55 %.</param>
/// <param name="SellMinutes">Part of the minutes in which sellers did.</param>
/// <param name="Variation">Standard deviation of the leading side's minutes over their mean.</param>
/// <param name="VariationLimit">The 20th percentile of the same over the stretches before; below it flow counts as steady.</param>
public readonly record struct SteadyFlow(
    FlowState State, double BuyMinutes, double SellMinutes, double Variation, double VariationLimit)
{
    /// <summary>Minutes looked at.</summary>
    public const int Minutes = 120;

    /// <summary>Least stretches of two hours before, to know what is usual.</summary>
    public const int LeastStretches = 20;

    private const double TakenShare = 0.55;
    private const double MinutesShare = 0.8;
    private const long MinuteMs = 60_000;

    /// <summary>The flag at the newest minute; null when minutes are missing or there is too little before.</summary>
    /// <param name="minutes">Minutes in order of time.</param>
    public static SteadyFlow? Of(IReadOnlyList<FlowMinute> minutes)
    {
        ArgumentNullException.ThrowIfNull(minutes);
        var stretches = new List<FlowMinute[]>();
        // Back to back from the newest on; a stretch with a hole says nothing about how its sizes vary.
        for (var end = minutes.Count; end >= Minutes; end -= Minutes)
        {
            var stretch = minutes.Skip(end - Minutes).Take(Minutes).ToArray();
            var isWhole = stretch[^1].TimeMs - stretch[0].TimeMs == (Minutes - 1) * MinuteMs;
            if (isWhole)
                stretches.Add(stretch);
            else if (end == minutes.Count)
                return null;
        }

        if (stretches.Count <= LeastStretches)
            return null;
        var now = stretches[0];
        var buying = now.Count(minute => minute.TakerBuy > TakenShare * minute.Volume) / (double)Minutes;
        var selling = now.Count(minute => minute.Volume - minute.TakerBuy > TakenShare * minute.Volume) / (double)Minutes;
        var isBuying = buying >= selling;
        var variation = VariationOf(now, isBuying);
        var before = stretches.Skip(1).Select(stretch => VariationOf(stretch, isBuying)).Order().ToList();
        var limit = before[(before.Count - 1) / 5];
        var state = variation >= limit ? FlowState.None
            : buying >= MinutesShare ? FlowState.Buying
            : selling >= MinutesShare ? FlowState.Selling
            : FlowState.None;
        return new SteadyFlow(state, buying, selling, variation, limit);
    }

    private static double VariationOf(FlowMinute[] stretch, bool isBuying)
    {
        var sizes = stretch.Select(minute => isBuying ? minute.TakerBuy : minute.Volume - minute.TakerBuy).ToList();
        var mean = sizes.Average();
        return mean > 0 ? SpanVolatility.Deviation(sizes) / mean : double.PositiveInfinity;
    }
}
