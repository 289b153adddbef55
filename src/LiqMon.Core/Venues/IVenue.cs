using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// The dialect of one venue: where to connect, what to say, and what its bytes mean. Pure: no socket, clock, logger or
/// task; may be called from several threads at once.
/// </summary>
public interface IVenue
{
    /// <summary>What the venue is and how to behave towards it.</summary>
    VenueProfile Profile { get; }

    /// <summary>The REST calls that list its contracts, one for each of its markets.</summary>
    IReadOnlyList<RestRequest> InstrumentRequests { get; }

    /// <summary>
    /// Reads one page of contracts into <paramref name="contracts"/>, which counts every row that should be one and is not.
    /// </summary>
    /// <param name="request">The call that was answered; its name may be just <c>instruments</c> for a recording, so the body decides.</param>
    /// <param name="body">The answer's bytes.</param>
    /// <param name="contracts">Receives the contracts.</param>
    /// <returns>The call for the next page, or null after the last.</returns>
    /// <exception cref="System.Text.Json.JsonException">The body is not what the venue sends.</exception>
    RestRequest? ReadInstruments(RestRequest request, ReadOnlySpan<byte> body, ContractList contracts);

    /// <summary>The sockets to open for these contracts. The order of the contracts is by open interest, largest first.</summary>
    IReadOnlyList<SocketPlan> Sockets(IReadOnlyList<Instrument> instruments);

    /// <summary>
    /// The text by which a message of <see cref="Sockets(IReadOnlyList{Instrument})"/> subscribes the liquidations of one
    /// contract, such as <c>"allLiquidation.BTCUSDT"</c>; null where one subscription or poll brings those of all contracts.
    /// </summary>
    string? LiquidationTopic(Instrument instrument) => null;

    /// <summary>
    /// The call that lists which accounts are the venue's own, at one that shows liquidations on their fills; else null.
    /// </summary>
    RestRequest? AccountRequest => null;

    /// <summary>Reads the answer to <see cref="AccountRequest"/>.</summary>
    /// <exception cref="System.Text.Json.JsonException">The body is not what the venue sends.</exception>
    SystemAccounts ReadAccounts(ReadOnlySpan<byte> body) => throw new NotSupportedException($"{Profile.Id} has no accounts to follow.");

    /// <summary>As <see cref="Sockets(IReadOnlyList{Instrument})"/>, when it is known which accounts are the venue's own.</summary>
    IReadOnlyList<SocketPlan> Sockets(IReadOnlyList<Instrument> instruments, SystemAccounts accounts) => Sockets(instruments);

    /// <summary>
    /// As <see cref="Sockets(IReadOnlyList{Instrument}, SystemAccounts)"/>, where contracts keep the sockets that they have.
    /// </summary>
    IReadOnlyList<SocketPlan> Sockets(IReadOnlyList<Instrument> instruments, SystemAccounts accounts, SocketPlaces places) =>
        Sockets(instruments, accounts);

    /// <summary>The REST calls to repeat for these contracts. The order of the contracts is by open interest, largest first.</summary>
    IReadOnlyList<RestPoll> Polls(IReadOnlyList<Instrument> instruments);

    /// <summary>
    /// Reads one socket frame (already decompressed). Allocates nothing for a liquidation of a known contract.
    /// </summary>
    /// <exception cref="System.Text.Json.JsonException">The frame is not JSON; nothing read from it may be used.</exception>
    FrameKind Read(ReadOnlySpan<byte> frame, FrameReadings readings);

    /// <summary>Reads the answer to one of <see cref="Polls"/>.</summary>
    /// <exception cref="System.Text.Json.JsonException">The body is not JSON; nothing read from it may be used.</exception>
    FrameKind ReadPoll(string name, ReadOnlySpan<byte> body, FrameReadings readings);

    /// <summary>
    /// Where the answer to one of <see cref="Polls"/>, which has been read as data, leads: to a further page when it does
    /// not reach back to what was known before it.
    /// </summary>
    /// <param name="request">The call that was answered, or the one for a further page.</param>
    /// <param name="body">The answer's bytes.</param>
    /// <param name="knownMs">
    /// Time of the newest liquidation of the polls before, or of the newest trade where liquidations are among trades, Unix
    /// milliseconds.
    /// </param>
    HistoryStep PollStep(RestRequest request, ReadOnlySpan<byte> body, long knownMs) => HistoryStep.Ends(HistoryEnd.ReachedEnd);

    /// <summary>
    /// The calls that begin to fetch what the venue still knows of a span without a key: liquidations, open interest, or
    /// both. Empty when it offers no history. The calls' names begin with <c>backfill:</c>, and their
    /// <see cref="RestRequest.Kind"/> says which of the two they bring.
    /// </summary>
    /// <param name="instruments">The contracts of interest.</param>
    /// <param name="fromMs">Start of the span, Unix milliseconds, inclusive.</param>
    /// <param name="toMs">End of the span, Unix milliseconds, exclusive.</param>
    IReadOnlyList<RestRequest> BackfillRequests(IReadOnlyList<Instrument> instruments, long fromMs, long toMs) => [];

    /// <summary>
    /// Reads one page of history; events outside the span are left out. The same event gets the same identity as on the
    /// socket, so that the store recognises it.
    /// </summary>
    /// <param name="request">The call that was answered, as <see cref="BackfillRequests"/> or the page before returned it.</param>
    /// <param name="body">The answer's bytes.</param>
    /// <param name="fromMs">Start of the span, Unix milliseconds, inclusive.</param>
    /// <param name="toMs">End of the span, Unix milliseconds, exclusive.</param>
    /// <param name="readings">Receives the events, and a reason for every row that cannot be read.</param>
    /// <returns>The call for the next page, or how the pages ended.</returns>
    /// <exception cref="System.Text.Json.JsonException">The body is not what the venue sends; nothing read from it may be used.</exception>
    HistoryStep ReadBackfill(RestRequest request, ReadOnlySpan<byte> body, long fromMs, long toMs, FrameReadings readings) =>
        throw new NotSupportedException($"{Profile.Id} offers no history.");

    /// <summary>Assumptions about the venue that a few calls can check.</summary>
    IReadOnlyList<VenueProbe> Probes => [];

    /// <summary>What the venue publishes about its own past besides liquidations and open interest; null if it publishes nothing.</summary>
    VenueMarketData? Series => null;
}
