namespace LiqMon.Simulator;

/// <summary>What the market does at the moment.</summary>
/// <param name="LiquidationsPerSecond">Expected number over all venues, before the rate factor.</param>
/// <param name="CascadeAsset">The asset in a cascade; null when there is none.</param>
/// <param name="Falling">Direction of the cascade: falling prices liquidate longs.</param>
internal readonly record struct MarketPhase(double LiquidationsPerSecond, string? CascadeAsset, bool Falling);
