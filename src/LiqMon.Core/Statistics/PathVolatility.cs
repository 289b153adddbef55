namespace LiqMon.Statistics;

/// <summary>
/// How much a price moved in the time behind it: the root of the sum of squared changes of its logarithm.
/// </summary>
/// <param name="lengthMs">How long a change counts, in milliseconds.</param>
public sealed class PathVolatility(long lengthMs)
{
    private readonly Queue<(long TimeMs, double Squared)> _changes = new();
    private double _sum;
    private double? _last;

    /// <summary>The movement, not below zero.</summary>
    public double Value => Math.Sqrt(Math.Max(_sum, 0));

    /// <summary>Takes a price; times do not go back.</summary>
    /// <param name="timeMs">Unix milliseconds.</param>
    /// <param name="price">Greater than zero and finite.</param>
    public void Add(long timeMs, double price)
    {
        var logarithm = Math.Log(price);
        if (_last is { } before)
        {
            var squared = (logarithm - before) * (logarithm - before);
            _changes.Enqueue((timeMs, squared));
            _sum += squared;
        }

        _last = logarithm;
        while (_changes.TryPeek(out var oldest) && oldest.TimeMs <= timeMs - lengthMs)
            _sum -= _changes.Dequeue().Squared;
    }
}
