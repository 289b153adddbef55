using System.Text.Json.Nodes;

namespace LiqMon.Simulator;

/// <summary>Bluefin over REST: markets, tickers, and each market's liquidations; all numbers in billionths.</summary>
internal sealed class BluefinVenue : ISimulatedVenue
{
    public const string Name = "bluefin";

    private const int LongestPage = 1_000;

    /// <summary>As many as the real one has.</summary>
    private const int Markets = 8;

    private readonly RecentLiquidations _recent = new();

    public BluefinVenue(IReadOnlyList<AssetProfile> assets, DateTimeOffset start) => Instruments = new ContractForm
    {
        Venue = Name,
        Linear = static name => name + "-PERP",
    }.List([.. assets.Take(Markets)], start);

    public string Id => Name;

    public IReadOnlyList<TradedInstrument> Instruments { get; }

    public ILiquidationPacing Pacing { get; } = new BatchPerSymbol(TimeSpan.Zero);

    public IOrderHistory History => _recent;

    public OrderFields OrderFields { get; } = new(["side"], ["priceE9"], ["quantityE9", "quoteQuantityE9"]);

    public IReadOnlyDictionary<string, string?> IgnoredCursor { get; } = new Dictionary<string, string?> { ["endTimeAtMillis"] = null };

    public bool HasSockets => false;

    public bool CanName(string symbol) => symbol.Length > "-PERP".Length && symbol.EndsWith("-PERP", StringComparison.Ordinal);

    public bool Serves(ClientRequest request) => false;

    public IDialogue Open(ClientRequest request, IClient client) => throw new NotSupportedException("Bluefin is queried over REST.");

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
        "/v1/exchange/info" => RestBody.Ok(new JsonObject
        {
            ["assets"] = new JsonArray(new JsonObject { ["symbol"] = "USDC" }),
            ["markets"] = RestBody.Rows(Instruments, Contract),
            ["timezone"] = "UTC",
        }),
        "/v1/exchange/tickers" => RestBody.Ok(RestBody.Rows(Instruments, it => Ticker(it, nowMs))),
        "/v1/exchange/trades" when request["tradeType"] == "LIQUIDATION" => Trades(request),
        _ => null,
    };

    /// <summary>Newest first. A span begins after its start and includes its end.</summary>
    private RestAnswer Trades(ClientRequest request)
    {
        if (request["symbol"] is not { } symbol || Instruments.All(it => it.Spec.Symbol != symbol))
            return new RestAnswer(400, """{"errorCode":"INVALID_MARKET","message":"Invalid market"}"""u8.ToArray());
        var (afterMs, toMs) = (request.Whole("startTimeAtMillis") ?? long.MinValue, request.Whole("endTimeAtMillis") ?? long.MaxValue);
        var limit = (int)Math.Clamp(request.Whole("limit") ?? 500, 1, LongestPage);
        var page = _recent.Newest(symbol, int.MaxValue).Where(it => it.EventTimeMs > afterMs && it.EventTimeMs <= toMs).Take(limit).ToList();
        return RestBody.Ok(new JsonArray([.. page.Select(Trade)])) with { Carries = page, HoldsOrders = true };
    }

    private static string E9(decimal value) => decimal.Round(value * 1_000_000_000m, 0).Text();

    private static JsonNode Trade(LedgerTicket ticket) => new JsonObject
    {
        ["id"] = $"0x7f{ticket.Sequence:x10}",
        ["symbol"] = ticket.Order.Symbol,
        // The engine closes a long by an order that sells.
        ["side"] = ticket.Order.Position == LiquidatedPosition.Long ? "SHORT" : "LONG",
        ["tradeType"] = "LIQUIDATION",
        ["priceE9"] = E9(ticket.Order.Price),
        ["quantityE9"] = E9(ticket.Order.Quantity),
        ["quoteQuantityE9"] = E9(ticket.Order.Quantity * ticket.Order.Price),
        ["executedAtMillis"] = ticket.EventTimeMs,
    };

    private static JsonObject Contract(TradedInstrument it) => new()
    {
        ["symbol"] = it.Spec.Symbol,
        ["status"] = "ACTIVE",
        ["baseAssetSymbol"] = it.BaseName(),
        ["stepSizeE9"] = E9(it.Spec.QuantityStep),
        ["tickSizeE9"] = E9(it.Spec.PriceTick),
    };

    private static JsonObject Ticker(TradedInstrument it, long nowMs) => new()
    {
        ["symbol"] = it.Spec.Symbol,
        ["lastFundingRateE9"] = E9(it.Quote.FundingRate),
        ["estimatedFundingRateE9"] = E9(it.Quote.FundingRate),
        ["nextFundingTimeAtMillis"] = Funding.NextMs(nowMs),
        ["oraclePriceE9"] = E9(it.Quote.Index),
        ["markPriceE9"] = E9(it.Quote.Mark),
        // Dollars.
        ["openInterestE9"] = E9(it.Quote.OpenInterest * it.Quote.Mark),
        ["updatedAtMillis"] = nowMs,
    };
}
