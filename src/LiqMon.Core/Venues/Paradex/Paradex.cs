using System.Globalization;
using System.Text;
using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// Paradex perpetuals, over REST alone: the public socket is binary (SBE) since 2026-09-21.
/// <para>
/// Liquidations are trades of type <c>LIQUIDATION</c>, so the feed is full. Each market's trades are requested again and again,
/// newest first, page by page until the newest trade known before. <c>side</c> is the taker's, which is the closing order:
/// SELL closed a long. <c>price</c> is the fill, <c>size</c> counts the base asset, <c>created_at</c> are milliseconds, <c>id</c> is
/// the identity. Trades of type <c>FILL</c>, <c>RPI</c>, <c>BLOCK_TRADE</c>, <c>TRANSFER</c> and <c>SETTLE_MARKET</c> are none.
/// The same list is the history.
/// <code>
/// {"results":[{"id":"1718","market":"BTC-USD-PERP","side":"SELL","size":"0.00649","price":"83894.04692005321",
/// "created_at":1790173872009,"trade_type":"LIQUIDATION"}]}
/// </code>
/// </para>
/// <para>
/// One list of summaries holds open interest in coins, mark, the price of the underlying (the index) and funding, which
/// accrues all the time: there is no next one. It holds options as well, which are passed over: names of perpetuals end in
/// "-PERP". All are linear, priced in dollars, settled in USDC. The tag RWA marks what is traditional. Which side the open
/// interest counts is not documented; it is taken as it is.
/// Source: Paradex API documentation, 2026 (pages of at most 1,000 trades, cursor); a third party's measurement of the lists,
/// 2026-09, and of liquidations among the trades, about one in two hours and market, back to January.
/// </para>
/// </summary>
public sealed class Paradex : IVenue
{
    private const int FrequentlyPolled = 20;
    private const int PolledRows = 100;
    private const int HistoryRows = 1_000;
    private const string TradesName = "trades";

    private static readonly Uri Rest = new("https://api.prod.paradex.trade");

    /// <inheritdoc/>
    public VenueProfile Profile { get; } = new()
    {
        Id = "paradex",
        Name = "Paradex",
        FeedClass = FeedClass.Full,
        NormalShare = 0.005,
        FeedNote = "every liquidation, fill by fill, among the trades, REST per market every 15 to 30 s",
        OpenInterestNote = "REST, all contracts every 15 s, taken as one-sided (the venue does not say)",
        BackfillNote = "REST per market, all trades of the past",
        History = new(FeedClass.Full) { Reach = TimeSpan.FromDays(30) },
        ControlSilence = TimeSpan.FromSeconds(45),
        RestLimit = new() { WeightPerMinute = 1_500 },
    };

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> InstrumentRequests { get; } = [new("instruments", new Uri(Rest, "/v1/markets"))];

    /// <inheritdoc/>
    public RestRequest? ReadInstruments(RestRequest request, ReadOnlySpan<byte> body, ContractList contracts)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        var list = JsonList.Open(body, "results");
        if (!list.IsArray)
            throw new JsonException($"no list of markets: {list.Outline.Refusal("error", "message")}");
        contracts.AddRows(list, "symbol", Contract);
        return null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<SocketPlan> Sockets(IReadOnlyList<Instrument> instruments) => [];

