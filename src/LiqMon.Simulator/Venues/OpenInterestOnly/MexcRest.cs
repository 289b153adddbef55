using System.Text.Json.Nodes;

namespace LiqMon.Simulator;

/// <summary>MEXC futures: contracts and tickers.</summary>
internal static class MexcRest
{
    public const string Name = "mexc";

    public static ISimulatedVenue Create(IReadOnlyList<AssetProfile> assets, DateTimeOffset start)
    {
        var form = new ContractForm
        {
            Venue = Name,
            Linear = static name => name + "_USDT",
            Inverse = static name => name + "_USD",
            CountsContracts = true,
            InverseSize = 100m,
        };
        var instruments = form.List(assets, start);
        return new OpenInterestVenue(Name, instruments, (request, nowMs) => request.Path switch
        {
            "/api/v1/contract/detail" => List(RestBody.Rows(instruments, Contract)),
            "/api/v1/contract/ticker" => List(RestBody.Rows(instruments, it => Ticker(it, nowMs))),
            _ => null,
        });
    }

    private static RestAnswer List(JsonArray rows) =>
        RestBody.Ok(new JsonObject { ["success"] = true, ["code"] = 0, ["data"] = rows });

    private static JsonObject Contract(TradedInstrument it) => new()
    {
        ["symbol"] = it.Spec.Symbol,
        ["baseCoin"] = it.BaseName(),
        ["quoteCoin"] = it.Spec.Inverse ? "USD" : "USDT",
        ["settleCoin"] = it.Spec.Inverse ? it.BaseName() : "USDT",
        ["contractSize"] = it.Spec.ContractSize,
        ["state"] = 0,
        ["futureType"] = 1,
        ["type"] = 1,
        ["conceptPlate"] = new JsonArray(),
    };

    private static JsonObject Ticker(TradedInstrument it, long nowMs) => new()
    {
        ["symbol"] = it.Spec.Symbol,
        ["lastPrice"] = it.Quote.Mark,
        ["holdVol"] = it.Quote.OpenInterest,
        ["fairPrice"] = it.Quote.Mark,
        ["indexPrice"] = it.Quote.Index,
        ["fundingRate"] = it.Quote.FundingRate,
        ["timestamp"] = nowMs,
    };
}
