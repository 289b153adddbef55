namespace LiqMon.Simulator;

/// <summary>The indexer of dYdX v4: trades per market with a snapshot, the markets' own channel, trades over REST.</summary>
internal sealed class DydxVenue : ISimulatedVenue, IPublishesPast
{
    public const string Name = "dydx";

    private const int SnapshotLength = 100;

    private readonly RecentLiquidations _recent = new();
    private readonly DydxRest _rest;
    private HashSet<string> _symbols = [];

    public DydxVenue(IReadOnlyList<AssetProfile> assets, DateTimeOffset start)
    {
        Instruments = [.. assets.Select(profile => new TradedInstrument(
            new SimulatedInstrument
            {
                Venue = Name,
                Symbol = profile.Asset + "-USD",
                Asset = profile.Asset,
                PriceTick = profile.PriceTick,
                QuantityStep = profile.QuantityStep,
                LaunchMs = start.AddYears(-2).ToUnixTimeMilliseconds(),
            },
            profile))];
        _rest = new DydxRest(Instruments, _recent);
        Renamed();
    }

    public string Id => Name;

    public IReadOnlyList<TradedInstrument> Instruments { get; }

    public ILiquidationPacing Pacing { get; } = new BatchPerSymbol(TimeSpan.Zero);

    public IOrderHistory History => _recent;

    public void AddPast(IReadOnlyList<LedgerTicket> tickets) => _recent.AddPast(tickets);

    public OrderFields OrderFields { get; } = new(["side"], ["price"], ["size"]);

    public IReadOnlyDictionary<string, string?> IgnoredCursor { get; } = new Dictionary<string, string?> { ["createdBeforeOrAt"] = null };

    public string ListedByName => "markets";

    public void Renamed() => _symbols = [.. Instruments.Select(instrument => instrument.Spec.Symbol)];

    public TimeSpan PingInterval => TimeSpan.FromSeconds(30);

    public bool Serves(ClientRequest request) => request.Path == "/v4/ws";

    public IDialogue Open(ClientRequest request, IClient client)
    {
        client.Reply(DydxFrames.Greeting(client.ConnectionId));
        return new DydxDialogue(this);
    }

    public RestAnswer? Answer(ClientRequest request, long nowMs) => _rest.Answer(request);

    public IEnumerable<Publication> Encode(IReadOnlyList<LedgerTicket> tickets, long nowMs)
    {
        _recent.Add(tickets);
        foreach (var group in tickets.GroupBy(ticket => ticket.Order.Symbol))
        {
            var rows = group.ToList();
            yield return new Publication("v4_trades:" + group.Key, DydxFrames.Trades("channel_batch_data", group.Key, rows), rows);
        }
    }

    public void Publish(MarketMoment moment, IPublisher publisher)
    {
        if (moment.IsEvery(1000))
            publisher.Publish("v4_markets", (Instruments: Instruments.Traded(), moment.NowMs), static it => DydxFrames.OraclePrices(it.Instruments, it.NowMs));
        if (moment.IsEvery(5000))
            publisher.Publish("v4_markets", Instruments.Traded(), static instruments => DydxFrames.Trading(instruments));
    }

    /// <summary>Whether the market exists.</summary>
    public bool Has(string market) => _symbols.Contains(market);

    /// <summary>The answer to a subscription: the market's last trades, or all markets.</summary>
    public Publication Snapshot(string channel, string? market)
    {
        if (channel == "v4_markets") return new Publication(channel, DydxFrames.Markets(Instruments), []);
        var last = _recent.Newest(market!, SnapshotLength);
        return new Publication("v4_trades:" + market, DydxFrames.Trades("subscribed", market!, last), last);
    }
}
