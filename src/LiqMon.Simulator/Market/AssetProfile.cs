namespace LiqMon.Simulator;

/// <summary>Where an asset's price starts and how finely the venues quote it.</summary>
/// <param name="Asset">Normalised base asset.</param>
/// <param name="Price">Starting price of one unit in dollars.</param>
/// <param name="PriceTick">Price step of the contracts that quote one unit.</param>
/// <param name="QuantityStep">Quantity step, in units, of the contracts measured in the asset.</param>
/// <param name="OkxContractSize">Units in one OKX contract.</param>
/// <param name="Weight">Share of the liquidation flow, relative to the other assets.</param>
/// <param name="Thousands">The linear contracts elsewhere than on OKX quote 1000 units, as 1000PEPEUSDT does.</param>
internal sealed record AssetProfile(
    string Asset,
    decimal Price,
    decimal PriceTick,
    decimal QuantityStep,
    decimal OkxContractSize,
    int Weight,
    bool Thousands = false)
{
    private static readonly AssetProfile[] Known =
    [
        new("BTC", 101_000m, 0.10m, 0.001m, 0.01m, 12),
        new("ETH", 3_650m, 0.01m, 0.001m, 0.1m, 9),
        new("SOL", 182m, 0.010m, 0.01m, 1m, 6),
        new("XRP", 2.41m, 0.0001m, 0.1m, 100m, 4),
        new("DOGE", 0.2043m, 0.00001m, 1m, 1_000m, 3),
        new("BNB", 940m, 0.010m, 0.01m, 0.01m, 2),
        new("ADA", 0.6120m, 0.0001m, 1m, 100m, 2),
        new("LINK", 16.42m, 0.001m, 0.01m, 1m, 2),
        new("PEPE", 0.00001124m, 0.000000001m, 1m, 10_000_000m, 2, Thousands: true),
        new("AVAX", 21.40m, 0.001m, 0.1m, 1m, 1),
        new("LTC", 98.20m, 0.01m, 0.001m, 1m, 1),
        new("SUI", 2.210m, 0.0001m, 0.1m, 1m, 1),
    ];

    /// <summary>Dollars of open interest that one contract of the asset starts with.</summary>
    public decimal OpenInterestUsd => 60_000_000m * Weight;

    /// <summary>The profile of an asset; one that is not known gets a price between 1 and 100 that follows from its name.</summary>
    public static AssetProfile Of(string asset)
    {
        foreach (var profile in Known)
        {
            if (profile.Asset == asset) return profile;
        }
        var hash = 17u;
        foreach (var letter in asset) hash = unchecked((hash * 31) + letter);
        return new AssetProfile(asset, 1m + (hash % 99_000 / 1000m), 0.001m, 0.1m, 1m, 1);
    }
}
