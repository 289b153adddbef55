namespace LiqMon.Context;

/// <summary>How far a price is from its average, in the words of Bespoke Investment Group.</summary>
public enum TrendState : byte
{
    /// <summary>More than two standard deviations below.</summary>
    ExtremelyOversold,

    /// <summary>More than one below.</summary>
    Oversold,

    /// <summary>Within one.</summary>
    Neutral,

    /// <summary>More than one above.</summary>
    Overbought,

    /// <summary>More than two above.</summary>
    ExtremelyOverbought,
}

/// <summary>A price beside the average of the daily closes before it.</summary>
/// <param name="Mean">Average of the closes.</param>
/// <param name="Deviation">Their standard deviation about it.</param>
/// <param name="Score">How many standard deviations the price is above the average; negative below.</param>
/// <param name="State">The same in a word.</param>
public readonly record struct MovingAverage(double Mean, double Deviation, double Score, TrendState State)
{
    /// <summary>Closes averaged.</summary>
    public const int Closes = 50;

    /// <summary>
    /// The price against the last 50 daily closes; null when there are not as many, or when they do not differ. The scale
    /// (one deviation overbought, two extremely) is Bespoke's; which deviation they take is not published, here it is
    /// that of the same 50 closes, as in Bollinger's bands.
    /// </summary>
    public static MovingAverage? Of(IReadOnlyList<double> closes, double price)
    {
        ArgumentNullException.ThrowIfNull(closes);
        if (closes.Count < Closes)
            return null;
        var last = closes.Skip(closes.Count - Closes).ToList();
        var mean = last.Average();
        var deviation = Math.Sqrt(last.Average(close => (close - mean) * (close - mean)));
        if (!(deviation > 0))
            return null;
        var score = (price - mean) / deviation;
        return new MovingAverage(mean, deviation, score, StateOf(score));
    }

    private static TrendState StateOf(double score) => score switch
    {
        > 2 => TrendState.ExtremelyOverbought,
        > 1 => TrendState.Overbought,
        < -2 => TrendState.ExtremelyOversold,
        < -1 => TrendState.Oversold,
        _ => TrendState.Neutral,
    };
}
