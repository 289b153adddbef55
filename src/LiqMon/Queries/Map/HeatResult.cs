using LiqMon.Maps;
using LiqMon.Market;

namespace LiqMon.Queries;

/// <summary>The map of one asset over time: each column is the map as it was made at its end, from what was known then.</summary>
public sealed record HeatResult : StoreResult
{
    /// <summary>The asset.</summary>
    public required string Asset { get; init; }

    /// <summary>Start of the first column.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>End of the last.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Start of the span in which positions were opened.</summary>
    public required DateTimeOffset OpenedFrom { get; init; }

    /// <summary>Length of a column; the last may be shorter.</summary>
    public required int ColumnSeconds { get; init; }

    /// <summary>What the map is made from: <c>path_memory</c> or <c>open_interest</c>.</summary>
    public required Forecast MadeFrom { get; init; }

    /// <summary>What this is: a model, and of what.</summary>
    public required string Model { get; init; }

    /// <summary>What the model assumes, each in a sentence.</summary>
    public required IReadOnlyList<string> Assumptions { get; init; }

    /// <summary>The newest price; null when none is stored.</summary>
    public required MapPriceResult? Price { get; init; }

    /// <summary>How far beyond the lowest and the highest price the rows reach, as a part of them.</summary>
    public required double Range { get; init; }

    /// <summary>The prices between which the rows lie, ascending: one more than rows. Empty without a price.</summary>
    public required IReadOnlyList<double> Edges { get; init; }

    /// <summary>The columns, in order of time.</summary>
    public required IReadOnlyList<HeatColumnResult> Columns { get; init; }

    /// <summary>The largest liquidations of the span, the largest first.</summary>
    public required IReadOnlyList<HeatOrderResult> Orders { get; init; }

    /// <summary>Whether liquidations are a floor.</summary>
    public required bool Floor { get; init; }

    /// <summary>Share of the normal volume of liquidations that was watched.</summary>
    public required decimal Covered { get; init; }
}

/// <summary>A column of a map over time.</summary>
/// <param name="From">Its start.</param>
/// <param name="To">Its end, the moment of the map.</param>
/// <param name="Low">Lowest price sampled in it; null where none was, and then nothing is known of the map.</param>
/// <param name="High">Highest price sampled in it.</param>
/// <param name="Close">Price at its end.</param>
/// <param name="LongUsd">Whole dollars of longs that stand in each row; empty where no price was sampled.</param>
/// <param name="ShortUsd">The same of shorts.</param>
/// <param name="LiquidatedLongUsd">Dollars of longs that were liquidated in it.</param>
/// <param name="LiquidatedShortUsd">The same of shorts.</param>
/// <param name="Covered">Share of the normal volume of liquidations that was watched in it.</param>
public sealed record HeatColumnResult(
    DateTimeOffset From, DateTimeOffset To, double? Low, double? High, double? Close, IReadOnlyList<long> LongUsd, IReadOnlyList<long> ShortUsd,
    decimal LiquidatedLongUsd, decimal LiquidatedShortUsd, decimal Covered);

/// <summary>A large liquidation on a map.</summary>
/// <param name="Time">The venue's time.</param>
/// <param name="Side">The position that was closed.</param>
/// <param name="Venue">Venue id.</param>
/// <param name="Symbol">The venue's symbol.</param>
/// <param name="Usd">Its dollars.</param>
/// <param name="Price">Where the market was: the fill, or the mark of the minute where the venue publishes another price.</param>
public sealed record HeatOrderResult(DateTimeOffset Time, LiquidatedSide Side, string Venue, string Symbol, decimal Usd, double Price);
