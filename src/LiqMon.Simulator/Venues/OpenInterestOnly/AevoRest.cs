using System.Globalization;
using System.Text.Json.Nodes;

namespace LiqMon.Simulator;

/// <summary>Aevo: markets with marks, statistics with open interest.</summary>
internal static class AevoRest
{
    public const string Name = "aevo";

    public static ISimulatedVenue Create(IReadOnlyList<AssetProfile> assets, DateTimeOffset start)
    {
        var instruments = new ContractForm { Venue = Name, Linear = static name => name + "-PERP" }.List(assets, start);
        return new OpenInterestVenue(Name, instruments, (request, nowMs) => request.Path switch
        {
            "/markets" => RestBody.Ok(RestBody.Rows(instruments, Market)),
            "/coingecko-statistics" => RestBody.Ok(RestBody.Rows(instruments, it => Statistics(it, nowMs))),
            _ => null,
        });
    }

    private static JsonObject Market(TradedInstrument it) => new()
    {
        ["instrument_name"] = it.Spec.Symbol,
        ["instrument_type"] = "PERPETUAL",
        ["underlying_asset"] = it.BaseName(),
        ["quote_asset"] = "USDC",
        ["mark_price"] = it.Quote.Mark.Text(),
        ["index_price"] = it.Quote.Index.Text(),
        ["is_active"] = true,
        ["market_type"] = "crypto",
    };

    private static JsonObject Statistics(TradedInstrument it, long nowMs) => new()
    {
        ["ticker_id"] = it.Spec.Symbol,
        ["open_interest"] = it.Quote.OpenInterest.Text(),
        ["index_price"] = it.Quote.Index.Text(),
        ["next_funding_rate_timestamp"] = (Funding.NextMs(nowMs) / 1000).ToString(CultureInfo.InvariantCulture),
        ["funding_rate"] = it.Quote.FundingRate.Text(),
    };
}
