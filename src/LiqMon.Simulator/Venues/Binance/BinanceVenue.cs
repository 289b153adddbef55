namespace LiqMon.Simulator;

/// <summary>
/// Binance futures: the merged /market sockets of UM and CM, the two REST hosts on one port with one weight pool.
/// The legacy paths accept, acknowledge and stay silent, as the real ones do since April 2026.
/// </summary>
internal sealed class BinanceVenue(IReadOnlyList<AssetProfile> assets, DateTimeOffset start) : ISimulatedVenue
{
    public const string Name = "binance";

    private readonly BinanceRest _rest = new(BinanceListing.Create(assets, start));

    public string Id => Name;

    public IReadOnlyList<TradedInstrument> Instruments => _rest.Instruments;

    public ILiquidationPacing Pacing { get; } = new LargestPerSymbol(TimeSpan.FromMilliseconds(1000));

    public OrderFields OrderFields { get; } = new(["S"], ["ap"], ["z"]);

    public IEnumerable<Publication> EncodePart(LedgerTicket ticket, decimal filled, long nowMs)
    {
        yield return new Publication("!forceOrder@arr", BinanceFrames.ForceOrder(ticket, nowMs, filled, isMerged: true), [ticket]);
        yield return new Publication(ticket.Order.Symbol.ToLowerInvariant() + "@forceOrder", BinanceFrames.ForceOrder(ticket, nowMs, filled), [ticket]);
    }

    public TimeSpan PingInterval => TimeSpan.FromMinutes(3);

    public bool Serves(ClientRequest request) => BinanceEndpoint.Of(request) is not null;

    public IDialogue Open(ClientRequest request, IClient client) => new BinanceDialogue(BinanceEndpoint.Of(request)!, client);

    public RestAnswer? Answer(ClientRequest request, long nowMs) => _rest.Answer(request, nowMs);

    public IEnumerable<Publication> Encode(IReadOnlyList<LedgerTicket> tickets, long nowMs)
    {
        yield return new Publication("!forceOrder@arr", BinanceFrames.ForceOrders(tickets, nowMs), tickets);
        foreach (var ticket in tickets)
        {
            var topic = ticket.Order.Symbol.ToLowerInvariant() + "@forceOrder";
            yield return new Publication(topic, BinanceFrames.ForceOrder(ticket, nowMs), [ticket]);
        }
    }

    public void Publish(MarketMoment moment, IPublisher publisher)
    {
        if (moment.IsEvery(1000)) PublishMarks("@1s", moment.NowMs, publisher);
        if (moment.IsEvery(3000)) PublishMarks("", moment.NowMs, publisher);
    }

    private void PublishMarks(string speed, long nowMs, IPublisher publisher)
    {
        publisher.Publish("!markPrice@arr" + speed, (Instruments: Instruments.Traded(), nowMs), static all => BinanceFrames.MarkPrices(all.Instruments, all.nowMs));
        foreach (var instrument in Instruments)
        {
            var topic = instrument.Spec.Symbol.ToLowerInvariant() + "@markPrice" + speed;
            publisher.Publish(topic, (instrument, nowMs), static one => BinanceFrames.MarkPrice(one.instrument, one.nowMs));
        }
    }
}
