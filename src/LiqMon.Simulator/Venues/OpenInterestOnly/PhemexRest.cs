using System.Text.Json.Nodes;

namespace LiqMon.Simulator;

/// <summary>Phemex: products, tickers in real numbers, and coin-margined tickers in scaled integers.</summary>
internal static class PhemexRest
{
    public const string Name = "phemex";

    public static ISimulatedVenue Create(IReadOnlyList<AssetProfile> assets, DateTimeOffset start)
    {
        var form = new ContractForm
        {
            Venue = Name,
            Linear = static name => (name.StartsWith("1000", StringComparison.Ordinal) ? "u" : "") + name + "USDT",
            Inverse = static name => (name == "BTC" ? "" : "c") + name + "USD",
        };
        var instruments = form.List(assets, start);
        return new OpenInterestVenue(Name, instruments, (request, nowMs) => request.Path switch
        {
            "/public/products" => RestBody.Ok(new JsonObject
            {
                ["code"] = 0,
                ["msg"] = "",
                ["data"] = new JsonObject
                {
                    ["products"] = RestBody.Rows(instruments, it => it.Spec.Inverse, CoinProduct),
                    ["perpProductsV2"] = RestBody.Rows(instruments, it => !it.Spec.Inverse, Product),
                },
            }),
            "/md/v3/ticker/24hr/all" => Result(RestBody.Rows(instruments, it => !it.Spec.Inverse, it => Ticker(it, nowMs))),
            "/md/ticker/24hr/all" => Result(RestBody.Rows(instruments, it => it.Spec.Inverse, it => CoinTicker(it, nowMs))),
            _ => null,
        });
    }

    private static RestAnswer Result(JsonArray rows) =>
        RestBody.Ok(new JsonObject { ["error"] = null, ["id"] = 0, ["result"] = rows });

    private static JsonObject Product(TradedInstrument it) => new()
    {
        ["symbol"] = it.Spec.Symbol,
        ["type"] = "PerpetualV2",
        ["settleCurrency"] = "USDT",
        ["quoteCurrency"] = "USDT",
        ["baseCurrency"] = it.Profile.Thousands ? "1000 " + it.Spec.Asset : it.Spec.Asset,
        ["status"] = "Listed",
        ["perpProductSubType"] = "Normal",
    };

    private static JsonObject CoinProduct(TradedInstrument it) => new()
    {
        ["symbol"] = it.Spec.Symbol,
        ["type"] = "Perpetual",
        ["contractUnderlyingAssets"] = "USD",
        ["settleCurrency"] = it.Spec.Asset,
        ["quoteCurrency"] = "USD",
        ["contractSize"] = "1 USD",
        ["priceScale"] = 4,
        ["ratioScale"] = 8,
        ["status"] = "Listed",
    };

    private static JsonObject Ticker(TradedInstrument it, long nowMs) => new()
    {
        ["symbol"] = it.Spec.Symbol,
        ["openInterestRv"] = it.Quote.OpenInterest.Text(),
        ["indexRp"] = it.Quote.Index.Text(),
        ["markRp"] = it.Quote.Mark.Text(),
        ["fundingRateRr"] = it.Quote.FundingRate.Text(),
        ["timestamp"] = nowMs * 1_000_000,
    };

    private static JsonObject CoinTicker(TradedInstrument it, long nowMs) => new()
    {
        ["symbol"] = it.Spec.Symbol,
        ["openInterest"] = (long)it.Quote.OpenInterest,
        ["indexPrice"] = (long)(it.Quote.Index * 10_000m),
        ["markPrice"] = (long)(it.Quote.Mark * 10_000m),
        ["fundingRate"] = (long)(it.Quote.FundingRate * 100_000_000m),
        ["timestamp"] = nowMs * 1_000_000,
    };
}
