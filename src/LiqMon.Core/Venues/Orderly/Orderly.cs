using System.Globalization;
using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// Orderly Network: one order book behind WOOFi Pro and about a hundred other brokers, linear, in USDC. Over REST alone.
/// <para>
/// <c>/liquidated_positions</c> lists what was taken away from accounts, all markets together, each row with the positions
/// of one account by market. <c>position_qty</c> is the position in base units and its sign the side: above zero a long. The
/// row has no fill: <c>transfer_price</c>, at which the position was handed over, follows the mark, and where it is missing the
/// mark of the row or the last one known stands in. So the price kind is the mark. A market without a position has a quantity of
/// zero and is passed over; so are rows of type <c>claim</c>, by which others take over what the insurance fund had taken.
/// <c>liquidation_id</c> names the liquidation of an account, which may be several transfers: the identity is the content's, and the
/// id's only where the row has no price.
/// <code>
/// {"timestamp":1683802462092,"liquidation_id":29,"type":"liquidated",
/// "positions_by_perp":[{"symbol":"PERP_ETH_USDC","position_qty":-0.5,"transfer_price":1860}]}
/// </code>
/// The socket's topic <c>liquidation</c> is not read: it repeats an account whenever what is left of it changes, without a price.
/// That the list is all is not stated, hence "partial".
/// </para>
/// <para>
/// Open interest counts the base asset on one side and comes for all markets at once, with the time of the answer. Markets
/// that a broker has opened carry its name (<c>PERP_AAPL_USDC_mythos</c>).
/// Source: Orderly API documentation, 2026 (public info, futures, liquidated positions, liquidation push); ai-rates, 2026-09, for
/// the sign (257 of 268 rows agreed with the move before them), the reach of about ten days, the unit of open interest, and that
/// further pages are empty: windows of time are read instead.
/// </para>
/// </summary>
public sealed class Orderly : IVenue
{
    private const int PolledRows = 100;
    private const int HistoryRows = 500;
    private const string LiquidationsName = "liquidations";

    private static readonly Uri Rest = new("https://api.orderly.org");

    /// <inheritdoc/>
    public VenueProfile Profile { get; } = new()
    {
        Id = "orderly",
        Name = "Orderly",
        FeedClass = FeedClass.Partial,
        NormalShare = 0.003,
        FeedNote = "positions taken from accounts, REST every 15 s, at the mark price; Orderly does not say whether it is all",
        OpenInterestNote = "REST, all markets every 15 s, one-sided",
        BackfillNote = "liquidations of about ten days",
        History = new(FeedClass.Partial),
        ControlSilence = TimeSpan.FromSeconds(45),
        RestLimit = new() { WeightPerMinute = 600 },
    };

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> InstrumentRequests { get; } = [new("instruments", new Uri(Rest, "/v1/public/info"))];

    /// <inheritdoc/>
    public RestRequest? ReadInstruments(RestRequest request, ReadOnlySpan<byte> body, ContractList contracts)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        var list = JsonList.Open(body, "data", "rows");
        if (!list.IsArray || !list.Outline.IsTrue("success"))
            throw new JsonException($"no list of markets: {list.Outline.Refusal("code", "message")}");
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
                new(new("futures", new Uri(Rest, "/v1/public/futures")), often),
                new(Poll(null), often, Feed: "liquidations"),
            ];
    }

    /// <inheritdoc/>
    public HistoryStep PollStep(RestRequest request, ReadOnlySpan<byte> body, long knownMs)
    {
        ArgumentNullException.ThrowIfNull(request);
        // Open interest is one page.
        if (request.Tag is not HistoryTag tag)
            return HistoryStep.Ends(HistoryEnd.ReachedEnd);
        var paging = new HistoryPaging(knownMs, long.MaxValue, readings: null);
        foreach (var row in JsonList.Open(body, "data", "rows"))
        {
            if (row.ValueKind == JsonValueKind.Object)
                paging.Includes(row.Integer("timestamp"));
        }

        return paging.NewestFirst(new(PolledRows), tag.EdgeMs, untilMs => Poll((knownMs, untilMs)));
    }

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> BackfillRequests(IReadOnlyList<Instrument> instruments, long fromMs, long toMs)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        return fromMs >= toMs || instruments.Count == 0 ? [] : [History(fromMs, toMs - 1)];
    }

    /// <inheritdoc/>
    public HistoryStep ReadBackfill(RestRequest request, ReadOnlySpan<byte> body, long fromMs, long toMs, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(readings);
        var tag = request.TagOf<HistoryTag>();
        var list = JsonList.Open(body, "data", "rows");
        if (!list.IsArray || !list.Outline.IsTrue("success"))
            throw new JsonException($"no list of liquidations: {list.Outline.Refusal("code", "message")}");
        var paging = new HistoryPaging(fromMs, toMs, readings);
        OrderlyRows.ReadLiquidations(body, paging, readings);
        return paging.NewestFirst(new(HistoryRows), tag.EdgeMs, untilMs => History(fromMs, untilMs));
    }

    /// <inheritdoc/>
    public FrameKind Read(ReadOnlySpan<byte> frame, FrameReadings readings) => OrderlyRows.Read(frame, areLiquidations: false, readings);

    /// <inheritdoc/>
    public FrameKind ReadPoll(string name, ReadOnlySpan<byte> body, FrameReadings readings) =>
        OrderlyRows.Read(body, areLiquidations: name == LiquidationsName, readings);

    /// <summary>The newest rows, a day of them on average, or those of a span.</summary>
    private static RestRequest Poll((long FromMs, long UntilMs)? span)
    {
        var window = span is { } times
            ? string.Create(CultureInfo.InvariantCulture, $"&start_t={times.FromMs}&end_t={times.UntilMs}")
            : "";
        return new(LiquidationsName, new Uri(Rest, string.Create(
            CultureInfo.InvariantCulture, $"/v1/public/liquidated_positions?size={PolledRows}{window}")))
        {
            Kind = RestKind.Liquidations,
            Tag = new HistoryTag("", span?.UntilMs ?? long.MaxValue),
        };
    }

    private static RestRequest History(long fromMs, long untilMs) => new(
        "backfill:liquidations",
        new Uri(Rest, string.Create(
            CultureInfo.InvariantCulture, $"/v1/public/liquidated_positions?start_t={fromMs}&end_t={untilMs}&size={HistoryRows}")))
    {
        Kind = RestKind.Liquidations,
        Tag = new HistoryTag("", untilMs),
    };

    private Instrument? Contract(ListedRow row)
    {
        if (!row.IsOrMissing("status", "ACTIVE"))
            return null;
        return row.Symbol.Split('_') is ["PERP", { Length: > 0 } baseAsset, { Length: > 0 } quote, ..]
            ? ListedContract.Of(Profile.Id, row.Symbol, baseAsset, quote)
            : row.Refuse(ContractRefusal.BadSymbol);
    }
}
