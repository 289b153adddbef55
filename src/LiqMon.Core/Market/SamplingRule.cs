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
