using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>OKX's REST endpoints.</summary>
internal sealed class OkxRest(IReadOnlyList<TradedInstrument> instruments, PublishedHistory published)
{
    private readonly OkxHistory _history = new(instruments, published);

    public RestAnswer? Answer(ClientRequest request, long nowMs)
    {
        if (request.Path == "/api/v5/market/index-tickers") return IndexTickers(request, nowMs);
        if (request.Path == "/api/v5/public/liquidation-orders") return _history.Liquidations(request, nowMs);
        if (request.Path == "/api/v5/rubik/stat/contracts/open-interest-history") return _history.OpenInterest(request, nowMs);
        if (request.Path == "/api/v5/rubik/stat/contracts/long-short-account-ratio") return _history.Accounts(request, nowMs);
        const string Public = "/api/v5/public/";
        if (!request.Path.StartsWith(Public, StringComparison.Ordinal)) return null;
        var endpoint = request.Path[Public.Length..];
        if (endpoint is not ("instruments" or "open-interest" or "mark-price" or "funding-rate")) return null;
        var isFunding = endpoint == "funding-rate";
        if (isFunding && request["instId"] is null) return Refuse("50014", "Parameter instId can not be empty.");
        if (!isFunding && request["instType"] is null) return Refuse("50014", "Parameter instType can not be empty.");
        if (!isFunding && request["instType"] is not ("SWAP" or "FUTURES" or "OPTION" or "MARGIN" or "SPOT"))
            return Refuse("51000", "Parameter instType error");
        var chosen = instruments
            .Where(it => it.Listed)
            .Where(it => isFunding ? it.Spec.ExpiryMs is null : it.Spec.InstType() == request["instType"])
            .Where(it => request["instId"] is not { } id || (isFunding && id == "ANY") || it.Spec.Symbol == id)
            .Where(it => request["instFamily"] is not { } family || it.Spec.Family() == family)
            .ToList();
        if (chosen.Count == 0 && request["instId"] is not null) return Refuse("51001", "Instrument ID doesn't exist.");
        return endpoint == "instruments"
            ? Rows(chosen, WriteInstrument)
            : Rows(chosen, (json, it) => OkxFrames.WriteRow(json, endpoint, it, nowMs));
    }

    /// <summary>The venue's way to say no.</summary>
    public static RestAnswer Refuse(string code, string text) => new(400, JsonBody.Of((code, text), static (json, it) =>
    {
        json.WriteStartObject();
        json.WriteString("code", it.code);
        json.WriteString("msg", it.text);
        json.WriteStartArray("data");
        json.WriteEndArray();
        json.WriteEndObject();
    }));

    private RestAnswer IndexTickers(ClientRequest request, long nowMs)
    {
        var (quote, one) = (request["quoteCcy"], request["instId"]);
        if (quote is null && one is null) return Refuse("50015", "Either parameter quoteCcy or instId is required");
        var indexes = instruments
            .Where(it => it.Listed && it.Spec.ExpiryMs is null)
            .Where(it => quote is null || it.Spec.Family().EndsWith("-" + quote, StringComparison.Ordinal))
            .Where(it => one is null || it.Spec.Family() == one);
        return Rows([.. indexes], (json, it) => OkxFrames.WriteRow(json, "index-tickers", it, nowMs));
    }

    private static RestAnswer Rows(List<TradedInstrument> rows, Action<Utf8JsonWriter, TradedInstrument> write) =>
        new(200, JsonBody.Of((rows, write), static (json, it) =>
        {
            json.WriteStartObject();
            json.WriteString("code", "0");
            json.WriteString("msg", "");
            json.WriteStartArray("data");
            foreach (var row in it.rows) it.write(json, row);
            json.WriteEndArray();
            json.WriteEndObject();
        }));

    private static void WriteInstrument(Utf8JsonWriter json, TradedInstrument instrument)
    {
        var spec = instrument.Spec;
        json.WriteStartObject();
        json.WriteString("instType", spec.InstType());
        json.WriteString("instId", spec.Symbol);
        json.WriteString("instFamily", spec.Family());
        json.WriteString("uly", spec.Family());
        json.WriteString("instCategory", "1");
        json.WriteString("baseCcy", "");
        json.WriteString("quoteCcy", "");
        json.WriteString("settleCcy", spec.Inverse ? spec.Asset : "USDT");
        json.WriteText("ctVal", spec.ContractSize);
        json.WriteString("ctMult", "1");
        json.WriteString("ctValCcy", spec.Inverse ? "USD" : spec.Asset);
        json.WriteString("ctType", spec.Inverse ? "inverse" : "linear");
        json.WriteText("listTime", spec.LaunchMs);
        if (spec.ExpiryMs is { } expiry) json.WriteText("expTime", expiry);
        else json.WriteString("expTime", "");
        json.WriteText("tickSz", spec.PriceTick);
        json.WriteText("lotSz", spec.QuantityStep);
        json.WriteText("minSz", spec.QuantityStep);
        json.WriteString("alias", spec.ExpiryMs is null ? "" : "quarter");
        json.WriteString("state", "live");
        json.WriteString("ruleType", "normal");
        json.WriteEndObject();
    }
}
