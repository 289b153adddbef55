using System.Globalization;
using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>CoinEx: liquidations, tickers and contracts over REST; there is no socket for liquidations.</summary>
internal sealed class CoinExVenue : ISimulatedVenue, IOrderHistory
{
    public const string Name = "coinex";

    /// <summary>Liquidations kept of one market.</summary>
    private const int Kept = 10_000;

    private const int LongestPage = 100;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<LedgerTicket>> _history = [];

    public CoinExVenue(IReadOnlyList<AssetProfile> assets, DateTimeOffset start)
    {
        var list = new List<TradedInstrument>();
        foreach (var profile in assets)
        {
            list.Add(new TradedInstrument(Linear(profile, start.AddYears(-1)), profile));
            if (profile.Asset is "BTC" or "ETH") list.Add(new TradedInstrument(Inverse(profile, start.AddYears(-1)), profile));
        }
        Instruments = list;
    }

    public string Id => Name;

    public IReadOnlyList<TradedInstrument> Instruments { get; }

    public ILiquidationPacing Pacing { get; } = new BatchPerSymbol(TimeSpan.Zero);

    IOrderHistory ISimulatedVenue.History => this;

    public Func<LedgerTicket, bool>? Lacks { get; set; }

    public bool FollowsNames { get; set; }

    public OrderFields OrderFields { get; } = new(["side"], ["liq_price"], ["liq_amount"]);

    public IReadOnlyDictionary<string, string?> IgnoredCursor { get; } = new Dictionary<string, string?> { ["page"] = null };

    public bool HasSockets => false;

    public bool Serves(ClientRequest request) => false;

    public IDialogue Open(ClientRequest request, IClient client) => throw new NotSupportedException("CoinEx is queried over REST.");

    /// <summary>Nothing is pushed: what happened waits to be requested.</summary>
    public IEnumerable<Publication> Encode(IReadOnlyList<LedgerTicket> tickets, long nowMs)
    {
        lock (_gate)
        {
            foreach (var ticket in tickets)
            {
                if (!_history.TryGetValue(ticket.Order.Symbol, out var rows)) _history[ticket.Order.Symbol] = rows = [];
                if (rows.Count == Kept) rows.RemoveAt(0);
                rows.Add(ticket);
            }
        }
        return [];
    }

    public void Publish(MarketMoment moment, IPublisher publisher)
    {
        // No streams.
    }

    public RestAnswer? Answer(ClientRequest request, long nowMs) => request.Path switch
    {
        "/v2/futures/market" => Rows(WriteMarket),
        "/v2/futures/ticker" => Rows(WriteTicker),
        "/v2/futures/funding-rate" => Rows((json, instrument) =>
        {
            json.WriteText("mark_price", instrument.Quote.Mark);
            json.WriteText("latest_funding_rate", instrument.Quote.FundingRate);
            json.WriteText("next_funding_rate", instrument.Quote.FundingRate);
            json.WriteNumber("latest_funding_time", Funding.NextMs(nowMs));
            json.WriteNumber("next_funding_time", Funding.NextMs(nowMs) + Funding.IntervalMs);
        }),
        "/v2/futures/liquidation-history" => History(request),
        _ => null,
    };

    private RestAnswer History(ClientRequest request)
    {
        if (Instruments.All(instrument => instrument.Spec.Symbol != request["market"]))
            return new RestAnswer(200, """{"code":3639,"data":{},"message":"Invalid Parameter"}"""u8.ToArray());
        var (fromMs, toMs) = (Number(request["start_time"], long.MinValue), Number(request["end_time"], long.MaxValue));
        var (page, limit) = ((int)Number(request["page"], 1), (int)Math.Clamp(Number(request["limit"], 10), 1, LongestPage));
        List<LedgerTicket> rows;
        lock (_gate)
        {
            rows =
            [
                .. _history.Values.SelectMany(kept => kept).Select(ticket => FollowsNames ? ticket.Renamed() : ticket)
                    .Where(ticket => ticket.Order.Symbol == request["market"]),
            ];
        }
        // Newest first; equal times keep their order.
        var chosen = rows.Where(ticket => ticket.EventTimeMs >= fromMs && ticket.EventTimeMs < toMs && Lacks?.Invoke(ticket) is not true)
            .OrderByDescending(ticket => ticket.EventTimeMs).ToList();
        var part = chosen.Skip((page - 1) * limit).Take(limit).ToList();
        return new RestAnswer(200, Page(part, chosen.Count > page * limit), Carries: part, HoldsOrders: true);
    }

