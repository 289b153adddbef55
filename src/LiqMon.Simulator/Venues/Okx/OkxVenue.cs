namespace LiqMon.Simulator;

/// <summary>OKX v5 public: liquidation orders per instrument type, open interest, marks, indexes and funding.</summary>
internal sealed class OkxVenue : ISimulatedVenue
{
    public const string Name = "okx";

    private readonly PublishedHistory _published = new();
    private readonly OkxRest _rest;
    private readonly Dictionary<string, TradedInstrument> _byChannelKey = [];
    private readonly Dictionary<string, decimal> _lastMarks = [];

    public OkxVenue(IReadOnlyList<AssetProfile> assets, DateTimeOffset start)
    {
        Instruments = OkxListing.Create(assets, start);
        _rest = new OkxRest(Instruments, _published);
        Renamed();
    }

    public string Id => Name;

    public IReadOnlyList<TradedInstrument> Instruments { get; }

    public void Renamed()
    {
        _byChannelKey.Clear();
        foreach (var instrument in Instruments)
        {
            foreach (var channel in new[] { "open-interest", "mark-price" })
                _byChannelKey[channel + ":" + instrument.Spec.Symbol] = instrument;
            if (instrument.Spec.ExpiryMs is not null) continue;
            _byChannelKey["funding-rate:" + instrument.Spec.Symbol] = instrument;
            _byChannelKey["index-tickers:" + instrument.Spec.Family()] = instrument;
        }
    }

    public ILiquidationPacing Pacing { get; } = new BatchPerSymbol(TimeSpan.Zero);

    public IOrderHistory History => _published;

    public OrderFields OrderFields { get; } = new(["side", "posSide"], ["bkPx"], ["sz"]);

    public IReadOnlyDictionary<string, string?> IgnoredCursor { get; } = new Dictionary<string, string?> { ["after"] = null, ["end"] = null };

    /// <summary>The family is what stands before the last hyphen.</summary>
    public bool CanName(string symbol) => symbol.LastIndexOf('-') > 0;

    public bool Serves(ClientRequest request) => request.Path == "/ws/v5/public";

    public IDialogue Open(ClientRequest request, IClient client) => new OkxDialogue(this);

    public RestAnswer? Answer(ClientRequest request, long nowMs) => _rest.Answer(request, nowMs);

    public IEnumerable<Publication> Encode(IReadOnlyList<LedgerTicket> tickets, long nowMs)
    {
        _published.Add(tickets);
        foreach (var group in tickets.GroupBy(ticket => ticket.Spec.InstType()))
        {
            var rows = group.ToList();
            yield return new Publication("liquidation-orders:" + group.Key, OkxFrames.Liquidations(group.Key, rows), rows);
        }
    }

    public void Publish(MarketMoment moment, IPublisher publisher)
    {
        foreach (var (key, instrument) in _byChannelKey)
        {
            if (!IsDue(key, instrument, moment, publisher)) continue;
            publisher.Publish(key, (key, instrument, moment.NowMs), static it => OkxFrames.Control(it.key, it.instrument, it.NowMs));
        }
    }

    /// <summary>Whether a topic, as channel and instrument with a colon between, exists.</summary>
    public bool HasTopic(string topic) => _byChannelKey.ContainsKey(topic)
        || topic is "liquidation-orders:SWAP" or "liquidation-orders:FUTURES"
            or "liquidation-orders:MARGIN" or "liquidation-orders:OPTION";

    /// <summary>The first push of a topic; null for liquidations, which have none.</summary>
    public Publication? Snapshot(string topic, long nowMs) => _byChannelKey.TryGetValue(topic, out var instrument)
        ? new Publication(topic, OkxFrames.Control(topic, instrument, nowMs), [])
        : null;

    private bool IsDue(string key, TradedInstrument instrument, MarketMoment moment, IPublisher publisher)
    {
        if (key.StartsWith("open-interest:", StringComparison.Ordinal)) return moment.IsEvery(3000);
        if (key.StartsWith("funding-rate:", StringComparison.Ordinal)) return moment.IsEvery(30_000);
        // Marks and indexes go out when they changed, at most five times a second.
        if (!moment.IsEvery(200) || !publisher.HasSubscribers(key)) return false;
        var price = key.StartsWith("mark-price:", StringComparison.Ordinal) ? instrument.Quote.Mark : instrument.Quote.Index;
        if (_lastMarks.TryGetValue(key, out var last) && last == price && !moment.IsEvery(10_000)) return false;
        _lastMarks[key] = price;
        return true;
    }
}
