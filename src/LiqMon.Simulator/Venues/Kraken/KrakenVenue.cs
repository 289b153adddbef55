namespace LiqMon.Simulator;

/// <summary>Kraken Futures: trades of type liquidation, tickers and a heartbeat, per contract; the history over REST.</summary>
internal sealed class KrakenVenue : ISimulatedVenue, IPublishesPast
{
    public const string Name = "kraken";

    private const int SnapshotLength = 100;

    private readonly RecentLiquidations _recent = new();
    private readonly KrakenRest _rest;
    private Dictionary<string, TradedInstrument> _bySymbol = [];

    public KrakenVenue(IReadOnlyList<AssetProfile> assets, DateTimeOffset start)
    {
        Instruments = Create(assets, start);
        _rest = new KrakenRest(Instruments, _recent);
        Renamed();
    }

    public string Id => Name;

    public IReadOnlyList<TradedInstrument> Instruments { get; }

    public ILiquidationPacing Pacing { get; } = new BatchPerSymbol(TimeSpan.Zero);

    public IOrderHistory History => _recent;

    public void AddPast(IReadOnlyList<LedgerTicket> tickets) => _recent.AddPast(tickets);

    public OrderFields OrderFields { get; } = new(["side"], ["price"], ["size", "qty"]);

    public IReadOnlyDictionary<string, string?> IgnoredCursor { get; } = new Dictionary<string, string?> { ["lastTime"] = null };

    public void Renamed() => _bySymbol = Instruments.ToDictionary(instrument => instrument.Spec.Symbol);

    public bool Serves(ClientRequest request) => request.Path == "/ws/v1";

    public IDialogue Open(ClientRequest request, IClient client)
    {
        client.Reply("""{"event":"info","version":1}"""u8.ToArray());
        return new KrakenDialogue(this);
    }

    public RestAnswer? Answer(ClientRequest request, long nowMs) => _rest.Answer(request, nowMs);

    /// <summary>One message for each trade, as there is no other form.</summary>
    public IEnumerable<Publication> Encode(IReadOnlyList<LedgerTicket> tickets, long nowMs)
    {
        _recent.Add(tickets);
        foreach (var ticket in tickets)
            yield return new Publication("trade:" + ticket.Order.Symbol, KrakenFrames.Trade(ticket), [ticket]);
    }

    public void Publish(MarketMoment moment, IPublisher publisher)
    {
        if (!moment.IsEvery(1000)) return;
        publisher.Publish("heartbeat", moment.NowMs, static nowMs => KrakenFrames.Heartbeat(nowMs));
        foreach (var (symbol, instrument) in _bySymbol)
            publisher.Publish("ticker:" + symbol, (instrument, moment.NowMs), static it => KrakenFrames.Ticker(it.instrument, it.NowMs));
    }

    /// <summary>Whether the contract exists; lower case is understood too.</summary>
    public bool Has(string product) => _bySymbol.ContainsKey(product.ToUpperInvariant());

    /// <summary>What a subscription of a feed begins with: its last trades, or its ticker.</summary>
    public Publication Snapshot(string feed, string symbol, long nowMs)
    {
        if (feed == "ticker") return new Publication("ticker:" + symbol, KrakenFrames.Ticker(_bySymbol[symbol], nowMs), []);
        var last = _recent.Newest(symbol, SnapshotLength);
        return new Publication("trade:" + symbol, KrakenFrames.Snapshot(symbol, last), last);
    }

    private static List<TradedInstrument> Create(IReadOnlyList<AssetProfile> assets, DateTimeOffset start)
    {
        var expiry = Expiry.NextQuarter(start);
        var list = new List<TradedInstrument>();
        foreach (var profile in assets)
        {
            var name = profile.Asset == "BTC" ? "XBT" : profile.Asset;
            var linear = new SimulatedInstrument
            {
                Venue = Name,
                Symbol = $"PF_{name}USD",
                Asset = profile.Asset,
                PriceTick = profile.PriceTick,
                QuantityStep = profile.QuantityStep,
                LaunchMs = start.AddYears(-3).ToUnixTimeMilliseconds(),
            };
            list.Add(new TradedInstrument(linear, profile));
            if (profile.Asset is not ("BTC" or "ETH")) continue;
            var inverse = linear with { Symbol = $"PI_{name}USD", Inverse = true, QuantityStep = 1m };
            list.Add(new TradedInstrument(inverse, profile));
            list.Add(new TradedInstrument(
                inverse with { Symbol = $"FI_{name}USD_{expiry:yyMMdd}", ExpiryMs = expiry.ToUnixTimeMilliseconds() }, profile, basis: 0.011m));
        }
        return list;
    }
}
