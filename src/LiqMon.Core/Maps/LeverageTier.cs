using LiqMon.Market;

namespace LiqMon.Maps;

/// <summary>Positions of one leverage.</summary>
/// <param name="Leverage">Position over margin, greater than 1.</param>
/// <param name="Weight">Part of the opened dollars that has this leverage, relative to the weights of the other tiers.</param>
/// <param name="MaintenanceMargin">Margin below which a position is closed, as a part of it, less than 1 / leverage.</param>
public readonly record struct LeverageTier(double Leverage, int Weight, double MaintenanceMargin)
{
    /// <summary>
    /// Where a position would be forced out: the price at which what is left of its own margin is the maintenance
    /// margin. Isolated margin, nothing added, fees and funding left out.
    /// </summary>
    public double LiquidationPrice(LiquidatedSide side, double entry) => side == LiquidatedSide.Long
        ? entry * (1 - 1 / Leverage + MaintenanceMargin)
        : entry * (1 + 1 / Leverage - MaintenanceMargin);
}
