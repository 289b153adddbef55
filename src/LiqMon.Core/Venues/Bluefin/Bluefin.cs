using System.Globalization;
using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// Bluefin Pro perpetuals on Sui: linear, in USDC, over REST alone. Small: eight markets and about ten liquidations a day.
/// <para>
/// A market's trades of type <c>LIQUIDATION</c> are requested again and again, newest first; a call without the type shows
/// ordinary ones only. The same list is the history, back to 2025-07. How soon a trade stands in it is not documented, and of a
/// market that is not listed nothing is requested, so the feed counts as partial. <c>side</c> is the closing order:
/// SHORT sold and closed a long, LONG bought and closed a short. Numbers are billionths (<c>E9</c>): <c>priceE9</c> is the fill,
/// <c>quantityE9</c> counts the base asset. <c>id</c> is the identity.
/// <code>
/// [{"id":"a1","symbol":"BTC-PERP","side":"SHORT","tradeType":"LIQUIDATION","priceE9":"76784500000000","quantityE9":"40000000",
/// "executedAtMillis":1794000000321}]
/// </code>
/// </para>
/// <para>
/// Open interest is in <b>dollars</b>, in billionths as well; it is taken as one-sided. The funding rate is the estimate for the
/// running hour, which is what is paid at its end.
/// Source: the venue's own API client 1.17 (fields, addresses; a span begins after its start and includes its end); ai-rates,
/// 2026-09, for the side (146 of 150 agreed with the move before them), the unit of open interest (the sum of all markets is
/// DefiLlama's) and the limit of 300 calls a minute.
/// </para>
/// </summary>
public sealed class Bluefin : IVenue
{
    private const int PolledRows = 100;

    /// <summary>Of the half of 300 calls that LiqMon makes, what is left beside tickers and lists.</summary>
    private const int PolledPerMinute = 140;

    private const int HistoryRows = 1_000;
    private const string LiquidationsName = "liquidations";

    private static readonly Uri Rest = new("https://api.sui-prod.bluefin.io");

    /// <inheritdoc/>
    public VenueProfile Profile { get; } = new()
    {
        Id = "bluefin",
        Name = "Bluefin",
        FeedClass = FeedClass.Partial,
        NormalShare = 0.001,
        FeedNote = "liquidations fill by fill, REST per market every 15 s; how soon all are listed is unknown",
        OpenInterestNote = "REST, all markets every 15 s, in dollars, taken as one-sided (the venue does not say)",
        BackfillNote = "REST per market, all liquidations since 2025-07",
        History = new(FeedClass.Partial) { Reach = TimeSpan.FromDays(365) },
        ControlSilence = TimeSpan.FromSeconds(45),
        RestLimit = new() { WeightPerMinute = 300 },
    };

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> InstrumentRequests { get; } = [new("instruments", new Uri(Rest, "/v1/exchange/info"))];

    /// <inheritdoc/>
    public RestRequest? ReadInstruments(RestRequest request, ReadOnlySpan<byte> body, ContractList contracts)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        var list = JsonList.Open(body, "markets");
        if (!list.IsArray)
            throw new JsonException($"no list of markets: {list.Outline.Refusal("errorCode", "message")}");
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
        // Were there hundreds of markets, each would have its turn less often.
        var turn = TimeSpan.FromSeconds(Math.Max(often.TotalSeconds, Math.Ceiling(instruments.Count * 60.0 / PolledPerMinute)));
        return instruments.Count == 0
            ? []
            :
            [
                new(new("tickers", new Uri(Rest, "/v1/exchange/tickers")), often),
                .. instruments.Select(instrument => new RestPoll(Poll(instrument.Symbol, untilMs: null), turn, Feed: "liquidations")),
            ];
    }

    /// <inheritdoc/>
    public HistoryStep PollStep(RestRequest request, ReadOnlySpan<byte> body, long knownMs)
    {
        ArgumentNullException.ThrowIfNull(request);
        // Tickers are one page.
        if (request.Tag is not HistoryTag tag)
            return HistoryStep.Ends(HistoryEnd.ReachedEnd);
        var paging = new HistoryPaging(knownMs, long.MaxValue, readings: null);
        foreach (var row in JsonList.Open(body))
        {
            if (row.ValueKind == JsonValueKind.Object)
                paging.Includes(row.Integer("executedAtMillis"));
        }

        return paging.NewestFirst(new(PolledRows), tag.EdgeMs, untilMs => Poll(tag.Subject, untilMs));
    }

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> BackfillRequests(IReadOnlyList<Instrument> instruments, long fromMs, long toMs)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        return fromMs >= toMs ? [] : [.. instruments.Select(instrument => History(instrument.Symbol, fromMs, toMs - 1))];
    }

    /// <inheritdoc/>
    public HistoryStep ReadBackfill(RestRequest request, ReadOnlySpan<byte> body, long fromMs, long toMs, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(readings);
        var tag = request.TagOf<HistoryTag>();
        if (!JsonList.Open(body).IsArray)
            throw new JsonException("no list of trades");
        var paging = new HistoryPaging(fromMs, toMs, readings);
        BluefinRows.ReadHistory(body, paging, readings);
        return paging.NewestFirst(new(HistoryRows), tag.EdgeMs, untilMs => History(tag.Subject, fromMs, untilMs));
    }

    /// <inheritdoc/>
    public FrameKind Read(ReadOnlySpan<byte> frame, FrameReadings readings) => BluefinRows.Read(frame, areTrades: false, readings);

    /// <inheritdoc/>
    public FrameKind ReadPoll(string name, ReadOnlySpan<byte> body, FrameReadings readings) =>
        BluefinRows.Read(body, areTrades: name == LiquidationsName, readings);

    private static RestRequest Poll(string market, long? untilMs) =>
        new(LiquidationsName, new Uri(Rest, string.Create(
            CultureInfo.InvariantCulture, $"{Trades(market)}&limit={PolledRows}{(untilMs is { } end ? $"&endTimeAtMillis={end}" : "")}")))
        {
            Kind = RestKind.Liquidations,
            Tag = new HistoryTag(market, untilMs ?? long.MaxValue),
        };

    private static RestRequest History(string market, long fromMs, long untilMs) => new(
        "backfill:liquidations",
        new Uri(Rest, string.Create(
            CultureInfo.InvariantCulture,
            $"{Trades(market)}&limit={HistoryRows}&startTimeAtMillis={fromMs - 1}&endTimeAtMillis={untilMs}")))
    {
        Kind = RestKind.Liquidations,
        Tag = new HistoryTag(market, untilMs),
    };

    private static string Trades(string market) => $"/v1/exchange/trades?symbol={Uri.EscapeDataString(market)}&tradeType=LIQUIDATION";

    private Instrument? Contract(ListedRow row)
    {
        if (!row.Is("status", "ACTIVE") || row.Word("baseAssetSymbol", ContractRefusal.NoAsset) is not { } baseAsset)
            return null;
        return ListedContract.Of(Profile.Id, row.Symbol, baseAsset, "USDC");
    }
}
