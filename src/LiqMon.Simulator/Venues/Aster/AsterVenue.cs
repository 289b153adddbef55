namespace LiqMon.Simulator;

/// <summary>Aster: Binance's protocol on paths of its own, USD-margined perpetuals only, the latest order of a symbol and second.</summary>
internal sealed class AsterVenue : ISimulatedVenue
{
    public const string Name = "aster";

    private readonly BinanceRest _rest;

    public AsterVenue(IReadOnlyList<AssetProfile> assets, DateTimeOffset start)
    {
        Instruments = [.. assets.Select(profile => new TradedInstrument(BinanceListing.Um(profile, start.AddYears(-1), Name), profile))];
        _rest = new BinanceRest(Instruments, "/fapi/v3/", null);
    }

    public string Id => Name;

    public IReadOnlyList<TradedInstrument> Instruments { get; }

    public ILiquidationPacing Pacing { get; } = new LatestPerSymbol(TimeSpan.FromMilliseconds(1000));

    public OrderFields OrderFields { get; } = new(["S"], ["ap"], ["z"]);

    public IEnumerable<Publication> EncodePart(LedgerTicket ticket, decimal filled, long nowMs)
    {
        yield return new Publication("!forceOrder@arr", BinanceFrames.ForceOrder(ticket, nowMs, filled, isMerged: false), [ticket]);
        yield return new Publication(ticket.Order.Symbol.ToLowerInvariant() + "@forceOrder", BinanceFrames.ForceOrder(ticket, nowMs, filled), [ticket]);
    }

    public TimeSpan PingInterval => TimeSpan.FromMinutes(5);

    public bool Serves(ClientRequest request) => EndpointOf(request) is not null;

    public IDialogue Open(ClientRequest request, IClient client) => new BinanceDialogue(EndpointOf(request)!, client);

    public RestAnswer? Answer(ClientRequest request, long nowMs) => _rest.Answer(request, nowMs);

    public IEnumerable<Publication> Encode(IReadOnlyList<LedgerTicket> tickets, long nowMs)
    {
        foreach (var ticket in tickets)
        {
            var frame = BinanceFrames.ForceOrder(ticket, nowMs);
            yield return new Publication("!forceOrder@arr", frame, [ticket]);
            yield return new Publication(ticket.Order.Symbol.ToLowerInvariant() + "@forceOrder", frame, [ticket]);
        }
    }

    public void Publish(MarketMoment moment, IPublisher publisher)
    {
        if (moment.IsEvery(1000)) PublishMarks("!markPrice@arr@1s", moment.NowMs, publisher);
        if (moment.IsEvery(3000)) PublishMarks("!markPrice@arr", moment.NowMs, publisher);
    }

    private void PublishMarks(string topic, long nowMs, IPublisher publisher) => publisher.Publish(
        topic, (Instruments: Instruments.Traded(), nowMs), static all => BinanceFrames.MarkPrices(all.Instruments, all.nowMs, isMerged: false));

    /// <summary>There is no split of paths here: the plain ones are alive, and no others exist.</summary>
    private static BinanceEndpoint? EndpointOf(ClientRequest request) => BinanceEndpoint.Of(request) is { IsAlive: false } endpoint
        && !request.Path.StartsWith("/public", StringComparison.Ordinal)
        ? endpoint with { IsAlive = true }
        : null;
}
