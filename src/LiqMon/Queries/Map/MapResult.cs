using LiqMon.Market;

namespace LiqMon.Queries;

/// <summary>A model of where positions of one asset would be forced out.</summary>
public sealed record MapResult : StoreResult
{
    /// <summary>The asset.</summary>
    public required string Asset { get; init; }

    /// <summary>Start of the span in which positions were opened.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>End of the span.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>What this is: a model, and of what.</summary>
    public required string Model { get; init; }

    /// <summary>What the model assumes, each in a sentence.</summary>
    public required IReadOnlyList<string> Assumptions { get; init; }

    /// <summary>The leverages assumed.</summary>
    public required IReadOnlyList<MapTierResult> Tiers { get; init; }

    /// <summary>The price at the end; null when none is stored.</summary>
    public required MapPriceResult? Price { get; init; }

    /// <summary>Venues whose open interest was read.</summary>
    public required IReadOnlyList<string> Venues { get; init; }

    /// <summary>Contracts whose open interest was read.</summary>
    public required int Contracts { get; init; }

    /// <summary>Open interest at the end in US dollars, one-sided.</summary>
    public required decimal OpenInterestUsd { get; init; }

    /// <summary>Share of the span's minutes in which the price was sampled.</summary>
    public required decimal PriceCoverage { get; init; }

    /// <summary>Share of the readings of open interest that found any.</summary>
    public required decimal OpenInterestCoverage { get; init; }

    /// <summary>Longs, forced out below the price.</summary>
    public required MapSideResult Longs { get; init; }

    /// <summary>Shorts, forced out above the price.</summary>
    public required MapSideResult Shorts { get; init; }

    /// <summary>How far from the price the levels listed reach, as a part of it.</summary>
    public required double Range { get; init; }

    /// <summary>Width of a level as a part of the price.</summary>
    public required double LevelWidth { get; init; }

    /// <summary>The levels at which anything stands, in order of price.</summary>
    public required IReadOnlyList<MapLevelResult> Levels { get; init; }
}

/// <summary>Positions of one leverage.</summary>
/// <param name="Leverage">Position over margin.</param>
/// <param name="Weight">Part of the opened dollars, 0 to 1.</param>
/// <param name="MaintenanceMargin">Margin below which a position is closed, as a part of it.</param>
public sealed record MapTierResult(double Leverage, decimal Weight, double MaintenanceMargin);

/// <summary>The mark price that a map stands around.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Symbol">The venue's symbol.</param>
/// <param name="Usd">For one unit of the asset.</param>
/// <param name="Time">End of its minute.</param>
public sealed record MapPriceResult(string Venue, string Symbol, double Usd, DateTimeOffset Time);

/// <summary>What became of the positions of one side that were opened in the span: built is standing, consumed and left together.</summary>
/// <param name="BuiltUsd">Opened.</param>
/// <param name="StandingUsd">Still there, by the model.</param>
/// <param name="ConsumedUsd">At levels through which the price traded.</param>
/// <param name="LeftUsd">Closed as open interest fell.</param>
/// <param name="InRangeUsd">Standing within the range.</param>
/// <param name="OpenInterestShare">Standing, as a part of all open interest; the rest was opened before the span, or was consumed in the model only.</param>
public sealed record MapSideResult(
    decimal BuiltUsd, decimal StandingUsd, decimal ConsumedUsd, decimal LeftUsd, decimal InRangeUsd, decimal? OpenInterestShare);

/// <summary>A level of a map.</summary>
/// <param name="Side">The positions that stand there.</param>
/// <param name="FromPrice">Its lower end.</param>
/// <param name="ToPrice">Its upper end.</param>
/// <param name="Usd">Dollars that would be forced out there, at the prices they were opened at.</param>
public sealed record MapLevelResult(LiquidatedSide Side, double FromPrice, double ToPrice, decimal Usd);
