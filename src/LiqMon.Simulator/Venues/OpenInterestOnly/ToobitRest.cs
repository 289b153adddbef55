using System.Text.Json.Nodes;

namespace LiqMon.Simulator;

/// <summary>Toobit: contracts, tickers, marks and funding rates, with a book that is not listed among them.</summary>
internal static class ToobitRest
{
    public const string Name = "toobit";

    public static ISimulatedVenue Create(IReadOnlyList<AssetProfile> assets, DateTimeOffset start)
    {
        var form = new ContractForm { Venue = Name, Linear = static name => name + "-SWAP-USDT", CountsContracts = true };
        var instruments = form.List(assets, start);
        return new OpenInterestVenue(Name, instruments, (request, nowMs) => request.Path switch
        {
            "/api/v1/exchangeInfo" => RestBody.Ok(new JsonObject { ["timezone"] = "UTC", ["contracts"] = RestBody.Rows(instruments, Contract) }),
            "/quote/v1/contract/ticker/24hr" => RestBody.Ok(WithUnlisted(RestBody.Rows(instruments, it => Ticker(it, nowMs)), "s", "op")),
            "/quote/v1/markPrice" => RestBody.Ok(WithUnlisted(RestBody.Rows(instruments, it => Mark(it, nowMs)), "symbolId", "price")),
            "/api/v1/futures/fundingRate" => RestBody.Ok(RestBody.Rows(instruments, it => Rate(it, nowMs))),
            _ => null,
        });
    }

    private static JsonArray WithUnlisted(JsonArray rows, string symbol, string number)
    {
        rows.Add(new JsonObject { [symbol] = "TBV_BTC-SWAP-USDT", [number] = "1" });
        return rows;
    }

    private static JsonObject Contract(TradedInstrument it) => new()
    {
        ["symbol"] = it.Spec.Symbol,
        ["status"] = "TRADING",
        ["baseAsset"] = it.Spec.Symbol,
        ["quoteAsset"] = "USDT",
        ["inverse"] = false,
        ["index"] = it.BaseName(),
        ["indexToken"] = it.BaseName() + "USDT",
        ["marginToken"] = "USDT",
        ["contractMultiplier"] = it.Spec.ContractSize.Text(),
        ["underlying"] = it.BaseName(),
        ["isRwa"] = false,
    };

    private static JsonObject Ticker(TradedInstrument it, long nowMs) => new()
    {
        ["t"] = ((decimal)nowMs).Text(),
        ["s"] = it.Spec.Symbol,
        ["c"] = it.Quote.Mark.Text(),
        ["op"] = it.Quote.OpenInterest.Text(),
    };

    private static JsonObject Mark(TradedInstrument it, long nowMs) => new()
    {
        ["exchangeId"] = 301,
        ["symbolId"] = it.Spec.Symbol,
        ["price"] = it.Quote.Mark.Text(),
        ["time"] = ((decimal)nowMs).Text(),
    };

    private static JsonObject Rate(TradedInstrument it, long nowMs) => new()
    {
        ["symbol"] = it.Spec.Symbol,
        ["rate"] = it.Quote.FundingRate.Text(),
        ["period"] = "8H",
        ["nextFundingTime"] = ((decimal)Funding.NextMs(nowMs)).Text(),
    };
}
