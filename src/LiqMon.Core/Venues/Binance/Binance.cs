using System.Text;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// Binance USD-M and COIN-M futures.
/// <para>
/// One socket on the <c>/market</c> path carries the liquidations of both families, distinguished by <c>st</c> (1 USD-M,
/// 2 COIN-M) or, where that is missing, by the symbol's form. The old <c>/ws</c> and <c>/stream</c> paths still confirm
/// subscriptions and never deliver, so delivery is proven by the mark-price stream of the same socket.
/// Source: Binance derivatives change log, 2026-03-05 (paths), 2026-04-14 (largest order), 2026-06-30 (merged streams).
/// Doctor sees on the mark prices whether both families come on it. Whether every COIN-M liquidation does, and whether it
/// is the largest of its second too, only an hour beside <c>dstream</c> could show.
/// </para>
/// <para>
/// <c>o.S</c> is the side of the closing order: SELL closed a long. Counted is what was filled: <c>z</c> at <c>ap</c>;
/// never <c>q</c> (ordered), <c>l</c> (last fill) or <c>p</c> (limit) where those exist.
/// </para>
/// </summary>
public sealed class Binance : IVenue
{
    private const int ListSubscriptionsId = 1_000;
    private const int FrequentlyPolled = 50;

    private static readonly Uri UsdRest = new("https://fapi.binance.com");
    private static readonly Uri CoinRest = new("https://dapi.binance.com");

    /// <inheritdoc/>
    public VenueProfile Profile { get; } = new()
    {
        Id = "binance",
        Name = "Binance",
        FeedClass = FeedClass.Sampled,
        NormalShare = 0.30,
        Sampling = SamplingRule.LargestPerSecond,
        // COIN-M: the latest order of 1,000 ms is pushed as the snapshot.
        InverseSampling = SamplingRule.LatestPerSecond,
        FeedNote = "the largest order per symbol and second",
        OpenInterestNote = "REST per symbol, one-sided; top 50 every 15 s, others every 120 s",
        BackfillNote = "open interest of the last 30 days; no liquidations",
        HasOtherHistory = true,
        Heartbeat = new(
            Encoding.UTF8.GetBytes($$"""{"method":"LIST_SUBSCRIPTIONS","id":{{ListSubscriptionsId}}}"""),
            TimeSpan.FromSeconds(60),
            TimeSpan.FromSeconds(15)),
        HoldsOrdersFor = TimeSpan.FromSeconds(1),
        ReplaceAfter = TimeSpan.FromHours(23.5),
        RestLimit = new() { WeightPerMinute = 2_400, UsedWeightHeader = "X-MBX-USED-WEIGHT-1M" },
    };

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> InstrumentRequests { get; } =
    [
        new("instruments:usd-m", new Uri(UsdRest, "/fapi/v1/exchangeInfo")),
        new("instruments:coin-m", new Uri(CoinRest, "/dapi/v1/exchangeInfo")),
    ];

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
            new Uri("wss://fstream.binance.com/market/ws/!forceOrder@arr"),
            [new(1, """{"method":"SUBSCRIBE","params":["!markPrice@arr"],"id":1}"""u8.ToArray())]),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<RestPoll> Polls(IReadOnlyList<Instrument> instruments)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        return
        [
            .. instruments.Select((instrument, rank) => new RestPoll(
                new(
                    "open-interest",
                    instrument.Margin == MarginKind.Inverse
                        ? new Uri(CoinRest, $"/dapi/v1/openInterest?symbol={Uri.EscapeDataString(instrument.Symbol)}")
                        : new Uri(UsdRest, $"/fapi/v1/openInterest?symbol={Uri.EscapeDataString(instrument.Symbol)}")),
                TimeSpan.FromSeconds(rank < FrequentlyPolled ? 15 : 120))),
        ];
    }

    /// <inheritdoc/>
    public FrameKind ReadPoll(string name, ReadOnlySpan<byte> body, FrameReadings readings) =>
        BinanceProtocol.Read(body, readings);

    /// <inheritdoc/>
    public VenueMarketData Series => BinanceSeries.Of(Profile.Id, UsdRest);

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> BackfillRequests(IReadOnlyList<Instrument> instruments, long fromMs, long toMs) =>
        BinanceHistory.Requests(UsdRest, CoinRest, instruments, fromMs, toMs);

    /// <inheritdoc/>
    public HistoryStep ReadBackfill(RestRequest request, ReadOnlySpan<byte> body, long fromMs, long toMs, FrameReadings readings) =>
        BinanceHistory.Read(request, body, fromMs, toMs, readings);

    /// <inheritdoc/>
    public IReadOnlyList<VenueProbe> Probes => BinanceProbes.Of(Sockets([])[0]);

    /// <inheritdoc/>
    public FrameKind Read(ReadOnlySpan<byte> frame, FrameReadings readings) => BinanceProtocol.Read(frame, readings);
}
