using LiqMon.Statistics;

namespace LiqMon.Maps;

/// <summary>How one forecast did over all windows.</summary>
/// <param name="Forecast">Which.</param>
/// <param name="Place">Where it expected liquidations, against where they were, both sides; null for one that says nothing about it.</param>
/// <param name="ShareRange">Interval of the share.</param>
/// <param name="PlaceLead">Interval of the map's share less this one's; wholly above zero where the map is better. Null for the map itself.</param>
/// <param name="Longs">How much it expected of longs, against how much there was; null for one that says nothing about it.</param>
/// <param name="Shorts">The same of shorts.</param>
/// <param name="AmountLead">Interval of the map's partial correlation less this one's, mean of both sides.</param>
public sealed record ForecastScore(
    Forecast Forecast, MapScore? Place, Interval? ShareRange, Interval? PlaceLead, AmountScore? Longs, AmountScore? Shorts, Interval? AmountLead)
{
    /// <summary>Share of the dollars in range in its top quarter, 0 to 1; that of chance for <see cref="Forecast.Chance"/>.</summary>
    public double? Share => Forecast == Forecast.Chance ? Place?.Baseline : Place?.Share;
}

/// <summary>How the expected and the liquidated dollars of windows rise and fall together, by their ranks.</summary>
/// <param name="Correlation">Between -1 and 1; null when it cannot be had.</param>
/// <param name="Partial">
/// The same given how far the price went against the side, its range, and its movement in the day before; null for a forecast that is one of these.
/// </param>
/// <param name="PartialRange">Interval of it.</param>
public sealed record AmountScore(double? Correlation, double? Partial, Interval? PartialRange);
