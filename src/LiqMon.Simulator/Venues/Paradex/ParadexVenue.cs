using System.Globalization;
using System.Text.Json.Nodes;

namespace LiqMon.Simulator;

/// <summary>
/// Paradex over REST: markets, summaries with an option among them, and each market's trades, liquidations among ordinary ones.
/// </summary>
internal sealed class ParadexVenue : ISimulatedVenue
{
    public const string Name = "paradex";

    private const int LongestPage = 1_000;

    private readonly RecentLiquidations _recent = new();

    public ParadexVenue(IReadOnlyList<AssetProfile> assets, DateTimeOffset start) => Instruments = new ContractForm
    {
        Venue = Name,
        Base = static profile => (profile.Thousands ? "k" : "") + profile.Asset,
        Linear = static name => name + "-USD-PERP",
    }.List(assets, start);

    public string Id => Name;

    public IReadOnlyList<TradedInstrument> Instruments { get; }

    public ILiquidationPacing Pacing { get; } = new BatchPerSymbol(TimeSpan.Zero);

    public IOrderHistory History => _recent;

    public OrderFields OrderFields { get; } = new(["side"], ["price"], ["size"]);

    public IReadOnlyDictionary<string, string?> IgnoredCursor { get; } = new Dictionary<string, string?> { ["cursor"] = null };

    public bool HasSockets => false;

    public bool Serves(ClientRequest request) => false;

    public IDialogue Open(ClientRequest request, IClient client) => throw new NotSupportedException("Paradex is queried over REST.");

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
        "/v1/markets" => Results(RestBody.Rows(Instruments, Contract)),
        "/v1/markets/summary" when request["market"] is not null => Results(Summaries(nowMs)),
        "/v1/trades" => Trades(request, nowMs),
        _ => null,
    };

    private static RestAnswer Results(JsonArray rows, string? next = null) =>
        RestBody.Ok(new JsonObject { ["next"] = next, ["prev"] = null, ["results"] = rows });

    /// <summary>Newest first; the newest of all is an ordinary trade of this moment. The cursor names the last row before the page.</summary>
    private RestAnswer Trades(ClientRequest request, long nowMs)
    {
        if (request["market"] is not { } market || Instruments.FirstOrDefault(it => it.Spec.Symbol == market) is not { } instrument)
            return new RestAnswer(400, """{"error":"VALIDATION_ERROR","message":"market not found"}"""u8.ToArray());
        var (fromMs, toMs) = (request.Whole("start_at") ?? long.MinValue, request.Whole("end_at") ?? long.MaxValue);
        var size = (int)Math.Clamp(request.Whole("page_size") ?? 100, 1, LongestPage);
        var before = Before(request["cursor"]);
        var found = _recent.Newest(market, int.MaxValue)
            .Where(it => it.EventTimeMs >= fromMs && it.EventTimeMs <= toMs && (it.EventTimeMs, it.Sequence).CompareTo(before) < 0).ToList();
        var page = found.Take(size).ToList();
        var rows = new JsonArray([.. page.Select(Liquidation)]);
        if (request["cursor"] is null && nowMs >= fromMs && nowMs <= toMs) rows.Insert(0, Trade(instrument, nowMs));
        var next = found.Count > page.Count ? $"{page[^1].EventTimeMs}.{page[^1].Sequence}" : null;
        return Results(rows, next) with { Carries = page, HoldsOrders = true };
    }

    private static (long TimeMs, long Sequence) Before(string? cursor) =>
        cursor?.Split('.') is [var time, var sequence] ? (Number(time), Number(sequence)) : (long.MaxValue, long.MaxValue);

    private static long Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;

    private static JsonNode Liquidation(LedgerTicket ticket) => new JsonObject
    {
        ["id"] = $"17181543537502017039894{ticket.Sequence:D6}",
        ["market"] = ticket.Order.Symbol,
        // The engine closes a long by selling.
        ["side"] = ticket.Order.Position == LiquidatedPosition.Long ? "SELL" : "BUY",
        ["size"] = ticket.Order.Quantity.Text(),
        ["price"] = ticket.Order.Price.Text(),
        ["created_at"] = ticket.EventTimeMs,
        ["trade_type"] = "LIQUIDATION",
    };

    private static JsonObject Trade(TradedInstrument it, long nowMs) => new()
    {
        ["id"] = nowMs.ToString(CultureInfo.InvariantCulture),
        ["market"] = it.Spec.Symbol,
        ["side"] = "SELL",
        ["size"] = it.Spec.QuantityStep.Text(),
        ["price"] = it.Quote.Mark.Text(),
        ["created_at"] = nowMs,
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

    private JsonArray Summaries(long nowMs)
    {
        var rows = RestBody.Rows(Instruments, it => new JsonObject
        {
            ["symbol"] = it.Spec.Symbol,
            ["mark_price"] = it.Quote.Mark.Text(),
            ["underlying_price"] = it.Quote.Index.Text(),
            ["open_interest"] = it.Quote.OpenInterest.Text(),
            ["funding_rate"] = it.Quote.FundingRate.Text(),
            ["created_at"] = nowMs,
        });
        rows.Add(new JsonObject
        {
            ["symbol"] = "BTC-USD-25JUN27-86000-C",
            ["mark_price"] = "9531.8",
            ["open_interest"] = "12",
            ["funding_rate"] = "",
            ["created_at"] = nowMs,
        });
        return rows;
    }
}
