namespace LiqMon.Simulator;

/// <summary>REST endpoints of the dYdX indexer.</summary>
internal sealed class DydxRest(IReadOnlyList<TradedInstrument> instruments, RecentLiquidations recent)
{
    private const string TradesOf = "/v4/trades/perpetualMarket/";
    private const int MostTrades = 1000;

    public RestAnswer? Answer(ClientRequest request)
    {
        if (request.Path == "/v4/perpetualMarkets")
        {
            return new RestAnswer(200, JsonBody.Of(instruments, static (json, all) =>
            {
                json.WriteStartObject();
                DydxFrames.WriteMarkets(json, all);
                json.WriteEndObject();
            }));
        }
        if (!request.Path.StartsWith(TradesOf, StringComparison.Ordinal)) return null;
        var market = request.Path[TradesOf.Length..];
        if (!instruments.Any(it => it.Spec.Symbol == market))
            return new RestAnswer(404, """{"errors":[{"msg":"ticker must be a valid ticker"}]}"""u8.ToArray());
        var until = request.Time("createdBeforeOrAt") ?? long.MaxValue;
        var limit = (int)Math.Clamp(request.Whole("limit") ?? 100, 1, MostTrades);
        var found = recent.Newest(market, int.MaxValue).Where(it => it.EventTimeMs <= until).Take(limit);
        return new RestAnswer(200, JsonBody.Of(found, static (json, all) =>
        {
            json.WriteStartObject();
            json.WriteStartArray("trades");
            foreach (var ticket in all) DydxFrames.WriteTrade(json, ticket, "LIQUIDATED");
            json.WriteEndArray();
            json.WriteEndObject();
        }), HoldsOrders: true);
    }
}
