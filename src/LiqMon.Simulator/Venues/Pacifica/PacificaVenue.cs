namespace LiqMon.Simulator;

/// <summary>Pacifica: one trade channel per market, which names the cause of each trade, and the prices of all markets.</summary>
internal sealed class PacificaVenue : ISimulatedVenue
{
    public const string Name = "pacifica";

    private const string Prices = "prices";

    private long _ordinaryTrades;

    public PacificaVenue(IReadOnlyList<AssetProfile> assets, DateTimeOffset start) => Instruments = new ContractForm
    {
        Venue = Name,
        Base = static profile => (profile.Thousands ? "k" : "") + profile.Asset,
        Linear = static name => name,
    }.List(assets, start);

    public string Id => Name;

    public IReadOnlyList<TradedInstrument> Instruments { get; }

    public ILiquidationPacing Pacing { get; } = new BatchPerSymbol(TimeSpan.Zero);

    public OrderFields OrderFields { get; } = new(["d"], ["p"], ["a"]);

    public bool Serves(ClientRequest request) => request.Path == "/ws";

    public IDialogue Open(ClientRequest request, IClient client) => new PacificaDialogue(this, client);

    public RestAnswer? Answer(ClientRequest request, long nowMs) => request.Path == "/api/v1/info"
        ? new RestAnswer(200, PacificaFrames.Info([.. Instruments.Where(instrument => instrument.Listed)]))
        : null;

    public IEnumerable<Publication> Encode(IReadOnlyList<LedgerTicket> tickets, long nowMs)
    {
        foreach (var market in tickets.GroupBy(ticket => ticket.Order.Symbol))
        {
            var rows = market.ToList();
            yield return new Publication(TopicOf(market.Key), PacificaFrames.Liquidations(rows), rows);
        }
    }

    public void Publish(MarketMoment moment, IPublisher publisher)
    {
        if (!moment.IsEvery(1000)) return;
        var traded = Instruments.Traded();
        publisher.Publish(Prices, (traded, moment.NowMs), static it => PacificaFrames.Prices(it.traded, it.NowMs));
        if (traded.Count == 0) return;
        var instrument = traded[(int)(_ordinaryTrades++ % traded.Count)];
        publisher.Publish(TopicOf(instrument.Spec.Symbol), (instrument, moment.NowMs, _ordinaryTrades),
            static it => PacificaFrames.OrdinaryTrade(it.instrument, it.NowMs, it._ordinaryTrades));
    }

    /// <summary>The topic of a market's trades.</summary>
    public static string TopicOf(string market) => "trades:" + market;

    /// <summary>Whether a topic exists.</summary>
    public bool Has(string topic) => topic == Prices || Instruments.Any(it => it.IsTraded && topic == TopicOf(it.Spec.Symbol));
}
