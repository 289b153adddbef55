using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>Backpack: liquidations for all markets and for each, times in microseconds, subscriptions without a confirmation.</summary>
internal sealed class BackpackVenue : ISimulatedVenue
{
    public const string Name = "backpack";

    private readonly HashSet<string> _topics = ["liquidation"];

    public BackpackVenue(IReadOnlyList<AssetProfile> assets, DateTimeOffset start)
    {
        Instruments = [.. assets.Select(profile => new TradedInstrument(Spec(profile, start.AddYears(-1)), profile))];
        Renamed();
    }

    public string Id => Name;

    public IReadOnlyList<TradedInstrument> Instruments { get; }

    public void Renamed()
    {
        _topics.RemoveWhere(static topic => topic != "liquidation");
        foreach (var instrument in Instruments)
        {
            foreach (var stream in new[] { "liquidation.", "markPrice.", "openInterest." }) _topics.Add(stream + instrument.Spec.Symbol);
        }
    }

    public ILiquidationPacing Pacing { get; } = new BatchPerSymbol(TimeSpan.Zero);

    public OrderFields OrderFields { get; } = new(["S"], ["p"], ["q"]);

    public TimeSpan PingInterval => TimeSpan.FromSeconds(60);

    public bool Serves(ClientRequest request) => request.Path == "/";

    public IDialogue Open(ClientRequest request, IClient client) => new BackpackDialogue(this);

    /// <summary>Whether a stream exists.</summary>
    public bool HasTopic(string topic) => _topics.Contains(topic);

    public IEnumerable<Publication> Encode(IReadOnlyList<LedgerTicket> tickets, long nowMs)
    {
        foreach (var ticket in tickets)
        {
            foreach (var topic in new[] { "liquidation", "liquidation." + ticket.Order.Symbol })
                yield return new Publication(topic, Liquidation(topic, ticket, nowMs), [ticket]);
        }
    }

    public void Publish(MarketMoment moment, IPublisher publisher)
    {
        if (!moment.IsEvery(1000)) return;
        foreach (var instrument in Instruments)
        {
            publisher.Publish("markPrice." + instrument.Spec.Symbol, (instrument, moment.NowMs), static it => MarkPrice(it.instrument, it.NowMs));
            if (!moment.IsEvery(60_000)) continue;
            publisher.Publish("openInterest." + instrument.Spec.Symbol, (instrument, moment.NowMs), static it => OpenInterest(it.instrument, it.NowMs));
        }
    }

    public RestAnswer? Answer(ClientRequest request, long nowMs) => request.Path switch
    {
        "/api/v1/markets" => Rows(WriteMarket),
        "/api/v1/openInterest" => Rows((json, instrument) =>
        {
            json.WriteText("openInterest", instrument.Quote.OpenInterest);
            json.WriteNumber("timestamp", nowMs);
        }),
        "/api/v1/markPrices" => Rows((json, instrument) =>
        {
            json.WriteText("fundingRate", instrument.Quote.FundingRate);
            json.WriteText("indexPrice", instrument.Quote.Index);
            json.WriteText("markPrice", instrument.Quote.Mark);
            json.WriteNumber("nextFundingTimestamp", Funding.NextMs(nowMs));
        }),
        _ => null,
    };

    private static byte[] Liquidation(string topic, LedgerTicket ticket, long nowMs) => JsonBody.Of((topic, ticket, nowMs), static (json, it) =>
    {
        var order = it.ticket.Order;
        // The place in the ledger stands for the microsecond, which distinguishes equal orders of one millisecond.
        var micros = (it.ticket.EventTimeMs * 1000) + (it.ticket.Sequence % 1000);
        json.WriteStartObject();
        json.WriteString("stream", it.topic);
        json.WriteStartObject("data");
        json.WriteString("e", "liquidation");
        json.WriteNumber("E", Math.Max(it.nowMs * 1000, micros));
        json.WriteText("q", order.Quantity);
        json.WriteText("p", order.Price);
        json.WriteString("S", order.Position == LiquidatedPosition.Long ? "Ask" : "Bid");
        json.WriteString("s", order.Symbol);
        json.WriteNumber("T", micros);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private static byte[] MarkPrice(TradedInstrument instrument, long nowMs) => JsonBody.Of((instrument, nowMs), static (json, it) =>
    {
        var (spec, quote) = (it.instrument.Spec, it.instrument.Quote);
        json.WriteStartObject();
        json.WriteString("stream", "markPrice." + spec.Symbol);
        json.WriteStartObject("data");
        json.WriteString("e", "markPrice");
        json.WriteNumber("E", it.nowMs * 1000);
        json.WriteString("s", spec.Symbol);
        json.WriteText("p", quote.Mark);
        json.WriteText("f", quote.FundingRate);
        json.WriteText("i", quote.Index);
        json.WriteNumber("n", Funding.NextMs(it.nowMs));
        json.WriteNumber("T", it.nowMs * 1000);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private static byte[] OpenInterest(TradedInstrument instrument, long nowMs) => JsonBody.Of((instrument, nowMs), static (json, it) =>
    {
        json.WriteStartObject();
        json.WriteString("stream", "openInterest." + it.instrument.Spec.Symbol);
        json.WriteStartObject("data");
        json.WriteString("e", "openInterest");
        json.WriteNumber("E", it.nowMs * 1000);
        json.WriteString("s", it.instrument.Spec.Symbol);
        json.WriteText("o", it.instrument.Quote.OpenInterest);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private RestAnswer Rows(Action<Utf8JsonWriter, TradedInstrument> write) => new(200, JsonBody.Of((Instruments, write), static (json, all) =>
    {
        json.WriteStartArray();
        foreach (var instrument in all.Instruments.Where(instrument => instrument.Listed))
        {
            json.WriteStartObject();
            json.WriteString("symbol", instrument.Spec.Symbol);
            all.write(json, instrument);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }));

    private static void WriteMarket(Utf8JsonWriter json, TradedInstrument instrument)
    {
        json.WriteString("baseSymbol", instrument.Spec.Symbol.Split('_')[0]);
        json.WriteString("quoteSymbol", "USDC");
        json.WriteString("marketType", "PERP");
        json.WriteString("orderBookState", "Open");
        json.WriteBoolean("visible", true);
    }

    private static SimulatedInstrument Spec(AssetProfile profile, DateTimeOffset launch) => new()
    {
        Venue = Name,
        Symbol = (profile.Thousands ? "k" : "") + profile.Asset + "_USDC_PERP",
        Asset = profile.Asset,
        PriceFactor = profile.Thousands ? 1000m : 1m,
        PriceTick = profile.Thousands ? 0.000001m : profile.PriceTick,
        QuantityStep = profile.QuantityStep,
        LaunchMs = launch.ToUnixTimeMilliseconds(),
    };
}
