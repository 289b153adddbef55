using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// Aster perpetuals, in Binance's protocol without its split of paths.
/// <para>
/// <c>o.S</c> is the side of the closing order: SELL closed a long. Counted is <c>z</c> at the average fill <c>ap</c>, in
/// the base asset; all contracts are linear. The feed brings the latest order of a symbol and second (Binance: the
/// largest), a few an hour, so delivery is proven by the mark-price stream of the same socket. Trades of the insurance
/// fund (<c>X</c> in trades) are not read: they are no orders of their own.
/// </para>
/// <para>
/// Open interest is one-sided, in the base asset, by an undocumented call per symbol that others poll as well.
/// Stocks and metals are marked by <c>underlyingSubType</c>; their <c>underlyingType</c> says COIN like all others.
/// Source: Aster API documentation, futures v3, 2026-06. Only live use can settle whether the old v1 paths, which this
/// does not use, would outlive the v3 ones.
/// </para>
/// </summary>
public sealed class Aster : IVenue
{
    private const int FrequentlyPolled = 50;

    private static readonly Uri Rest = new("https://fapi.asterdex.com");

    /// <inheritdoc/>
    public VenueProfile Profile { get; } = new()
    {
        Id = "aster",
        Name = "Aster",
        FeedClass = FeedClass.Sampled,
        NormalShare = 0.015,
        Sampling = SamplingRule.LatestPerSecond,
        FeedNote = "the latest order per symbol and second",
        OpenInterestNote = "REST per symbol, one-sided; top 50 every 15 s, others every 120 s",
        BackfillNote = "none",
        Heartbeat = new(
            """{"method":"LIST_SUBSCRIPTIONS","id":1000}"""u8.ToArray(), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(15)),
        HoldsOrdersFor = TimeSpan.FromSeconds(1),
        ReplaceAfter = TimeSpan.FromHours(23.5),
        RestLimit = new() { WeightPerMinute = 2_400, UsedWeightHeader = "X-MBX-USED-WEIGHT-1M" },
    };

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> InstrumentRequests { get; } =
        [new("instruments", new Uri(Rest, "/fapi/v3/exchangeInfo"))];

    /// <inheritdoc/>
    public RestRequest? ReadInstruments(RestRequest request, ReadOnlySpan<byte> body, ContractList contracts)
    {
        BinanceProtocol.ReadInstruments(Profile.Id, body, contracts);
        return null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<SocketPlan> Sockets(IReadOnlyList<Instrument> instruments) =>
    [
        new(
            "market",
            new Uri("wss://fstream.asterdex.com/ws/!forceOrder@arr"),
            [new(1, """{"method":"SUBSCRIBE","params":["!markPrice@arr"],"id":1}"""u8.ToArray())]),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<RestPoll> Polls(IReadOnlyList<Instrument> instruments)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        return
        [
            .. instruments.Select((instrument, rank) => new RestPoll(
                new("open-interest", new Uri(Rest, $"/fapi/v3/openInterest?symbol={Uri.EscapeDataString(instrument.Symbol)}")),
                TimeSpan.FromSeconds(rank < FrequentlyPolled ? 15 : 120))),
        ];
    }

    /// <inheritdoc/>
    public FrameKind ReadPoll(string name, ReadOnlySpan<byte> body, FrameReadings readings) =>
        BinanceProtocol.Read(body, readings);

    /// <inheritdoc/>
    public FrameKind Read(ReadOnlySpan<byte> frame, FrameReadings readings) => BinanceProtocol.Read(frame, readings);
}
