using System.Text.Json.Nodes;

namespace LiqMon.Simulator;

/// <summary>WOO X: instruments and futures.</summary>
internal static class WooxRest
{
    public const string Name = "woox";

    public static ISimulatedVenue Create(IReadOnlyList<AssetProfile> assets, DateTimeOffset start)
    {
        var instruments = new ContractForm { Venue = Name, Linear = static name => $"PERP_{name}_USDT" }.List(assets, start);
        return new OpenInterestVenue(Name, instruments, (request, nowMs) => request.Path switch
        {
            "/v3/public/instruments" => Rows(RestBody.Rows(instruments, Contract), nowMs),
            "/v3/public/futures" => Rows(RestBody.Rows(instruments, it => Future(it, nowMs)), nowMs),
            _ => null,
        });
    }

    private static RestAnswer Rows(JsonArray rows, long nowMs) => RestBody.Ok(new JsonObject
    {
        ["success"] = true,
        ["data"] = new JsonObject { ["rows"] = rows },
        ["timestamp"] = nowMs,
    });

    private static JsonObject Contract(TradedInstrument it) => new()
    {
        ["symbol"] = it.Spec.Symbol,
        ["status"] = "TRADING",
        ["baseAsset"] = it.BaseName(),
        ["quoteAsset"] = "USDT",
        ["baseAssetMultiplier"] = 1,
    };

    private static JsonObject Future(TradedInstrument it, long nowMs) => new()
    {
        ["symbol"] = it.Spec.Symbol,
        ["indexPrice"] = it.Quote.Index.Text(),
        ["markPrice"] = it.Quote.Mark.Text(),
        ["estFundingRate"] = it.Quote.FundingRate.Text(),
        ["nextFundingTime"] = Funding.NextMs(nowMs),
        ["openInterest"] = it.Quote.OpenInterest.Text(),
    };
}
