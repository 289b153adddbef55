using System.Text.Json.Nodes;

namespace LiqMon.Simulator;

/// <summary>XT: contracts, tickers of all, and open interest of one contract a call.</summary>
internal static class XtRest
{
    public const string Name = "xt";

    private const string Root = "/future/market/v1/public/";

    public static ISimulatedVenue Create(IReadOnlyList<AssetProfile> assets, DateTimeOffset start)
    {
        var form = new ContractForm { Venue = Name, Linear = static name => name.ToLowerInvariant() + "_usdt" };
        var instruments = form.List(assets, start);
        return new OpenInterestVenue(Name, instruments, (request, nowMs) => request.Path switch
        {
            Root + "symbol/list" => Result(RestBody.Rows(instruments, Contract)),
            Root + "q/agg-tickers" => Result(RestBody.Rows(instruments, it => Ticker(it, nowMs))),
            Root + "contract/open-interest" => instruments.FirstOrDefault(it => it.Listed && it.Spec.Symbol == request["symbol"]) is { } it
                ? Result(OpenInterest(it, nowMs))
                : RestBody.Ok(new JsonObject { ["returnCode"] = 1, ["msgInfo"] = "failure", ["result"] = null }),
            _ => null,
        });
    }

    private static RestAnswer Result(JsonNode result) =>
        RestBody.Ok(new JsonObject { ["returnCode"] = 0, ["msgInfo"] = "success", ["error"] = null, ["result"] = result });

    private static JsonObject Contract(TradedInstrument it) => new()
    {
        ["symbol"] = it.Spec.Symbol,
        ["contractType"] = "PERPETUAL",
        ["productType"] = "perpetual",
        ["underlyingType"] = "U_BASED",
        ["contractSize"] = it.Spec.ContractSize.Text(),
        ["tradeSwitch"] = true,
        ["state"] = 0,
        ["baseCoin"] = it.BaseName().ToLowerInvariant(),
        ["quoteCoin"] = "usdt",
    };

    private static JsonObject Ticker(TradedInstrument it, long nowMs) => new()
    {
        ["t"] = nowMs,
        ["s"] = it.Spec.Symbol,
        ["c"] = it.Quote.Mark.Text(),
        ["i"] = it.Quote.Index.Text(),
        ["m"] = it.Quote.Mark.Text(),
    };

    private static JsonObject OpenInterest(TradedInstrument it, long nowMs) => new()
    {
        ["symbol"] = it.Spec.Symbol,
        ["openInterest"] = it.Quote.OpenInterest.Text(),
        ["openInterestUsd"] = (it.Quote.OpenInterest * it.Quote.Mark).Text(),
        ["time"] = nowMs,
    };
}
