using System.Text.Json.Nodes;

namespace LiqMon.Simulator;

/// <summary>Paradex: markets and their summaries, with an option among them.</summary>
internal static class ParadexRest
{
    public const string Name = "paradex";

    public static ISimulatedVenue Create(IReadOnlyList<AssetProfile> assets, DateTimeOffset start)
    {
        var form = new ContractForm
        {
            Venue = Name,
            Base = static profile => (profile.Thousands ? "k" : "") + profile.Asset,
            Linear = static name => name + "-USD-PERP",
        };
        var instruments = form.List(assets, start);
        return new OpenInterestVenue(Name, instruments, (request, nowMs) => request.Path switch
        {
            "/v1/markets" => Results(RestBody.Rows(instruments, Contract)),
            "/v1/markets/summary" when request["market"] is not null => Results(Summaries(instruments, nowMs)),
            "/v1/trades" when request["market"] is not null => Results(RestBody.Rows(instruments, it => it.Spec.Symbol == request["market"], Trade)),
            _ => null,
        });
    }

    private static RestAnswer Results(JsonArray rows) => RestBody.Ok(new JsonObject { ["results"] = rows });

    /// <summary>The last trade of a market, ordinary as all of them.</summary>
    private static JsonObject Trade(TradedInstrument it) => new()
    {
        ["market"] = it.Spec.Symbol,
        ["side"] = "SELL",
        ["price"] = it.Quote.Mark.Text(),
        ["trade_type"] = "FILL",
    };

    private static JsonObject Contract(TradedInstrument it) => new()
    {
        ["symbol"] = it.Spec.Symbol,
        ["base_currency"] = (it.Profile.Thousands ? "k" : "") + it.Spec.Asset,
        ["quote_currency"] = "USD",
        ["settlement_currency"] = "USDC",
        ["asset_kind"] = "PERP",
        ["tags"] = new JsonArray("LAYER-1"),
    };

    private static JsonArray Summaries(List<TradedInstrument> instruments, long nowMs)
    {
        var rows = RestBody.Rows(instruments, it => new JsonObject
        {
            ["symbol"] = it.Spec.Symbol,
            ["mark_price"] = it.Quote.Mark.Text(),
            ["underlying_price"] = it.Quote.Index.Text(),
            ["open_interest"] = it.Quote.OpenInterest.Text(),
            ["funding_rate"] = it.Quote.FundingRate.Text(),
            ["created_at"] = nowMs,
        });
        rows.Add(new JsonObject { ["symbol"] = "BTC-USD-25JUN27-86000-C", ["mark_price"] = "9531.8", ["open_interest"] = "12", ["funding_rate"] = "", ["created_at"] = nowMs });
        return rows;
    }
}
