using System.Text.Json.Nodes;

namespace LiqMon.Simulator;

/// <summary>Crypto.com Exchange: instruments, tickers with spot pairs among them, and valuations by the contract.</summary>
internal static class CryptocomRest
{
    public const string Name = "cryptocom";

    public static ISimulatedVenue Create(IReadOnlyList<AssetProfile> assets, DateTimeOffset start)
    {
        var instruments = new ContractForm { Venue = Name, Linear = static name => name + "USD-PERP" }.List(assets, start);
        return new OpenInterestVenue(Name, instruments, (request, nowMs) => request.Path switch
        {
            "/exchange/v1/public/get-instruments" => Result("public/get-instruments", new() { ["data"] = RestBody.Rows(instruments, Contract) }),
            "/exchange/v1/public/get-tickers" => Result("public/get-tickers", new() { ["data"] = Tickers(instruments, nowMs) }),
            "/exchange/v1/public/get-valuations" when instruments.FirstOrDefault(it => it.Spec.Symbol == request["instrument_name"]) is { } it =>
                Result("public/get-valuations", Valuation(it, request["valuation_type"], nowMs)),
            "/exchange/v1/public/get-valuations" => RestBody.Ok(new JsonObject { ["code"] = 40004, ["message"] = "Missing instrument_name param" }),
            _ => null,
        });
    }

    private static RestAnswer Result(string method, JsonObject result) =>
        RestBody.Ok(new JsonObject { ["id"] = -1, ["method"] = method, ["code"] = 0, ["result"] = result });

    private static JsonObject Contract(TradedInstrument it) => new()
    {
        ["symbol"] = it.Spec.Symbol,
        ["inst_type"] = "PERPETUAL_SWAP",
        ["base_ccy"] = it.BaseName(),
        ["quote_ccy"] = "USD",
        ["contract_size"] = "1",
        ["tradable"] = true,
        ["underlying_symbol"] = it.BaseName() + "USD-INDEX",
        ["product_type"] = "DIGITAL_CURRENCIES",
    };

    private static JsonArray Tickers(List<TradedInstrument> instruments, long nowMs)
    {
        var rows = RestBody.Rows(instruments, it => new JsonObject
        {
            ["i"] = it.Spec.Symbol,
            ["a"] = it.Quote.Mark.Text(),
            ["oi"] = it.Quote.OpenInterest.Text(),
            ["t"] = nowMs,
        });
        rows.Add(new JsonObject { ["i"] = "BTC_USDT", ["a"] = "1", ["oi"] = "0", ["t"] = nowMs });
        return rows;
    }

    private static JsonObject Valuation(TradedInstrument it, string? type, long nowMs)
    {
        var value = type switch { "mark_price" => it.Quote.Mark, "index_price" => it.Quote.Index, _ => it.Quote.FundingRate };
        return new()
        {
            ["data"] = new JsonArray(new JsonObject { ["v"] = value.Text(), ["t"] = nowMs - (nowMs % 1000) }),
            ["instrument_name"] = it.Spec.Symbol,
        };
    }
}
