namespace LiqMon.Simulator;

/// <summary>
/// Bitget v3: liquidations of each family, at most the largest long and the largest short of a contract and second, their
/// amounts in the quote currency; tickers.
/// </summary>
internal sealed class BitgetVenue : ISimulatedVenue
{
    public const string Name = "bitget";

    private readonly BitgetRest _rest;
    private Dictionary<string, TradedInstrument> _tickers = [];

    public BitgetVenue(IReadOnlyList<AssetProfile> assets, DateTimeOffset start)
    {
        Instruments = BitgetListing.Create(assets, start);
        _rest = new BitgetRest(Instruments);
        Renamed();
    }

    public string Id => Name;

    public IReadOnlyList<TradedInstrument> Instruments { get; }

    public ILiquidationPacing Pacing { get; } = new LargestPerSymbol(TimeSpan.FromSeconds(1), perPosition: true);

    public OrderFields OrderFields { get; } = new(["side"], ["price"], ["amount"]);

    public void Renamed() =>
        _tickers = Instruments.ToDictionary(instrument => $"ticker:{instrument.BitgetFamily()}:{instrument.Spec.Symbol}");

    public bool Serves(ClientRequest request) => request.Path == "/v3/ws/public";

    public IDialogue Open(ClientRequest request, IClient client) => new BitgetDialogue(this, client.NowMs);

    public RestAnswer? Answer(ClientRequest request, long nowMs) => _rest.Answer(request, nowMs);

    public IEnumerable<Publication> Encode(IReadOnlyList<LedgerTicket> tickets, long nowMs)
    {
        foreach (var group in tickets.GroupBy(ticket => ticket.Instrument.BitgetFamily()))
        {
            var rows = group.ToList();
            yield return new Publication("liquidation:" + group.Key, BitgetFrames.Liquidations(group.Key, rows, nowMs), rows);
        }
    }

    public void Publish(MarketMoment moment, IPublisher publisher)
    {
        if (!moment.IsEvery(500)) return;
        foreach (var (topic, instrument) in _tickers)
            publisher.Publish(topic, (instrument, moment.NowMs), static it => BitgetFrames.Ticker(it.instrument, it.NowMs));
    }

    /// <summary>The first push of a ticker; null for liquidations, which have none.</summary>
    public Publication? Snapshot(string topic, long nowMs) => _tickers.TryGetValue(topic, out var instrument)
        ? new Publication(topic, BitgetFrames.Ticker(instrument, nowMs), [])
        : null;

    /// <summary>Whether a topic exists.</summary>
    public bool HasTopic(string topic) => _tickers.ContainsKey(topic)
        || topic is "liquidation:usdt-futures" or "liquidation:usdc-futures" or "liquidation:coin-futures";
}
