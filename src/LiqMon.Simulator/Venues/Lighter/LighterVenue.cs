using System.Globalization;

namespace LiqMon.Simulator;

/// <summary>Lighter: one trade channel per market, named by its number, that begins with the recent liquidations.</summary>
internal sealed class LighterVenue : ISimulatedVenue
{
    public const string Name = "lighter";

    /// <summary>How many liquidations of a market a new subscription gets.</summary>
    private const int Recent = 20;

    private const string Statistics = "market_stats:all";

    private readonly Dictionary<string, Queue<LedgerTicket>> _recent = [];

    public LighterVenue(IReadOnlyList<AssetProfile> assets, DateTimeOffset start) => Instruments =
    [
        .. assets.Select((profile, number) => new TradedInstrument(Spec(profile, number, start.AddYears(-1)), profile)),
    ];

    public string Id => Name;

    public IReadOnlyList<TradedInstrument> Instruments { get; }

    public ILiquidationPacing Pacing { get; } = new BatchPerSymbol(TimeSpan.Zero);

    public OrderFields OrderFields { get; } = new(["is_maker_ask"], ["price"], ["size", "usd_amount"]);

    /// <summary>Markets are named by their numbers.</summary>
    public bool CanName(string symbol) => int.TryParse(symbol, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    public bool Serves(ClientRequest request) => request.Path == "/stream";

    public IDialogue Open(ClientRequest request, IClient client) => new LighterDialogue(this, client);

    public RestAnswer? Answer(ClientRequest request, long nowMs) => request.Path == "/api/v1/orderBookDetails"
        ? new RestAnswer(200, LighterFrames.OrderBookDetails([.. Instruments.Where(instrument => instrument.Listed)]))
        : null;

    public IEnumerable<Publication> Encode(IReadOnlyList<LedgerTicket> tickets, long nowMs)
    {
        foreach (var market in tickets.GroupBy(ticket => ticket.Order.Symbol))
        {
            var rows = market.ToList();
            if (!_recent.TryGetValue(market.Key, out var recent)) _recent[market.Key] = recent = [];
            foreach (var ticket in rows) recent.Enqueue(ticket);
            while (recent.Count > Recent) recent.Dequeue();
            yield return new Publication("trade:" + market.Key, LighterFrames.Trades("update", market.Key, rows), rows);
        }
    }

    public void Publish(MarketMoment moment, IPublisher publisher)
    {
        if (!moment.IsEvery(1000)) return;
        publisher.Publish(Statistics, (Instruments: Instruments.Traded(), moment.NowMs), static all => LighterFrames.Statistics("update", all.Instruments, all.NowMs));
    }

    /// <summary>Whether a channel, with a colon, exists.</summary>
    public bool HasTopic(string topic) =>
        topic == Statistics || Instruments.Any(instrument => instrument.IsTraded && topic == "trade:" + instrument.Spec.Symbol);

    /// <summary>The answer to a subscription, which is its first data.</summary>
    public Publication Snapshot(string topic, long nowMs)
    {
        if (topic == Statistics) return new Publication(topic, LighterFrames.Statistics("subscribed", Instruments.Traded(), nowMs), []);
        var market = topic["trade:".Length..];
        List<LedgerTicket> recent = _recent.TryGetValue(market, out var kept) ? [.. kept] : [];
        return new Publication(topic, LighterFrames.Trades("subscribed", market, recent), recent);
    }

    private static SimulatedInstrument Spec(AssetProfile profile, int number, DateTimeOffset launch) => new()
    {
        Venue = Name,
        Symbol = number.ToString(CultureInfo.InvariantCulture),
        Asset = profile.Asset,
        PriceFactor = profile.Thousands ? 1000m : 1m,
        PriceTick = profile.Thousands ? 0.000001m : profile.PriceTick,
        QuantityStep = profile.QuantityStep,
        LaunchMs = launch.ToUnixTimeMilliseconds(),
    };
}
