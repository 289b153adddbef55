namespace LiqMon.Completeness;

/// <summary>
/// Keeps the weights of some hours for a minute: live totals are read every second, and what a venue normally contributes does
/// not change with them. One question needs those of two hours, of its span and of the spans before. May be used by several threads.
/// </summary>
public sealed class WeightCache
{
    private const long HoldsMs = 60_000;
    private const int MostHours = 32;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, (long ReadMs, Dictionary<string, decimal> Weights)> _kept = [];

    /// <summary>The weights of the week that ends at an hour, read anew when they are older than a minute.</summary>
    internal Dictionary<string, decimal> Of(long endMs, long nowMs, Func<Dictionary<string, decimal>> read)
    {
        lock (_gate)
        {
            if (_kept.TryGetValue(endMs, out var kept) && Holds(kept.ReadMs, nowMs))
                return kept.Weights;
        }

        var weights = read();
        lock (_gate)
        {
            if (_kept.Count >= MostHours)
            {
                foreach (var past in _kept.Where(kept => !Holds(kept.Value.ReadMs, nowMs)).Select(kept => kept.Key).ToList())
                    _kept.Remove(past);
                if (_kept.Count >= MostHours)
                    _kept.Clear();
            }

            _kept[endMs] = (nowMs, weights);
        }

        return weights;
    }

    private static bool Holds(long readMs, long nowMs) => nowMs >= readMs && nowMs - readMs < HoldsMs;
}
