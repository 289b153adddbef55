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
    /// The two round numbers below a price and the two above it, by the step of <see cref="LevelStep"/>. Empty when the price is
    /// not a positive number in the range of prices.
    /// </summary>
    /// <param name="closes">Closes before it, in order of time: they keep the step from changing with every move.</param>
    /// <param name="price">The present price.</param>
    public static IReadOnlyList<double> RoundNumbers(IReadOnlyList<Close> closes, double price)
    {
        ArgumentNullException.ThrowIfNull(closes);
        if (!LevelStep.IsPrice(price))
            return [];
        var step = LevelStep.Of(closes.Select(close => close.Value).Append(price));
        var below = Math.Floor((decimal)price / step) * step;
        return [.. new[] { below - step, below, below + step, below + (2 * step) }.Where(level => level > 0).Select(level => (double)level)];
    }
}
