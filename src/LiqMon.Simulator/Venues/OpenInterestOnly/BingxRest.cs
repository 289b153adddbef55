using System.Text.Json.Nodes;

namespace LiqMon.Simulator;

/// <summary>BingX: contracts and marks in lists, open interest by the contract, in dollars or coins.</summary>
internal static class BingxRest
{
    public const string Name = "bingx";

    public static ISimulatedVenue Create(IReadOnlyList<AssetProfile> assets, DateTimeOffset start)
    {
        var form = new ContractForm
        {
            Venue = Name,
            Linear = static name => name + "-USDT",
            Inverse = static name => name + "-USD",
            InverseSize = 100m,
        };
        var instruments = form.List(assets, start);
        return new OpenInterestVenue(Name, instruments, (request, nowMs) => request.Path switch
        {
            "/openApi/swap/v2/quote/contracts" => Data(RestBody.Rows(instruments, it => !it.Spec.Inverse, Contract)),
            "/openApi/cswap/v1/market/contracts" => Data(RestBody.Rows(instruments, it => it.Spec.Inverse, CoinContract)),
            "/openApi/swap/v2/quote/premiumIndex" => Data(RestBody.Rows(instruments, it => !it.Spec.Inverse, it => Mark(it, nowMs))),
            "/openApi/cswap/v1/market/premiumIndex" => Data(RestBody.Rows(instruments, it => it.Spec.Inverse, it => Mark(it, nowMs))),
            "/openApi/swap/v2/quote/openInterest" when Find(request, isInverse: false) is { } it => Data(OpenInterest(it, nowMs)),
            "/openApi/cswap/v1/market/openInterest" when Find(request, isInverse: true) is { } it => Data(new JsonArray(OpenInterest(it, nowMs))),
            "/openApi/swap/v2/quote/openInterest" or "/openApi/cswap/v1/market/openInterest" => RestBody.Ok(
                new JsonObject { ["code"] = 109415, ["msg"] = "this symbol is currently offline", ["data"] = new JsonObject() }),
            _ => null,
        });

        TradedInstrument? Find(ClientRequest request, bool isInverse) =>
            instruments.FirstOrDefault(it => it.Listed && it.Spec.Inverse == isInverse && it.Spec.Symbol == request["symbol"]);
    }

    private static RestAnswer Data(JsonNode data) => RestBody.Ok(new JsonObject { ["code"] = 0, ["msg"] = "", ["data"] = data });

    private static JsonObject Contract(TradedInstrument it) => new()
    {
        ["symbol"] = it.Spec.Symbol,
        ["size"] = it.Spec.QuantityStep.Text(),
        ["currency"] = "USDT",
        ["asset"] = it.BaseName(),
        ["status"] = 1,
    };

    private static JsonObject CoinContract(TradedInstrument it) => new()
    {
        ["symbol"] = it.Spec.Symbol,
        ["minTradeValue"] = it.Spec.ContractSize.Text(),
        ["minQty"] = "1",
        ["status"] = 1,
    };

    private static JsonObject Mark(TradedInstrument it, long nowMs) => new()
    {
        ["symbol"] = it.Spec.Symbol,
        ["markPrice"] = it.Quote.Mark.Text(),
        ["indexPrice"] = it.Quote.Index.Text(),
        ["lastFundingRate"] = it.Quote.FundingRate.Text(),
        ["nextFundingTime"] = Funding.NextMs(nowMs),
        ["fundingIntervalHours"] = 8,
    };

    private static JsonObject OpenInterest(TradedInstrument it, long nowMs)
    {
        var quote = it.Quote;
        var number = it.Spec.Inverse ? quote.OpenInterest * it.Spec.ContractSize / quote.Mark : quote.OpenInterest * quote.Mark;
        return new() { ["openInterest"] = decimal.Round(number, 4).Text(), ["symbol"] = it.Spec.Symbol, ["time"] = nowMs };
    }
}
