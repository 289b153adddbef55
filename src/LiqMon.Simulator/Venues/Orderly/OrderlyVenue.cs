using System.Text.Json.Nodes;

namespace LiqMon.Simulator;

/// <summary>Orderly over REST: markets, open interest, and the positions taken from accounts, in windows of time.</summary>
internal sealed class OrderlyVenue : ISimulatedVenue
{
    public const string Name = "orderly";

    private const int LongestPage = 500;

    private readonly RecentLiquidations _recent = new();

    public OrderlyVenue(IReadOnlyList<AssetProfile> assets, DateTimeOffset start) => Instruments = new ContractForm
    {
        Venue = Name,
        Linear = static name => $"PERP_{name}_USDC",
    }.List(assets, start);

    public string Id => Name;

    public IReadOnlyList<TradedInstrument> Instruments { get; }

    public ILiquidationPacing Pacing { get; } = new BatchPerSymbol(TimeSpan.Zero);

    public IOrderHistory History => _recent;

    public OrderFields OrderFields { get; } = new(["position_qty"], ["transfer_price"], ["position_qty"]);

    public IReadOnlyDictionary<string, string?> IgnoredCursor { get; } = new Dictionary<string, string?> { ["end_t"] = null };

    public bool HasSockets => false;

    public bool CanName(string symbol) => symbol.Split('_') is ["PERP", { Length: > 0 }, { Length: > 0 }];

    public bool Serves(ClientRequest request) => false;

    public IDialogue Open(ClientRequest request, IClient client) => throw new NotSupportedException("Orderly is queried over REST.");

    /// <summary>Nothing is pushed: what happened waits to be requested.</summary>
    public IEnumerable<Publication> Encode(IReadOnlyList<LedgerTicket> tickets, long nowMs)
    {
        _recent.Add(tickets);
        return [];
    }

    public void Publish(MarketMoment moment, IPublisher publisher)
    {
        // No streams.
    }

    public RestAnswer? Answer(ClientRequest request, long nowMs) => request.Path switch
    {
        "/v1/public/info" => Rows(RestBody.Rows(Instruments, Contract), nowMs),
        "/v1/public/futures" => Rows(RestBody.Rows(Instruments, it => Future(it, nowMs)), nowMs),
        "/v1/public/liquidated_positions" => Liquidations(request, nowMs),
        _ => null,
    };

    private static RestAnswer Rows(JsonArray rows, long nowMs, JsonObject? meta = null)
    {
        var data = new JsonObject { ["rows"] = rows };
        if (meta is not null) data["meta"] = meta;
        return RestBody.Ok(new JsonObject { ["success"] = true, ["data"] = data, ["timestamp"] = nowMs });
    }

    private RestAnswer Liquidations(ClientRequest request, long nowMs)
    {
        var (fromMs, toMs) = (request.Whole("start_t") ?? long.MinValue, request.Whole("end_t") ?? long.MaxValue);
        var size = (int)Math.Clamp(request.Whole("size") ?? 60, 1, LongestPage);
        var symbol = request["symbol"];
        var found = _recent.Where(it => it.EventTimeMs >= fromMs && it.EventTimeMs <= toMs && (symbol is null || it.Order.Symbol == symbol));
        found.Reverse();
        var page = found.Take(size).ToList();
        var meta = new JsonObject { ["total"] = found.Count, ["records_per_page"] = size, ["current_page"] = 1 };
        return Rows(new JsonArray([.. page.Select(Account)]), nowMs, meta) with { Carries = page, HoldsOrders = true };
    }

    /// <summary>One account with a position in one market and none in another.</summary>
    private static JsonNode Account(LedgerTicket ticket) => new JsonObject
    {
        ["timestamp"] = ticket.EventTimeMs,
        ["liquidation_id"] = 700_000 + ticket.Sequence,
        ["transfer_amount_to_insurance_fund"] = 0,
        ["type"] = "liquidated",
        ["positions_by_perp"] = new JsonArray(
            Position("PERP_NEAR_USDC", 0m, 1.5m),
            Position(ticket.Order.Symbol, Signed(ticket.Order), ticket.Order.Price)),
    };

    private static decimal Signed(SimulatedLiquidation order) =>
        order.Position == LiquidatedPosition.Long ? order.Quantity : -order.Quantity;

    private static JsonObject Position(string symbol, decimal quantity, decimal price) => new()
    {
        ["symbol"] = symbol,
        ["position_qty"] = quantity,
        ["liquidator_fee"] = 0.015m,
        ["cost_position_transfer"] = quantity * price,
        ["transfer_price"] = price,
        ["insurance_fund_fee"] = 0.012m,
    };

    private static JsonObject Contract(TradedInstrument it) => new()
    {
        ["symbol"] = it.Spec.Symbol,
        ["status"] = "ACTIVE",
        ["base_min"] = it.Spec.QuantityStep,
        ["base_tick"] = it.Spec.QuantityStep,
        ["quote_tick"] = it.Spec.PriceTick,
        ["funding_period"] = 8,
    };

    private static JsonObject Future(TradedInstrument it, long nowMs) => new()
    {
        ["symbol"] = it.Spec.Symbol,
        ["index_price"] = it.Quote.Index,
        ["mark_price"] = it.Quote.Mark,
        ["est_funding_rate"] = it.Quote.FundingRate,
        ["last_funding_rate"] = it.Quote.FundingRate,
        ["next_funding_time"] = Funding.NextMs(nowMs),
        ["open_interest"] = it.Quote.OpenInterest,
    };
}
