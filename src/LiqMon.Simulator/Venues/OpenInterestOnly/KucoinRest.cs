using System.Globalization;
using System.Text.Json.Nodes;

namespace LiqMon.Simulator;

/// <summary>KuCoin Futures: one list with everything, and the history of open interest.</summary>
internal static class KucoinRest
{
    public const string Name = "kucoin";

    public static ISimulatedVenue Create(IReadOnlyList<AssetProfile> assets, DateTimeOffset start)
    {
        var form = new ContractForm
        {
            Venue = Name,
            Base = static profile => profile.Asset == "BTC" ? "XBT" : (profile.Thousands ? "1000" : "") + profile.Asset,
            Linear = static name => name + "USDTM",
            Inverse = static name => name + "USDM",
            CountsContracts = true,
        };
        var instruments = form.List(assets, start);
        return new OpenInterestVenue(Name, instruments, (request, nowMs) => request.Path switch
        {
            "/api/v1/contracts/active" => List(RestBody.Rows(instruments, it => Contract(it, nowMs))),
            "/api/ua/v1/market/open-interest" => History(instruments, request, nowMs),
            _ => null,
        });
    }

    private static RestAnswer List(JsonNode rows) => RestBody.Ok(new JsonObject { ["code"] = "200000", ["data"] = rows });

    private static JsonObject Contract(TradedInstrument it, long nowMs) => new()
    {
        ["symbol"] = it.Spec.Symbol,
        ["type"] = "FFWCSX",
        ["baseCurrency"] = it.Spec.Asset == "BTC" ? "XBT" : it.BaseName(),
        ["quoteCurrency"] = it.Spec.Inverse ? "USD" : "USDT",
        ["settleCurrency"] = it.Spec.Inverse ? it.Spec.Asset == "BTC" ? "XBT" : it.Spec.Asset : "USDT",
        ["multiplier"] = it.Spec.Inverse ? -1m : it.Spec.ContractSize,
        ["isQuanto"] = !it.Spec.Inverse,
        ["isInverse"] = it.Spec.Inverse,
        ["status"] = "Open",
        ["fundingFeeRate"] = it.Quote.FundingRate,
        ["openInterest"] = it.Quote.OpenInterest.Text(),
        ["markPrice"] = it.Quote.Mark,
        ["indexPrice"] = it.Quote.Index,
        ["nextFundingRateTime"] = Funding.NextMs(nowMs) - nowMs,
        ["nextFundingRateDateTime"] = Funding.NextMs(nowMs),
        ["assetClass"] = "CRYPTO",
    };

    /// <summary>Newest first, at most a page.</summary>
    private static RestAnswer History(List<TradedInstrument> instruments, ClientRequest request, long nowMs)
    {
        if (instruments.FirstOrDefault(it => it.Spec.Symbol == request["symbol"]) is not { } instrument)
            return RestBody.Ok(new JsonObject { ["code"] = "400100", ["msg"] = "Symbol not exists" });
        var step = request["interval"] == "1hour" ? 3_600_000L : 300_000L;
        var (from, to) = (Number("startAt") ?? 0, Math.Min(Number("endAt") ?? nowMs, nowMs));
        var rows = new JsonArray();
        for (var time = to - (to % step); time >= from && rows.Count < (Number("pageSize") ?? 200); time -= step)
            rows.Add(new JsonObject { ["openInterest"] = instrument.PastOpenInterest(time).Text(), ["ts"] = time });
        return List(rows);

        long? Number(string name) => long.TryParse(request[name], CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
