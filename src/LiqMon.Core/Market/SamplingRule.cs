namespace LiqMon.Market;

/// <summary>Which orders a venue publishes that publishes some of each second only.</summary>
public enum SamplingRule : byte
{
    /// <summary>The order of most dollars per contract and second, whichever its side.</summary>
    LargestPerSecond = 0,

    /// <summary>The last order per contract and second, whichever its side.</summary>
    LatestPerSecond = 1,

    /// <summary>The long and the short of most dollars per contract and second.</summary>
    LargestPerSideAndSecond = 2,
}

/// <summary>What can be learned of a feed that is sampled by a rule.</summary>
public static class SamplingRules
{
    /// <summary>
    /// Whether what is hidden can be estimated as a number. The last order of a second says nothing of the size of the others:
    /// on real orders such estimates came out at a third of the truth to three times it. Of such feeds only a range is known.
    /// </summary>
    public static bool AllowsEstimate(this SamplingRule rule) => rule != SamplingRule.LatestPerSecond;
}
