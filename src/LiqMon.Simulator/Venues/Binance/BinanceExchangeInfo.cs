using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>The instrument lists of /fapi and /dapi.</summary>
internal static class BinanceExchangeInfo
{
    /// <summary>Delivery date of perpetuals: Binance uses a day in 2100.</summary>
    private const long Never = 4_133_404_800_000;

    public static byte[] Of(IReadOnlyList<TradedInstrument> family, bool isUm, long nowMs) => JsonBody.Of((family, isUm, nowMs), static (json, all) =>
    {
        json.WriteStartObject();
        json.WriteString("timezone", "UTC");
        json.WriteNumber("serverTime", all.nowMs);
        if (all.isUm) json.WriteString("futuresType", "U_MARGINED");
        json.WriteStartArray("rateLimits");
        json.WriteStartObject();
        json.WriteString("rateLimitType", "REQUEST_WEIGHT");
        json.WriteString("interval", "MINUTE");
        json.WriteNumber("intervalNum", 1);
        json.WriteNumber("limit", 2400);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartArray("exchangeFilters");
        json.WriteEndArray();
        json.WriteStartArray("symbols");
        foreach (var instrument in all.family) WriteSymbol(json, instrument.Spec, all.isUm);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void WriteSymbol(Utf8JsonWriter json, SimulatedInstrument spec, bool isUm)
    {
        json.WriteStartObject();
        json.WriteString("symbol", spec.Symbol);
        json.WriteString("pair", spec.Pair());
        json.WriteString("contractType", spec.ExpiryMs is null ? "PERPETUAL" : "CURRENT_QUARTER");
        json.WriteNumber("deliveryDate", spec.ExpiryMs ?? Never);
        json.WriteNumber("onboardDate", spec.LaunchMs);
        json.WriteString(isUm ? "status" : "contractStatus", "TRADING");
        if (!isUm) json.WriteNumber("contractSize", spec.ContractSize);
        json.WriteString("baseAsset", spec.BaseAsset());
        json.WriteString("quoteAsset", isUm ? "USDT" : "USD");
        json.WriteString("marginAsset", isUm ? "USDT" : spec.Asset);
        json.WriteNumber("pricePrecision", spec.PriceTick.Scale);
        json.WriteNumber("quantityPrecision", spec.QuantityStep.Scale);
        json.WriteNumber("baseAssetPrecision", 8);
        json.WriteNumber("quotePrecision", 8);
        json.WriteString("underlyingType", "COIN");
        json.WriteStartArray("underlyingSubType");
        json.WriteEndArray();
        json.WriteStartArray("filters");
        json.WriteStartObject();
        json.WriteString("filterType", "PRICE_FILTER");
        json.WriteText("tickSize", spec.PriceTick);
        json.WriteEndObject();
        json.WriteStartObject();
        json.WriteString("filterType", "LOT_SIZE");
        json.WriteText("stepSize", spec.QuantityStep);
        json.WriteText("minQty", spec.QuantityStep);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
