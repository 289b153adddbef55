using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>Bitget's REST endpoints.</summary>
internal sealed class BitgetRest(IReadOnlyList<TradedInstrument> instruments)
{
    public RestAnswer? Answer(ClientRequest request, long nowMs)
    {
        if (request.Path is not ("/api/v3/market/instruments" or "/api/v3/market/tickers")) return null;
        if (request["category"] is not ("USDT-FUTURES" or "USDC-FUTURES" or "COIN-FUTURES"))
            return new(400, Body("40034", "Parameter category error", nowMs, static json => json.WriteNullValue()));
        var chosen = instruments.Where(it => it.Listed && it.BitgetFamily().Equals(request["category"], StringComparison.OrdinalIgnoreCase)).ToList();
        var isList = request.Path == "/api/v3/market/instruments";
        return new(200, Body("00000", "success", nowMs, json =>
        {
            json.WriteStartArray();
            foreach (var instrument in chosen) WriteRow(json, instrument, isList, request["category"]!, nowMs);
            json.WriteEndArray();
        }));
    }

    private static void WriteRow(Utf8JsonWriter json, TradedInstrument instrument, bool isList, string category, long nowMs)
    {
        var spec = instrument.Spec;
        json.WriteStartObject();
        json.WriteString("category", category);
        json.WriteString("symbol", spec.Symbol);
        if (isList)
        {
            json.WriteString("baseCoin", spec.PriceFactor == 1m ? spec.Asset : "1000" + spec.Asset);
            json.WriteString("quoteCoin", category switch { "USDT-FUTURES" => "USDT", "USDC-FUTURES" => "USDC", _ => "USD" });
            json.WriteText("minOrderQty", spec.QuantityStep);
            json.WriteString("type", "perpetual");
            json.WriteString("symbolType", "crypto");
            json.WriteString("isRwa", "NO");
            json.WriteString("status", "online");
            json.WriteString("fundInterval", "8");
            json.WriteString("deliveryTime", "");
        }
        else
        {
            BitgetFrames.WriteTicker(json, instrument, nowMs);
            json.WriteText("ts", nowMs);
        }
        json.WriteEndObject();
    }

    private static byte[] Body(string code, string text, long nowMs, Action<Utf8JsonWriter> writeData) => JsonBody.Of(
        (code, text, nowMs, writeData), static (json, it) =>
        {
            json.WriteStartObject();
            json.WriteString("code", it.code);
            json.WriteString("msg", it.text);
            json.WriteNumber("requestTime", it.nowMs);
            json.WritePropertyName("data");
            it.writeData(json);
            json.WriteEndObject();
        });
}
