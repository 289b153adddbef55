namespace LiqMon.Benchmarks.Soak;

/// <summary>How fast memory grows, whatever single samples do: the median of the slopes between all pairs (Theil and Sen).</summary>
internal static class MemorySlope
{
    /// <summary>MiB a minute; 0 for less than two samples.</summary>
    public static double Of(IReadOnlyList<SoakSample> samples, Func<SoakSample, long> bytes)
    {
        var slopes = new List<double>();
        for (var i = 0; i < samples.Count; i++)
        {
            for (var j = i + 1; j < samples.Count; j++)
                slopes.Add((bytes(samples[j]) - bytes(samples[i])) / (double)(1 << 20) / (samples[j].At - samples[i].At).TotalMinutes);
        }

        slopes.Sort();
        return slopes.Count == 0 ? 0 : slopes[slopes.Count / 2];
    }
}
