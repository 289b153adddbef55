using System.Text.Json.Nodes;

namespace LiqMon.Simulator;

/// <summary>WhiteBIT: contracts and their state in one list.</summary>
internal static class WhiteBitRest
{
    public const string Name = "whitebit";

    public static ISimulatedVenue Create(IReadOnlyList<AssetProfile> assets, DateTimeOffset start)
    {
        var form = new ContractForm { Venue = Name, Linear = static name => name + "_PERP" };
        var instruments = form.List(assets, start);
        return new OpenInterestVenue(Name, instruments, (request, nowMs) => request.Path switch
        {
            "/api/v4/public/futures" => RestBody.Ok(new JsonObject
            {
                ["success"] = true,
                ["message"] = null,
                ["result"] = RestBody.Rows(instruments, it => Contract(it, nowMs)),
            }),
            _ => null,
        });
    }

    private static JsonObject Contract(TradedInstrument it, long nowMs) => new()
    {
        ["ticker_id"] = it.Spec.Symbol,
        ["stock_currency"] = it.BaseName(),
        ["money_currency"] = "USDT",
        ["last_price"] = it.Quote.Mark.Text(),
        ["product_type"] = "Perpetual",
        ["open_interest"] = it.Quote.OpenInterest.Text(),
        ["index_price"] = it.Quote.Index.Text(),
        ["index_currency"] = it.BaseName(),
        ["funding_rate"] = it.Quote.FundingRate.Text(),
        ["next_funding_rate_timestamp"] = ((decimal)Funding.NextMs(nowMs)).Text(),
        ["max_leverage"] = 100,
        ["funding_interval_minutes"] = 480,
    };
}
