using LiqMon.Store;

namespace LiqMon.Influx;

/// <summary>Writes an asset's minute.</summary>
internal static class AssetPoint
{
    /// <summary>Begins and fills the point. Coins of different assets are not added up.</summary>
    internal static void Write(LineWriter writer, AssetMinute minute)
    {
        writer.Begin("asset_1m");
        writer.Tag("asset", minute.Asset);
        writer.Number("oi_usd", minute.OpenInterestUsd);
        if (minute.Asset != AssetMinute.All)
            writer.Number("oi_base", minute.OpenInterestBase);
        writer.Number("coin_flow_usd", minute.CoinFlowUsd);
        writer.Number("price_effect_usd", minute.PriceEffectUsd);
        writer.Number("funding_annual", minute.FundingAnnual);
    }
}
