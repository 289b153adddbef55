using System.Globalization;

namespace LiqMon.Simulator;

/// <summary>Binance's REST endpoints of both API families.</summary>
internal sealed class BinanceRest(
    IReadOnlyList<TradedInstrument> instruments, string usdPath = "/fapi/v1/", string? coinPath = "/dapi/v1/")
{
    private readonly RequestWeightPool _pool = new();

    public IReadOnlyList<TradedInstrument> Instruments => instruments;

    public RestAnswer? Answer(ClientRequest request, long nowMs)
    {
        if (coinPath is not null && request.Path == "/futures/data/openInterestHist")
            return BinanceOpenInterestHistory.Answer(instruments, request, nowMs);
        if (coinPath is not null && request.Path == "/futures/data/globalLongShortAccountRatio")
            return BinanceAccounts.Answer(instruments, request, nowMs);
        var isUm = request.Path.StartsWith(usdPath, StringComparison.Ordinal);
        if (!isUm && (coinPath is null || !request.Path.StartsWith(coinPath, StringComparison.Ordinal))) return null;
        var endpoint = request.Path[(isUm ? usdPath : coinPath!).Length..];
        var one = request["symbol"];
        if (endpoint is not ("exchangeInfo" or "openInterest" or "premiumIndex")) return null;
        var weight = endpoint == "premiumIndex" && one is null ? 10 : 1;
        var (used, status, retryAfter) = _pool.Charge(weight, nowMs);
        var headers = new Dictionary<string, string>
        {
            ["X-MBX-USED-WEIGHT-1M"] = used.ToString(CultureInfo.InvariantCulture),
        };
        if (status != 200)
        {
            headers["Retry-After"] = retryAfter.ToString(CultureInfo.InvariantCulture);
            return new RestAnswer(status, Error(-1003, "Too many requests; current limit of IP is 2400 requests per minute."), headers);
        }
        var family = instruments.Where(instrument => instrument.Listed && instrument.Spec.IsUm() == isUm).ToList();
        var chosen = family.FirstOrDefault(instrument => instrument.Spec.Symbol == one);
        if (endpoint == "exchangeInfo") return new RestAnswer(200, BinanceExchangeInfo.Of(family, isUm, nowMs), headers);
        if (one is not null && chosen is null) return new RestAnswer(400, Error(-1121, "Invalid symbol."), headers);
        if (endpoint == "premiumIndex") return new RestAnswer(200, PremiumIndex(chosen, family, isUm, nowMs), headers);
        return chosen is null
            ? new RestAnswer(400, Error(-1102, "Mandatory parameter 'symbol' was not sent, was empty/null, or malformed."), headers)
            : new RestAnswer(200, OpenInterest(chosen), headers);
    }

    private static byte[] OpenInterest(TradedInstrument instrument) => JsonBody.Of(instrument, static (json, it) =>
    {
        json.WriteStartObject();
        json.WriteString("symbol", it.Spec.Symbol);
        if (!it.Spec.IsUm()) json.WriteString("pair", it.Spec.Pair());
        json.WriteText("openInterest", it.Quote.OpenInterest);
        if (!it.Spec.IsUm()) json.WriteString("contractType", it.Spec.ExpiryMs is null ? "PERPETUAL" : "CURRENT_QUARTER");
        json.WriteNumber("time", it.Quote.TimeMs);
        json.WriteEndObject();
    });

    /// <summary>UM answers one object for one symbol; CM answers a list in any case.</summary>
    private static byte[] PremiumIndex(TradedInstrument? one, List<TradedInstrument> family, bool isUm, long nowMs) =>
        JsonBody.Of((one, family, isUm, nowMs), static (json, requested) =>
        {
            var isList = requested.one is null || !requested.isUm;
            if (isList) json.WriteStartArray();
            foreach (var instrument in requested.one is null ? requested.family : [requested.one])
            {
                var (spec, quote) = (instrument.Spec, instrument.Quote);
                json.WriteStartObject();
                json.WriteString("symbol", spec.Symbol);
                json.WriteString("pair", spec.Pair());
                json.WriteText("markPrice", quote.Mark);
                json.WriteText("indexPrice", quote.Index);
                json.WriteText("estimatedSettlePrice", quote.Index);
                if (spec.ExpiryMs is not null && !spec.IsUm()) json.WriteString("lastFundingRate", "");
                else json.WriteText("lastFundingRate", quote.FundingRate);
                json.WriteString("interestRate", "0.00010000");
                json.WriteNumber("nextFundingTime", spec.ExpiryMs is null ? Funding.NextMs(requested.nowMs) : 0);
                json.WriteNumber("time", requested.nowMs);
                json.WriteEndObject();
            }
            if (isList) json.WriteEndArray();
        });

    private static byte[] Error(int code, string text) => JsonBody.Of((code, text), static (json, error) =>
    {
        json.WriteStartObject();
        json.WriteNumber("code", error.code);
        json.WriteString("msg", error.text);
        json.WriteEndObject();
    });
}
