using System.Collections.ObjectModel;

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

    /// <summary>False for a venue that publishes no liquidations: the random market has no liquidations there.</summary>
    bool PublishesLiquidations => true;

    /// <summary>False for a venue that only answers over REST.</summary>
    bool HasSockets => true;

    /// <summary>When liquidations of the random market are published; orders emitted by tests skip it.</summary>
    ILiquidationPacing Pacing { get; }

    /// <summary>True when data and answers travel as gzip in binary messages.</summary>
    bool Compresses => false;

    /// <summary>How often the venue sends WebSocket pings; zero for never.</summary>
    TimeSpan PingInterval => TimeSpan.Zero;

    /// <summary>What it remembers of its orders; null where there is no history.</summary>
    IOrderHistory? History => null;

    /// <summary>Where its orders have their side and numbers; null where it sends no orders.</summary>
    OrderFields? OrderFields => null;

    /// <summary>
    /// The parameters that lead to the next page of a history, with what they are when the venue ignores them; null for left out.
    /// </summary>
    IReadOnlyDictionary<string, string?> IgnoredCursor => ReadOnlyDictionary<string, string?>.Empty;

    /// <summary>Name of the object that holds contracts by name in its list; null where the list is an array.</summary>
    string? ListedByName => null;

    /// <summary>Whether a contract can have a name here.</summary>
    bool CanName(string symbol) => symbol.Length > 0;

    /// <summary>Takes note that contracts have other names than before.</summary>
    void Renamed()
    {
        // Most venues look names up when they need them.
    }

    /// <summary>The frames for a part of an order, before the whole; null where fills are not cumulative.</summary>
    /// <param name="ticket">The whole order.</param>
    /// <param name="filled">The quantity filled so far.</param>
    /// <param name="nowMs">The venue's time.</param>
    IEnumerable<Publication>? EncodePart(LedgerTicket ticket, decimal filled, long nowMs) => null;

    /// <summary>The topic that an address stands for, where there are no subscription requests.</summary>
    string? TopicOf(ClientRequest request) => null;

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
