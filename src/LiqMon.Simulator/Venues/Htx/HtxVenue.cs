namespace LiqMon.Simulator;

/// <summary>HTX derivatives: a notification socket for each of three markets, gzip, and pings of the venue's own.</summary>
internal sealed class HtxVenue : ISimulatedVenue, IPublishesPast
{
    public const string Name = "htx";

    /// <summary>Every connection gets the pings.</summary>
    public const string PingTopic = "ping";

    private readonly HtxRest _rest;
    private readonly PublishedHistory _history = new();

    public HtxVenue(IReadOnlyList<AssetProfile> assets, DateTimeOffset start)
    {
        Instruments = HtxListing.Create(assets, start);
        _rest = new HtxRest(Instruments, _history);
    }

    public string Id => Name;

    public IReadOnlyList<TradedInstrument> Instruments { get; }

    public ILiquidationPacing Pacing { get; } = new BatchPerSymbol(TimeSpan.Zero);

    public IOrderHistory History => _history;

    public void AddPast(IReadOnlyList<LedgerTicket> tickets) => _history.AddPast(tickets);

    public OrderFields OrderFields { get; } = new(["direction"], ["price"], ["volume", "amount", "trade_turnover"]);

    public IReadOnlyDictionary<string, string?> IgnoredCursor { get; } = new Dictionary<string, string?> { ["from_id"] = null };

    public bool Compresses => true;

    public bool Serves(ClientRequest request) => FamilyOf(request) is not null;

    public IDialogue Open(ClientRequest request, IClient client) => new HtxDialogue(this, FamilyOf(request)!.Value, client.NowMs);

    public RestAnswer? Answer(ClientRequest request, long nowMs) => _rest.Answer(request, nowMs);

    public IEnumerable<Publication> Encode(IReadOnlyList<LedgerTicket> tickets, long nowMs)
    {
        _history.Add(tickets);
        foreach (var group in tickets.GroupBy(ticket => (Family: ticket.Spec.HtxMarket(), Topic: LiquidationTopic(ticket.Spec))))
        {
            var rows = group.ToList();
            yield return new Publication(Key(group.Key.Family, group.Key.Topic), HtxFrames.Liquidations(group.Key.Topic, rows, nowMs), rows);
        }
    }

    public void Publish(MarketMoment moment, IPublisher publisher)
    {
        if (moment.IsEvery(5_000)) publisher.Publish(PingTopic, moment.NowMs, HtxFrames.Ping);
        if (!moment.IsEvery(60_000)) return;
        foreach (var family in Enum.GetValues<HtxFamily>())
        {
            var topic = ControlTopic(family);
            publisher.Publish(Key(family, topic), (Venue: this, family, topic, moment.NowMs), static it =>
                HtxFrames.Control(it.topic, it.Venue.Of(it.family).Traded(), it.NowMs, "update"));
        }
    }

    /// <summary>The first push of a topic; null for liquidations, which have none.</summary>
    public Publication? Snapshot(HtxFamily family, string topic, long nowMs) => topic == ControlTopic(family)
        ? new Publication(Key(family, topic), HtxFrames.Control(topic, Of(family).Traded(), nowMs, "init"), [])
        : null;

    public bool HasTopic(HtxFamily family, string topic) =>
        topic == ControlTopic(family) || Of(family).Exists(instrument => LiquidationTopic(instrument.Spec) == topic);

    /// <summary>A topic together with the socket it is on.</summary>
    public static string Key(HtxFamily family, string topic) => $"{family}:{topic}";

    private List<TradedInstrument> Of(HtxFamily family) => [.. Instruments.Where(instrument => instrument.Spec.HtxMarket() == family)];

    /// <summary>All contracts have one topic; coin-margined futures one for each coin.</summary>
    private static string LiquidationTopic(SimulatedInstrument spec) =>
        spec.HtxMarket() == HtxFamily.CoinFutures ? $"public.{spec.Asset}.liquidation_orders" : "public.*.liquidation_orders";

    private static string ControlTopic(HtxFamily family) =>
        family == HtxFamily.CoinFutures ? "public.*.contract_info" : "public.*.funding_rate";

    private static HtxFamily? FamilyOf(ClientRequest request) => request.Path switch
    {
        "/linear-swap-notification" => HtxFamily.Linear,
        "/swap-notification" => HtxFamily.CoinSwap,
        "/notification" => HtxFamily.CoinFutures,
        _ => null,
    };
}
