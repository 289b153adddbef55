namespace LiqMon.Maps;

/// <summary>
/// How much a price moved in the day behind it: the root of the sum of squared changes of its logarithm.
/// </summary>
public sealed class PathVolatility
{
    /// <summary>How long a change counts.</summary>
    public const long LengthMs = 86_400_000;

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
        while (_changes.TryPeek(out var oldest) && oldest.TimeMs <= timeMs - LengthMs)
            _sum -= _changes.Dequeue().Squared;
    }
}
