namespace LiqMon.Simulator;

/// <summary>
/// One venue's protocol, without sockets: what it lists, what it sends, what it answers. All members except
/// <see cref="Serves"/> and <see cref="Answer"/> are called one at a time.
/// </summary>
internal interface ISimulatedVenue
{
    /// <summary>Venue id, lower case.</summary>
    string Id { get; }

    /// <summary>All contracts of the venue.</summary>
    IReadOnlyList<TradedInstrument> Instruments { get; }

    /// <summary>False for a venue that tells nobody whom it liquidates: the random market has no liquidations there.</summary>
    bool PublishesLiquidations => true;

    /// <summary>When liquidations of the random market are published; orders emitted by tests skip it.</summary>
    ILiquidationPacing Pacing { get; }

    /// <summary>True when data and answers travel as gzip in binary messages.</summary>
    bool Compresses => false;

    /// <summary>How often the venue sends WebSocket pings; zero for never.</summary>
    TimeSpan PingInterval => TimeSpan.Zero;

    /// <summary>Whether there is a WebSocket endpoint at the path.</summary>
    bool Serves(ClientRequest request);

    /// <summary>Starts talking to a client that connected to one of its endpoints.</summary>
    IDialogue Open(ClientRequest request, IClient client);

    /// <summary>The frames for liquidations that are published together.</summary>
    IEnumerable<Publication> Encode(IReadOnlyList<LedgerTicket> tickets, long nowMs);

    /// <summary>Publishes the control streams that are due.</summary>
    void Publish(MarketMoment moment, IPublisher publisher);

    /// <summary>Answers a REST request, on any thread; null when there is no such endpoint.</summary>
    RestAnswer? Answer(ClientRequest request, long nowMs);
}
