using LiqMon.Maps;
using LiqMon.Statistics;

namespace LiqMon.Queries;

/// <summary>
/// How one forecast did beside the map that is judged. Intervals hold 95 % of series drawn again in blocks of neighbouring
/// windows. Null where a forecast says nothing of the kind, or too little is known.
/// </summary>
public sealed record MapForecastResult
{
    /// <summary>Which forecast.</summary>
    public required Forecast Forecast { get; init; }

    /// <summary>Whether it is the map that is judged.</summary>
    public required bool IsMap { get; init; }

    /// <summary>Share of the dollars in range in its top quarter of the traded levels, both sides.</summary>
    public required decimal? TopQuarterShare { get; init; }

    /// <summary>Interval of the share.</summary>
    public required IntervalResult? TopQuarterInterval { get; init; }

    /// <summary>Interval of the judged map's share less this one's.</summary>
    public required IntervalResult? MapLead { get; init; }

    /// <summary>Rank correlation with the dollars of longs, window by window.</summary>
    public required decimal? LongCorrelation { get; init; }

    /// <summary>The same given distance, range and volatility.</summary>
    public required decimal? LongPartial { get; init; }

    /// <summary>Interval of it.</summary>
    public required IntervalResult? LongPartialInterval { get; init; }

    /// <summary>Rank correlation with the dollars of shorts.</summary>
    public required decimal? ShortCorrelation { get; init; }

    /// <summary>The same given distance, range and volatility.</summary>
    public required decimal? ShortPartial { get; init; }

    /// <summary>Interval of it.</summary>
    public required IntervalResult? ShortPartialInterval { get; init; }

    /// <summary>Interval of the judged map's partial correlation less this one's, mean of both sides.</summary>
    public required IntervalResult? MapPartialLead { get; init; }

    internal static MapForecastResult Of(ForecastScore score, Forecast map) => new()
    {
        Forecast = score.Forecast,
        IsMap = score.Forecast == map,
        TopQuarterShare = Rounded(score.Share),
        TopQuarterInterval = IntervalResult.Of(score.ShareRange),
        MapLead = IntervalResult.Of(score.PlaceLead),
        LongCorrelation = Rounded(score.Longs?.Correlation),
        LongPartial = Rounded(score.Longs?.Partial),
        LongPartialInterval = IntervalResult.Of(score.Longs?.PartialRange),
        ShortCorrelation = Rounded(score.Shorts?.Correlation),
        ShortPartial = Rounded(score.Shorts?.Partial),
        ShortPartialInterval = IntervalResult.Of(score.Shorts?.PartialRange),
        MapPartialLead = IntervalResult.Of(score.AmountLead),
    };

    private static decimal? Rounded(double? number) => number is { } known ? Math.Round((decimal)known, 6) : null;
}

/// <summary>An interval.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public sealed record IntervalResult(decimal Low, decimal High)
{
    internal static IntervalResult? Of(Interval? interval) => interval is { } known
        ? new IntervalResult(Math.Round((decimal)known.Low, 6), Math.Round((decimal)known.High, 6))
        : null;
}
