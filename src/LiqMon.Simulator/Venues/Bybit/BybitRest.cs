using System.Globalization;
using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>Bybit's REST endpoints. The instrument list is paged: a limit below its length needs the cursor.</summary>
internal sealed class BybitRest(IReadOnlyList<TradedInstrument> instruments)
{
    private const int DefaultLimit = 500;
    private const int HighestLimit = 1000;
    private const string CursorPrefix = "page=";

    public RestAnswer? Answer(ClientRequest request, long nowMs)
    {
        if (request.Path == "/v5/market/open-interest") return BybitOpenInterestHistory.Answer(instruments, request, nowMs);
        if (request.Path is not ("/v5/market/instruments-info" or "/v5/market/tickers" or "/v5/market/mark-price-kline" or "/v5/market/account-ratio")) return null;
        if (request["category"] is not ("linear" or "inverse")) return Refuse("Illegal category", nowMs);
        var chosen = instruments
            .Where(it => IsListed(it, request) && it.Spec.Category() == request["category"])
            .Where(it => request["symbol"] is not { } symbol || it.Spec.Symbol == symbol)
            .OrderBy(it => it.Spec.Symbol, StringComparer.Ordinal)
            .ToList();
        if (request.Path == "/v5/market/tickers")
            return Page(request["category"]!, chosen, null, nowMs, (json, it) => WriteTicker(json, it, nowMs));
        if (request.Path is "/v5/market/mark-price-kline" or "/v5/market/account-ratio")
            return (chosen.Count == 1 ? BybitSeries.Answer(request, chosen[0], nowMs) : null) ?? Refuse("Illegal symbol or interval", nowMs);
        if (!TryOffset(request["cursor"], out var offset)) return Refuse("Illegal cursor", nowMs);
        if (!TryLimit(request["limit"], out var limit)) return Refuse("Illegal limit", nowMs);
        var page = chosen.Skip(offset).Take(limit).ToList();
        var next = offset + limit < chosen.Count ? string.Create(CultureInfo.InvariantCulture, $"page%3D{offset + limit}") : "";
        return Page(request["category"]!, page, next, nowMs, WriteInstrument);
    }

    /// <summary>Contracts before their launch are listed only for those who ask for them. Tickers show whatever is traded.</summary>
    private static bool IsListed(TradedInstrument instrument, ClientRequest request) => request.Path switch
    {
        "/v5/market/tickers" => instrument.IsTraded,
        "/v5/market/instruments-info" when request["status"] == "PreLaunch" => instrument.Phase == ContractPhase.PreLaunch,
        _ => instrument.Listed,
    };

    private static bool TryLimit(string? given, out int limit)
    {
        limit = DefaultLimit;
        return given is null
            || (int.TryParse(given, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= HighestLimit);
    }

    /// <summary>Bybit's cursors are percent-encoded already, so they arrive decoded once or twice.</summary>
    private static bool TryOffset(string? cursor, out int offset)
    {
        offset = 0;
        if (cursor is null) return true;
        var decoded = Uri.UnescapeDataString(cursor);
        return decoded.StartsWith(CursorPrefix, StringComparison.Ordinal)
            && int.TryParse(decoded[CursorPrefix.Length..], CultureInfo.InvariantCulture, out offset) && offset >= 0;
    }

    private static RestAnswer Page(
        string category, List<TradedInstrument> list, string? next, long nowMs, Action<Utf8JsonWriter, TradedInstrument> write) =>
        new(200, JsonBody.Of((category, list, next, nowMs, write), static (json, it) =>
        {
            json.WriteStartObject();
            json.WriteNumber("retCode", 0);
            json.WriteString("retMsg", "OK");
            json.WriteStartObject("result");
            json.WriteString("category", it.category);
            json.WriteStartArray("list");
            foreach (var instrument in it.list) it.write(json, instrument);
            json.WriteEndArray();
            if (it.next is not null) json.WriteString("nextPageCursor", it.next);
            json.WriteEndObject();
            json.WriteStartObject("retExtInfo");
            json.WriteEndObject();
            json.WriteNumber("time", it.nowMs);
            json.WriteEndObject();
        }));

    private static RestAnswer Refuse(string text, long nowMs) => new(200, JsonBody.Of((text, nowMs), static (json, it) =>
    {
        json.WriteStartObject();
        json.WriteNumber("retCode", 10001);
        json.WriteString("retMsg", it.text);
        json.WriteStartObject("result");
        json.WriteEndObject();
        json.WriteStartObject("retExtInfo");
        json.WriteEndObject();
        json.WriteNumber("time", it.nowMs);
        json.WriteEndObject();
    }));

    private static void WriteTicker(Utf8JsonWriter json, TradedInstrument instrument, long nowMs)
    {
        json.WriteStartObject();
        json.WriteString("symbol", instrument.Spec.Symbol);
        foreach (var (name, value) in BybitTicker.Fields(instrument, nowMs)) json.WriteString(name, value);
        json.WriteString("deliveryTime", "0");
        json.WriteString("basisRate", "");
        json.WriteEndObject();
    }

    private static void WriteInstrument(Utf8JsonWriter json, TradedInstrument instrument)
    {
        var spec = instrument.Spec;
        json.WriteStartObject();
        json.WriteString("symbol", spec.Symbol);
        json.WriteString("contractType", spec.Inverse ? "InversePerpetual" : "LinearPerpetual");
        json.WriteString("status", instrument.Phase == ContractPhase.PreLaunch ? "PreLaunch" : "Trading");
        json.WriteString("baseCoin", spec.BaseCoin());
        json.WriteString("quoteCoin", spec.Inverse ? "USD" : "USDT");
        json.WriteText("launchTime", spec.LaunchMs);
        json.WriteString("deliveryTime", "0");
        json.WriteString("deliveryFeeRate", "");
        json.WriteString("priceScale", spec.PriceTick.Scale.ToString(CultureInfo.InvariantCulture));
        json.WriteStartObject("priceFilter");
        json.WriteText("tickSize", spec.PriceTick);
        json.WriteEndObject();
        json.WriteStartObject("lotSizeFilter");
        json.WriteText("qtyStep", spec.QuantityStep);
        json.WriteText("minOrderQty", spec.QuantityStep);
        json.WriteEndObject();
        json.WriteBoolean("unifiedMarginTrade", true);
        json.WriteNumber("fundingInterval", 480);
        json.WriteString("settleCoin", spec.Inverse ? spec.Asset : "USDT");
        json.WriteString("copyTrading", "none");
        json.WriteBoolean("isPreListing", instrument.Phase == ContractPhase.PreLaunch);
        json.WriteEndObject();
    }
}
