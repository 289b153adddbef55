namespace LiqMon.Simulator;

/// <summary>Bitfinex's REST endpoints.</summary>
internal sealed class BitfinexRest(IReadOnlyList<TradedInstrument> instruments, RecentLiquidations recent)
{
    private const int MostRows = 500;
    private const int MostStatusRows = 5_000;

    public RestAnswer? Answer(ClientRequest request, long nowMs) => request.Path switch
    {
        "/v2/conf/pub:list:pair:futures" => Pairs(),
        "/v2/status/deriv" when request["keys"] is { } keys => Status(keys, nowMs),
        "/v2/status/deriv" => new RestAnswer(500, """["error",10020,"keys: invalid"]"""u8.ToArray()),
        "/v2/liquidations/hist" => History(request),
        _ => StatusHistory(request, nowMs),
    };

    /// <summary>A contract's status once a minute, without its symbol.</summary>
    private RestAnswer? StatusHistory(ClientRequest request, long nowMs)
    {
        if (request.Path.Split('/') is not ["", "v2", "status", "deriv", var symbol, "hist"]) return null;
        if (instruments.FirstOrDefault(it => it.Spec.Symbol == symbol) is not { } instrument)
            return new RestAnswer(500, """["error",10020,"symbol: invalid"]"""u8.ToArray());
        var times = PastOpenInterest.Times(request.Whole("start") ?? 0, Math.Min(request.Whole("end") ?? nowMs, nowMs), 60_000)
            .Take((int)Math.Clamp(request.Whole("limit") ?? 125, 1, MostStatusRows));
        return new RestAnswer(200, JsonBody.Of((instrument, times), static (json, it) =>
        {
            json.WriteStartArray();
            foreach (var timeMs in it.times) BitfinexFrames.WriteStatus(json, it.instrument, timeMs, withKey: false, it.instrument.PastOpenInterest(timeMs));
            json.WriteEndArray();
        }));
    }

    private RestAnswer Pairs() => new(200, JsonBody.Of(instruments, static (json, all) =>
    {
        json.WriteStartArray();
        json.WriteStartArray();
        foreach (var instrument in all.Where(it => it.Listed)) json.WriteStringValue(instrument.Spec.Symbol[1..]);
        json.WriteStringValue("TESTBTCF0:TESTUSDTF0");
        json.WriteEndArray();
        json.WriteEndArray();
    }));

    private RestAnswer Status(string keys, long nowMs)
    {
        var wanted = keys.Split(',');
        var chosen = instruments.Where(it => it.Listed && (keys == "ALL" || wanted.Contains(it.Spec.Symbol))).ToList();
        return new RestAnswer(200, JsonBody.Of((chosen, nowMs), static (json, it) =>
        {
            json.WriteStartArray();
            foreach (var instrument in it.chosen) BitfinexFrames.WriteStatus(json, instrument, it.nowMs, withKey: true);
            json.WriteEndArray();
        }));
    }

    private RestAnswer History(ClientRequest request)
    {
        var (from, to) = (request.Whole("start") ?? long.MinValue, request.Whole("end") ?? long.MaxValue);
        var limit = (int)Math.Clamp(request.Whole("limit") ?? 125, 1, MostRows);
        var found = recent.Where(it => it.EventTimeMs >= from && it.EventTimeMs <= to);
        if (request["sort"] != "1") found.Reverse();
        return new RestAnswer(200, JsonBody.Of((found, limit), static (json, it) =>
        {
            json.WriteStartArray();
            foreach (var ticket in it.found.Take(it.limit))
            {
                json.WriteStartArray();
                BitfinexFrames.WriteRow(json, ticket, isExecution: false);
                json.WriteEndArray();
            }
            json.WriteEndArray();
        }), HoldsOrders: true);
    }
}
