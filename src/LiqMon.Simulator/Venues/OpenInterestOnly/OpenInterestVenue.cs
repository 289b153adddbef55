namespace LiqMon.Simulator;

/// <summary>A venue that publishes no liquidations: it answers over REST and has no sockets.</summary>
/// <param name="id">Venue id.</param>
/// <param name="instruments">Its contracts.</param>
/// <param name="answer">Its REST answers, on any thread.</param>
internal sealed class OpenInterestVenue(
    string id, IReadOnlyList<TradedInstrument> instruments, Func<ClientRequest, long, RestAnswer?> answer) : ISimulatedVenue
{
    public string Id => id;

    public IReadOnlyList<TradedInstrument> Instruments => instruments;

    public bool PublishesLiquidations => false;

    public bool HasSockets => false;

    public ILiquidationPacing Pacing { get; } = new BatchPerSymbol(TimeSpan.Zero);

    public bool Serves(ClientRequest request) => false;

    public IDialogue Open(ClientRequest request, IClient client) => throw new NotSupportedException($"{id} has no sockets.");

    public IEnumerable<Publication> Encode(IReadOnlyList<LedgerTicket> tickets, long nowMs) => [];

    public void Publish(MarketMoment moment, IPublisher publisher)
    {
        // Nobody can subscribe.
    }

    public RestAnswer? Answer(ClientRequest request, long nowMs) => answer(request, nowMs);
}
