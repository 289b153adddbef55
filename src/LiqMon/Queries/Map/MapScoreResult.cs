namespace LiqMon.Queries;

/// <summary>How well the map of positions predicted where one asset was liquidated, against chance.</summary>
public sealed record MapScoreResult
{
    /// <summary>The asset.</summary>
    public required string Asset { get; init; }

    /// <summary>Start of the span.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>End of the span.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>What was scored.</summary>
    public required string Model { get; init; }

    /// <summary>From when on it was scored; before that the map only filled.</summary>
    public required DateTimeOffset ScoredFrom { get; init; }

    /// <summary>Length of a window in seconds.</summary>
    public required long HorizonSeconds { get; init; }

    /// <summary>Share of the span's minutes in which the price was sampled.</summary>
    public required decimal PriceCoverage { get; init; }

    /// <summary>Share of the readings of open interest that found any.</summary>
    public required decimal OpenInterestCoverage { get; init; }

    /// <summary>Liquidated dollars whose venues publish no market price; they were placed at the mark price of the minute.</summary>
    public required decimal PlacedAtMarkUsd { get; init; }

    /// <summary>Longs.</summary>
    public required MapScoreSide Longs { get; init; }

    /// <summary>Shorts.</summary>
    public required MapScoreSide Shorts { get; init; }

    /// <summary>Both together.</summary>
    public required MapScoreSide Both { get; init; }

    /// <summary>The map and what it has to be better than, over the same windows; none when no window is over.</summary>
    public required IReadOnlyList<MapForecastResult> Forecasts { get; init; }

    /// <summary>What follows, in a sentence, by the rule of <see cref="LiqMon.Maps.MapVerdict"/>.</summary>
    public required string Verdict { get; init; }

    /// <summary>Coverage of the liquidations, venue by venue.</summary>
    public IReadOnlyList<CoverageResult> Coverage { get; init; } = [];
}

/// <summary>The score of one side.</summary>
/// <param name="TopQuarterShare">Share of the dollars in range that fell into the quarter of the traded levels for which the map had the most; null without any.</param>
/// <param name="BaselineShare">The same for levels chosen at random.</param>
/// <param name="InRangeUsd">Dollars liquidated at traded levels ahead of the price, in the windows that count.</param>
/// <param name="RealisedUsd">All dollars liquidated while it was scored.</param>
/// <param name="Orders">Orders they were.</param>
/// <param name="Windows">Windows looked at.</param>
/// <param name="Scored">Windows that count.</param>
/// <param name="Narrow">Windows in which the price traded through too few levels on this side.</param>
/// <param name="Blank">Windows that count although the map was empty where the price went.</param>
public sealed record MapScoreSide(
    decimal? TopQuarterShare,
    decimal? BaselineShare,
    decimal InRangeUsd,
    decimal RealisedUsd,
    int Orders,
    int Windows,
    int Scored,
    int Narrow,
    int Blank);
