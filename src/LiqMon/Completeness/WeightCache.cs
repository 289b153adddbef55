namespace LiqMon.Completeness;

/// <summary>
/// Keeps the weights of the newest hour for a minute: live totals are read every second, and what a venue normally
/// contributes does not change with them. May be used by several threads.
/// </summary>
public sealed class WeightCache
{
    private const long HoldsMs = 60_000;

    private readonly Lock _gate = new();
    private (long EndMs, long ReadMs, Dictionary<string, decimal> Weights)? _kept;

    /// <summary>The weights of the week that ends at an hour, read anew when they are older than a minute.</summary>
    internal Dictionary<string, decimal> Of(long endMs, long nowMs, Func<Dictionary<string, decimal>> read)
    {
        lock (_gate)
        {
            if (_kept is { } kept && kept.EndMs == endMs && nowMs >= kept.ReadMs && nowMs - kept.ReadMs < HoldsMs)
                return kept.Weights;
        }

        var weights = read();
        lock (_gate)
            _kept = (endMs, nowMs, weights);
        return weights;
    }
}
