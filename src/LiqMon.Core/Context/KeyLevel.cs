namespace LiqMon.Context;

/// <summary>A price at one moment.</summary>
/// <param name="TimeMs">Unix milliseconds.</param>
/// <param name="Value">The price, or whatever else is watched.</param>
public readonly record struct Close(long TimeMs, double Value);

/// <summary>What a price did at a level.</summary>
/// <param name="IsAbove">Whether the present price is at the level or above it.</param>
/// <param name="CrossedMs">Time of the first close of the present run on that side, or the present when no close confirms it
/// yet; null when there was no other side in the history.</param>
/// <param name="Run">Closes of that run.</param>
/// <param name="Flipped">Whether the run is long enough: what was crossed upwards is now support, downwards resistance.</param>
/// <param name="SinceMs">Time of the last close on the same side before the crossing: "the first time since"; null when there was none.</param>
public readonly record struct KeyLevel(bool IsAbove, long? CrossedMs, int Run, bool Flipped, long? SinceMs)
{
    /// <summary>Reads a history at a level.</summary>
    /// <param name="closes">Closes of finished spans, in order of time.</param>
    /// <param name="now">The present price: it decides the side, and is no close yet.</param>
    /// <param name="level">The level; a price at it counts as above.</param>
    /// <param name="flipCloses">So many closes beyond the level make it flip; at least 1.</param>
    public static KeyLevel Read(IReadOnlyList<Close> closes, Close now, double level, int flipCloses)
    {
        ArgumentNullException.ThrowIfNull(closes);
        ArgumentOutOfRangeException.ThrowIfLessThan(flipCloses, 1);
        var isAbove = now.Value >= level;
        var start = closes.Count;
        while (start > 0 && closes[start - 1].Value >= level == isAbove)
            start--;
        var run = closes.Count - start;
        if (start == 0)
            return new KeyLevel(isAbove, null, run, false, null);
        var before = start - 1;
        while (before >= 0 && closes[before].Value >= level != isAbove)
            before--;
        return new KeyLevel(
            isAbove, run > 0 ? closes[start].TimeMs : now.TimeMs, run, run >= flipCloses, before < 0 ? null : closes[before].TimeMs);
    }

    /// <summary>
    /// The two round numbers below a price and the two above it: multiples of half its power of ten, such as 5,000 from
    /// 10,000 on. Empty when the price is not a positive number in the range of prices.
    /// </summary>
    public static IReadOnlyList<double> RoundNumbers(double price)
    {
        if (!(price is >= 1e-12 and < 1e15))
            return [];
        // In decimals, so that a level is exactly the number that people write.
        var step = 0.5m;
        var power = (int)Math.Floor(Math.Log10(price));
        for (; power > 0; power--)
            step *= 10;
        for (; power < 0; power++)
            step /= 10;
        var below = Math.Floor((decimal)price / step) * step;
        return [.. new[] { below - step, below, below + step, below + (2 * step) }.Where(level => level > 0).Select(level => (double)level)];
    }
}
