using LiqMon.Configuration;
using LiqMon.Lake;

namespace LiqMon.Hosting;

/// <summary>Reads where closed days are written as Parquet. Without <c>Lake:Directory</c> none are.</summary>
internal static class LakeReading
{
    /// <summary>A day is over, settled and written well before anything of it is removed.</summary>
    internal static readonly TimeSpan LeastKept = TimeSpan.FromDays(3);

    /// <summary>Reads the settings; adds what is wrong to the errors.</summary>
    /// <param name="sources">The settings.</param>
    /// <param name="retention">For how long single liquidations are kept; null for ever.</param>
    /// <param name="detail">For how long samples are kept by the minute.</param>
    /// <param name="errors">What is wrong is added here.</param>
    internal static LakePlan? Read(SettingsSources sources, TimeSpan? retention, TimeSpan detail, List<string> errors)
    {
        if (sources.Merged["Lake:Directory"] is not { } directory || string.IsNullOrWhiteSpace(directory))
            return null;
        if (retention < LeastKept)
            errors.Add("Store:LiquidationRetention: with Lake:Directory it must be at least 3d, so that each day is written before its orders are removed.");
        if (detail < LeastKept)
            errors.Add("Store:SampleDetail: with Lake:Directory it must be at least 3d, so that each day is written before its samples are thinned.");
        return new LakePlan { Directory = directory.Trim() };
    }
}