    /// <inheritdoc/>
    public IReadOnlyList<RestPoll> Polls(IReadOnlyList<Instrument> instruments)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        var often = TimeSpan.FromSeconds(15);
        return instruments.Count == 0
            ? []
            :
            [
                new(new("summaries", new Uri(Rest, "/v1/markets/summary?market=ALL")), often),
                .. instruments.Select((instrument, rank) => new RestPoll(
                    Poll(instrument.Symbol, PageTag.First), rank < FrequentlyPolled ? often : 2 * often, Feed: "liquidations")),
            ];
    }

    /// <inheritdoc/>
    public HistoryStep PollStep(RestRequest request, ReadOnlySpan<byte> body, long knownMs)
    {
        ArgumentNullException.ThrowIfNull(request);
        // The summaries are one page.
        if (request.Tag is not PageTag tag)
            return HistoryStep.Ends(HistoryEnd.ReachedEnd);
        var list = JsonList.Open(body, "results");
        var paging = new HistoryPaging(knownMs, long.MaxValue, readings: null);
        foreach (var row in list)
        {
            if (row.ValueKind == JsonValueKind.Object)
                paging.Includes(row.Integer("created_at"));
        }

        return paging.ByCursor(
            new(PolledRows),
            tag.OldestMs,
            list.Outline.Text("next") is { Length: > 0 } next ? () => Poll(tag.Market, tag.Then(next, paging.OldestMs)) : null);
    }

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> BackfillRequests(IReadOnlyList<Instrument> instruments, long fromMs, long toMs)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        return fromMs >= toMs ? [] : [.. instruments.Select(instrument => History(instrument.Symbol, fromMs, toMs, PageTag.First))];
    }

    /// <inheritdoc/>
    public HistoryStep ReadBackfill(RestRequest request, ReadOnlySpan<byte> body, long fromMs, long toMs, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(readings);
        var tag = request.TagOf<PageTag>();
        var market = Encoding.UTF8.GetBytes(tag.Market);
        var paging = new HistoryPaging(fromMs, toMs, readings);
        paging.ReadRows(body, "results"u8, (ref Utf8JsonReader row) => ParadexRows.ReadTrade(ref row, market, paging, readings));
        return paging.ByCursor(
            new(HistoryRows),
            tag.OldestMs,
            JsonList.Open(body, "results").Outline.Text("next") is { Length: > 0 } next
                ? () => History(tag.Market, fromMs, toMs, tag.Then(next, paging.OldestMs))
                : null);
    }

    /// <inheritdoc/>
    public IReadOnlyList<VenueProbe> Probes { get; } = ParadexProbes.Of(Rest);

    /// <inheritdoc/>
    public FrameKind Read(ReadOnlySpan<byte> frame, FrameReadings readings) => ParadexRows.Read(frame, areTrades: false, readings);

    /// <inheritdoc/>
    public FrameKind ReadPoll(string name, ReadOnlySpan<byte> body, FrameReadings readings) =>
        ParadexRows.Read(body, areTrades: name == TradesName, readings);

    private static RestRequest Poll(string market, PageTag tag) =>
        new(TradesName, new Uri(Rest, string.Create(
            CultureInfo.InvariantCulture, $"/v1/trades?market={Uri.EscapeDataString(market)}&page_size={PolledRows}{tag.Query}")))
        {
            Kind = RestKind.Liquidations,
            Tag = tag with { Market = market },
        };

    private static RestRequest History(string market, long fromMs, long toMs, PageTag tag) => new(
        $"backfill:trades-{market}",
        new Uri(Rest, string.Create(
            CultureInfo.InvariantCulture,
            $"/v1/trades?market={Uri.EscapeDataString(market)}&start_at={fromMs}&end_at={toMs - 1}&page_size={HistoryRows}{tag.Query}")))
    {
        Kind = RestKind.Liquidations,
        Tag = tag with { Market = market },
    };

    private Instrument? Contract(ListedRow row) =>
        row.Is("asset_kind", "PERP")
            ? ListedContract.Of(
                Profile.Id, row.Symbol, row.Text("base_currency"), row.Text("quote_currency"),
                isTraditional: row.Row.HasWord("tags", "RWA"))
            : null;

    /// <summary>A page of a market's trades.</summary>
    /// <param name="Market">The market.</param>
    /// <param name="Cursor">The cursor as the venue returned it; null on the first page.</param>
    /// <param name="OldestMs">Time of the oldest trade of the page before, Unix milliseconds; the largest number on the first page.</param>
    private sealed record PageTag(string Market, string? Cursor, long OldestMs) : RestTag
    {
        public static readonly PageTag First = new("", null, long.MaxValue);

        /// <summary>What the address says of the page.</summary>
        public string Query => Cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(Cursor);

        public PageTag Then(string cursor, long oldestMs) => this with { Cursor = cursor, OldestMs = oldestMs };
    }
}