    private static byte[] Page(IReadOnlyList<LedgerTicket> part, bool hasNext) => JsonBody.Of((part, hasNext), static (json, it) =>
    {
        json.WriteStartObject();
        json.WriteNumber("code", 0);
        json.WriteStartArray("data");
        foreach (var ticket in it.part)
        {
            var isLong = ticket.Order.Position == LiquidatedPosition.Long;
            json.WriteStartObject();
            json.WriteString("market", ticket.Order.Symbol);
            json.WriteString("side", isLong ? "long" : "short");
            json.WriteText("liq_price", ticket.Order.Price);
            json.WriteText("liq_amount", ticket.Order.Quantity);
            json.WriteText("bkr_price", ticket.Instrument.ToTick(ticket.Order.Price * (isLong ? 0.995m : 1.005m)));
            json.WriteNumber("created_at", ticket.EventTimeMs);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartObject("pagination");
        json.WriteBoolean("has_next", it.hasNext);
        json.WriteEndObject();
        json.WriteString("message", "OK");
        json.WriteEndObject();
    });

    private RestAnswer Rows(Action<Utf8JsonWriter, TradedInstrument> write) => new(200, JsonBody.Of((Instruments, write), static (json, all) =>
    {
        json.WriteStartObject();
        json.WriteNumber("code", 0);
        json.WriteStartArray("data");
        foreach (var instrument in all.Instruments.Where(instrument => instrument.Listed))
        {
            json.WriteStartObject();
            json.WriteString("market", instrument.Spec.Symbol);
            all.write(json, instrument);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString("message", "OK");
        json.WriteEndObject();
    }));

    private static void WriteMarket(Utf8JsonWriter json, TradedInstrument instrument)
    {
        var spec = instrument.Spec;
        json.WriteString("contract_type", spec.Inverse ? "inverse" : "linear");
        json.WriteString("base_ccy", spec.PriceFactor == 1m ? spec.Asset : "1000" + spec.Asset);
        json.WriteString("quote_ccy", spec.Inverse ? "USD" : "USDT");
        json.WriteText("tick_size", spec.PriceTick);
        json.WriteText("min_amount", spec.QuantityStep);
        json.WriteBoolean("is_market_available", true);
        json.WriteText("open_interest_volume", instrument.Quote.OpenInterest);
    }

    private static void WriteTicker(Utf8JsonWriter json, TradedInstrument instrument)
    {
        json.WriteText("last", instrument.Quote.Mark);
        json.WriteText("index_price", instrument.Quote.Index);
        json.WriteText("mark_price", instrument.Quote.Mark);
        json.WriteText("open_interest_volume", instrument.Quote.OpenInterest);
        json.WriteNumber("period", 86_400);
    }

    private static long Number(string? text, long otherwise) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private static SimulatedInstrument Linear(AssetProfile profile, DateTimeOffset launch) => new()
    {
        Venue = Name,
        Symbol = (profile.Thousands ? "1000" : "") + profile.Asset + "USDT",
        Asset = profile.Asset,
        PriceFactor = profile.Thousands ? 1000m : 1m,
        PriceTick = profile.Thousands ? 0.000001m : profile.PriceTick,
        QuantityStep = profile.QuantityStep,
        LaunchMs = launch.ToUnixTimeMilliseconds(),
    };

    private static SimulatedInstrument Inverse(AssetProfile profile, DateTimeOffset launch) => new()
    {
        Venue = Name,
        Symbol = profile.Asset + "USD",
        Asset = profile.Asset,
        Inverse = true,
        PriceTick = profile.PriceTick,
        QuantityStep = 1m,
        LaunchMs = launch.ToUnixTimeMilliseconds(),
    };
}
