namespace LiqMon.Context;

/// <summary>Prices over one span.</summary>
/// <param name="StartMs">Start of the span, Unix milliseconds; a whole multiple of its length.</param>
/// <param name="Open">First price.</param>
/// <param name="High">Highest price.</param>
/// <param name="Low">Lowest price.</param>
/// <param name="Close">Last price.</param>
public readonly record struct Candle(long StartMs, double Open, double High, double Low, double Close)
{
    /// <summary>A day of UTC, milliseconds.</summary>
    public const long DayMs = 86_400_000;

    /// <summary>Puts shorter candles in order of time together to days of UTC. A day without any is left out, never filled.</summary>
    public static IReadOnlyList<Candle> Days(IEnumerable<Candle> candles)
    {
        ArgumentNullException.ThrowIfNull(candles);
        var days = new List<Candle>();
        foreach (var candle in candles)
        {
            var startMs = candle.StartMs - candle.StartMs % DayMs;
            if (days.Count > 0 && days[^1] is var day && day.StartMs == startMs)
                days[^1] = day with { High = Math.Max(day.High, candle.High), Low = Math.Min(day.Low, candle.Low), Close = candle.Close };
            else
                days.Add(candle with { StartMs = startMs });
        }

        return days;
    }
}
