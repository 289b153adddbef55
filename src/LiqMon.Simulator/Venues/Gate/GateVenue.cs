namespace LiqMon.Simulator;

/// <summary>
/// Gate futures: liquidations of a settlement currency in batches of a second, tickers, history in whole seconds. Sizes
/// are strings, as Gate sends them to those who ask for decimals by a header.
/// </summary>
internal sealed class GateVenue : ISimulatedVenue, IPublishesPast
{
    public const string Name = "gate";

    private const string SocketPath = "/v4/ws/";
    private const int LargestBatch = 20;

    private readonly GateRest _rest;
    private readonly PublishedHistory _history = new();
    private Dictionary<string, TradedInstrument> _bySymbol = [];

    public GateVenue(IReadOnlyList<AssetProfile> assets, DateTimeOffset start)
    {
        Instruments = GateListing.Create(assets, start);
        _rest = new GateRest(Instruments, _history);
        Renamed();
    }

    public string Id => Name;

    public IReadOnlyList<TradedInstrument> Instruments { get; }

    public ILiquidationPacing Pacing { get; } = new BatchPerSymbol(TimeSpan.FromSeconds(1));

    public IOrderHistory History => _history;

    public OrderFields OrderFields { get; } = new(["size", "order_size"], ["price", "fill_price"], ["size", "order_size"]);

    public IReadOnlyDictionary<string, string?> IgnoredCursor { get; } = new Dictionary<string, string?> { ["from"] = null, ["to"] = null };

    public void Renamed() => _bySymbol = Instruments.ToDictionary(instrument => instrument.Spec.Symbol);

    public bool Serves(ClientRequest request) => SettleOf(request) is not null;

    public IDialogue Open(ClientRequest request, IClient client) => new GateDialogue(this, SettleOf(request)!);

    public RestAnswer? Answer(ClientRequest request, long nowMs) => _rest.Answer(request, nowMs);

    public IEnumerable<Publication> Encode(IReadOnlyList<LedgerTicket> tickets, long nowMs)
    {
        _history.Add(tickets);
        foreach (var group in tickets.GroupBy(ticket => ticket.Spec.GateSettle()))
        {
            foreach (var batch in group.Chunk(LargestBatch))
                yield return new Publication(LiquidationTopic(group.Key), GateFrames.Liquidations(batch, nowMs), batch);
        }
    }

    public void Publish(MarketMoment moment, IPublisher publisher)
    {
        if (!moment.IsEvery(1000)) return;
        foreach (var instrument in Instruments)
        {
            publisher.Publish(TickerTopic(instrument.Spec.Symbol), (instrument, moment.NowMs), static it =>
                GateFrames.Ticker(it.instrument, it.NowMs));
        }
    }

    public void AddPast(IReadOnlyList<LedgerTicket> tickets) => _history.AddPast(tickets);

    public static string LiquidationTopic(string settle) => "liquidates:" + settle;

    public static string TickerTopic(string symbol) => "ticker:" + symbol;

    /// <summary>Whether a contract is traded on the socket of a settlement currency.</summary>
    public bool HasContract(string symbol, string settle) =>
        _bySymbol.TryGetValue(symbol, out var instrument) && instrument.Spec.GateSettle() == settle;

    private static string? SettleOf(ClientRequest request) =>
        request.Path.StartsWith(SocketPath, StringComparison.Ordinal) && request.Path[SocketPath.Length..] is "usdt" or "usd1" or "btc"
            ? request.Path[SocketPath.Length..]
            : null;
}
