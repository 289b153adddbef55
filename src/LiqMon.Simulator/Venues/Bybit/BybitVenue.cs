namespace LiqMon.Simulator;

/// <summary>Bybit v5: all liquidations in batches per symbol, tickers as snapshot and deltas, linear and inverse sockets.</summary>
internal sealed class BybitVenue : ISimulatedVenue
{
    public const string Name = "bybit";

    private readonly BybitRest _rest;
    private Dictionary<string, TradedInstrument> _bySymbol = [];
    private readonly Dictionary<string, (string Name, string Value)[]> _published = [];

    public BybitVenue(IReadOnlyList<AssetProfile> assets, DateTimeOffset start)
    {
        Instruments = BybitListing.Create(assets, start);
        _rest = new BybitRest(Instruments);
        Renamed();
    }

    public string Id => Name;

    public IReadOnlyList<TradedInstrument> Instruments { get; }

    public ILiquidationPacing Pacing { get; } = new BatchPerSymbol(TimeSpan.FromMilliseconds(500));

    public OrderFields OrderFields { get; } = new(["S"], ["p"], ["v"]);

    public IReadOnlyDictionary<string, string?> IgnoredCursor { get; } = new Dictionary<string, string?> { ["cursor"] = null };

    public void Renamed() => _bySymbol = Instruments.ToDictionary(instrument => instrument.Spec.Symbol);

    public bool Serves(ClientRequest request) => CategoryOf(request) is not null;

    public IDialogue Open(ClientRequest request, IClient client) => new BybitDialogue(this, CategoryOf(request)!, client.NowMs);

    public RestAnswer? Answer(ClientRequest request, long nowMs) => _rest.Answer(request, nowMs);

    public IEnumerable<Publication> Encode(IReadOnlyList<LedgerTicket> tickets, long nowMs)
    {
        foreach (var group in tickets.GroupBy(ticket => ticket.Order.Symbol))
        {
            var rows = group.ToList();
            var topic = "allLiquidation." + group.Key;
            yield return new Publication(topic, BybitFrames.Liquidations(topic, rows, nowMs), rows);
        }
    }

    public void Publish(MarketMoment moment, IPublisher publisher)
    {
        foreach (var instrument in Instruments)
        {
            var topic = "tickers." + instrument.Spec.Symbol;
            if (!publisher.HasSubscribers(topic)) continue;
            var fields = BybitTicker.Fields(instrument, moment.NowMs);
            var changed = _published.TryGetValue(topic, out var before) ? BybitTicker.Changed(before, fields) : fields;
            _published[topic] = fields;
            if (changed.Length == 0) continue;
            publisher.Publish(topic, (topic, instrument, changed, moment.NowMs), static it =>
                BybitFrames.Ticker(it.topic, "delta", it.instrument.Spec.Symbol, it.changed, it.NowMs));
        }
    }

    /// <summary>The first push of a ticker; null when the topic has none.</summary>
    public Publication? Snapshot(string topic, long nowMs)
    {
        if (!topic.StartsWith("tickers.", StringComparison.Ordinal)) return null;
        var instrument = _bySymbol[topic["tickers.".Length..]];
        var fields = BybitTicker.Fields(instrument, nowMs);
        return new Publication(topic, BybitFrames.Ticker(topic, "snapshot", instrument.Spec.Symbol, fields, nowMs), []);
    }

    /// <summary>Whether a topic exists on the socket of a category.</summary>
    public bool HasTopic(string topic, string category)
    {
        var dot = topic.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || topic[..dot] is not ("allLiquidation" or "tickers")) return false;
        return _bySymbol.TryGetValue(topic[(dot + 1)..], out var instrument) && instrument.Spec.Category() == category;
    }

    private static string? CategoryOf(ClientRequest request) => request.Path switch
    {
        "/v5/public/linear" => "linear",
        "/v5/public/inverse" => "inverse",
        _ => null,
    };
}
