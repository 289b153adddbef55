using System.Globalization;
using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// Extended (formerly X10) perpetuals on Starknet.
/// <para>
/// One socket, chosen by its address, carries the trades of all markets; <c>tT</c> distinguishes liquidations from ordinary trades
/// and from deleveraging, which is none. <c>S</c> is the taker's side, and the taker is the closing order: SELL closed a
/// long. <c>p</c> is the fill, <c>q</c> the base asset, <c>i</c> an id within the market. The trades themselves prove that
/// the socket delivers. <c>seq</c> counts the messages of a socket without holes: a number left out is a message lost. Upper and lower case matter: <c>tT</c> and <c>T</c> are different fields.
/// </para>
/// <para>
/// Open interest comes over REST for all markets at once, one-sided, in the base asset and in dollars; its history goes back
/// by the hour, 300 rows a call. The venue wants a User-Agent on both. Prices are in US dollars (the collateral is USDC).
/// Source: Extended API documentation, 2026, which names the hour P1H (ccxt sends PT1H). Doctor sees whether one socket has
/// the trades of all markets and of which types they are. Only longer use can settle how often LIQUIDATION appears, whether the taker is always the liquidated party, and which categories are traditional assets.
/// </para>
/// </summary>
public sealed class Extended : IVenue
{
    private const int HistoryRows = 300;
    private const string HistoryName = "backfill:open-interest";

    private static readonly PageRules Pages = new(HistoryRows) { RowDistanceMs = EventTime.HourMs };

    private static readonly string[] TraditionalWords =
        ["TradFi", "Equit", "Stock", "Commodit", "Metal", "Energ", "Forex", "FX", "Currenc", "Indices", "Index"];

    private static readonly Uri Rest = new("https://api.starknet.extended.exchange");

    /// <inheritdoc/>
    public VenueProfile Profile { get; } = new()
    {
        Id = "extended",
        Name = "Extended",
        FeedClass = FeedClass.Full,
        NormalShare = 0.003,
        FeedNote = "every liquidation, marked in the trades of all markets, at its fill price",
        OpenInterestNote = "REST, all markets every 15 s, one-sided",
        BackfillNote = "open interest by the hour; no liquidations",
        HasOtherHistory = true,
        // The socket is busy, but a young market may pause at night.
        ControlSilence = TimeSpan.FromSeconds(60),
        RestLimit = new() { WeightPerMinute = 1_000 },
    };

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> InstrumentRequests { get; } = [new("instruments", new Uri(Rest, "/api/v1/info/markets"))];

    /// <inheritdoc/>
    public RestRequest? ReadInstruments(RestRequest request, ReadOnlySpan<byte> body, ContractList contracts)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        var list = JsonList.Open(body, "data");
        if (!list.IsArray || list.Outline.Text("status") is not (null or "OK"))
            throw new JsonException("no list of markets");
        contracts.AddRows(list, "name", Contract);
        return null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<SocketPlan> Sockets(IReadOnlyList<Instrument> instruments) =>
        [new("trades", new Uri("wss://api.starknet.extended.exchange/stream.extended.exchange/v1/publicTrades"), [])];

    /// <inheritdoc/>
    public IReadOnlyList<RestPoll> Polls(IReadOnlyList<Instrument> instruments) =>
        [new(new("markets", new Uri(Rest, "/api/v1/info/markets")), TimeSpan.FromSeconds(15))];

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
        var list = JsonList.Open(body, "data");
        if (!list.IsArray || list.Outline.Text("status") is not (null or "OK"))
            throw new JsonException("no open-interest history");
        // Rows do not name their market; the call does.
        if (!readings.TrySymbol(System.Text.Encoding.UTF8.GetBytes(tag.Subject), out var symbol))
            return HistoryStep.Ends(HistoryEnd.UnknownSymbol);
        var paging = new HistoryPaging(fromMs, toMs, readings);
        foreach (var row in list)
        {
            if (!paging.IsRow(row))
                continue;
            var timeMs = row.Number("t") is { Scale: 0 } time ? time.Mantissa : 0;
            if (!paging.Includes(timeMs))
                continue;
            readings.AddMarket(new MarketReading
            {
                Symbol = symbol,
                TimeMs = timeMs,
                OpenInterest = row.Number("I"),
                OpenInterestUnit = OpenInterestUnit.Base,
                OpenInterestUsd = row.Number("i"),
            });
        }

        return paging.NewestFirst(Pages, tag.EdgeMs, untilMs => History(tag.Subject, fromMs, untilMs));
    }

    /// <inheritdoc/>
    public IReadOnlyList<VenueProbe> Probes => ExtendedProbes.Of(Sockets([])[0]);

    /// <inheritdoc/>
    public FrameKind Read(ReadOnlySpan<byte> frame, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        return ReadMessage(frame, readings);
    }

    /// <inheritdoc/>
    public FrameKind ReadPoll(string name, ReadOnlySpan<byte> body, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        return ReadMessage(body, readings);
    }

    private Instrument? Contract(ListedRow row) =>
        row.IsOrMissing("type", "PERPETUAL", "PERP") && row.IsOrMissing("status", "ACTIVE")
            ? ListedContract.Of(
                Profile.Id, row.Symbol, row.Text("assetName"), row.Text("collateralAssetName") is { Length: > 0 } collateral ? collateral : "USD",
                isTraditional: IsTraditional(row.Text("category")) ? true : null)
            : null;

    private static RestRequest History(string market, long fromMs, long lastMs) => new(
        HistoryName,
        new Uri(Rest, string.Create(
            CultureInfo.InvariantCulture,
            $"/api/v1/info/{Uri.EscapeDataString(market)}/open-interests?interval=P1H&startTime={fromMs}&endTime={lastMs}")))
    {
        Kind = RestKind.OpenInterest,
        Tag = new HistoryTag(market, lastMs),
    };

    private static bool IsTraditional(string? category) =>
        category is not null && TraditionalWords.Any(word => category.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static FrameKind ReadMessage(ReadOnlySpan<byte> frame, FrameReadings readings)
    {
        if (!readings.TryOpenObject(frame, out var reader))
            return FrameKind.Malformed;
        ReadOnlySpan<byte> status = default, words = default;
        long sequence = 0;
        Utf8JsonReader data = default;
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("seq"u8): sequence = reader.Integer(); break;
                case var _ when name.SequenceEqual("status"u8): status = reader.Text(); break;
                case var _ when name.SequenceEqual("data"u8):
                    data = reader;
                    reader.SkipNested();
                    break;
                case var _ when name.SequenceEqual("error"u8): words = Message(ref reader); break;
                default: reader.SkipNested(); break;
            }
        }

        reader.End();
        if (sequence > 0)
            readings.AddSequence(sequence);
        if (status.SequenceEqual("ERROR"u8) || !words.IsEmpty)
        {
            readings.Detail = Utf8JsonReaderExtensions.Words(words);
            return FrameKind.Nack;
        }

        if (data.TokenType != JsonTokenType.StartArray)
            return FrameKind.Unknown;
        var (kind, rows) = (FrameKind.Unknown, 0);
        for (; readings.NextOrder(ref data); rows++)
        {
            if (ReadRow(ref data, readings))
                kind = FrameKind.Data;
        }

        return rows == 0 && readings.OrdersRejected == 0 ? FrameKind.Ignored : kind;
    }

    private static ReadOnlySpan<byte> Message(scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return reader.Text();
        ReadOnlySpan<byte> words = default;
        while (reader.NextProperty(out var name))
        {
            if (name.SequenceEqual("message"u8))
                words = reader.Text();
            else
                reader.SkipNested();
        }

        return words;
    }

    /// <summary>A trade of the socket or a market of the REST list, distinguished by their fields. False for anything else.</summary>
    private static bool ReadRow(scoped ref Utf8JsonReader reader, FrameReadings readings)
    {
        ReadOnlySpan<byte> market = default, side = default, tradeType = default, id = default, name = default;
        ExactNumber? price = null, quantity = null;
        long timeMs = 0;
        Utf8JsonReader stats = default;
        while (reader.NextProperty(out var field))
        {
            switch (field)
            {
                case [(byte)'m']: market = reader.Text(); break;
                case [(byte)'S']: side = reader.Text(); break;
                case [(byte)'t', (byte)'T']: tradeType = reader.Text(); break;
                case [(byte)'T']: timeMs = reader.Integer(); break;
                case [(byte)'p']: price = reader.Number(); break;
                case [(byte)'q']: quantity = reader.Number(); break;
                case [(byte)'i'] when reader.TokenType is JsonTokenType.Number or JsonTokenType.String: id = reader.ValueSpan; break;
                case var _ when field.SequenceEqual("name"u8): name = reader.Text(); break;
                case var _ when field.SequenceEqual("marketStats"u8):
                    stats = reader;
                    reader.SkipNested();
                    break;
                default: reader.SkipNested(); break;
            }
        }

        if (!tradeType.IsEmpty)
        {
            if (tradeType.SequenceEqual("LIQUIDATION"u8))
                readings.AddLiquidation(market, Side(side), price, PriceKind.Fill, quantity, timeMs, id);
            else if (!tradeType.SequenceEqual("TRADE"u8) && !tradeType.SequenceEqual("DELEVERAGE"u8))
                readings.RejectOrder(RejectReason.UnknownType, market, timeMs, id);
            return true;
        }

        if (stats.TokenType != JsonTokenType.StartObject)
        {
            // Not a market of the list, so a trade that does not say of which type; funding rates have no quantity.
            if (name.IsEmpty && quantity is not null)
                readings.RejectOrder(RejectReason.UnknownType, market, timeMs, id);
            return false;
        }

        ReadStats(ref stats, name, readings);
        return true;
    }

    private static void ReadStats(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> market, FrameReadings readings)
    {
        ExactNumber? openInterest = null, openInterestUsd = null, mark = null, index = null, funding = null;
        long nextFundingMs = 0;
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("openInterestBase"u8): openInterest = reader.Number(); break;
                case var _ when name.SequenceEqual("openInterest"u8): openInterestUsd = reader.Number(); break;
                case var _ when name.SequenceEqual("markPrice"u8): mark = reader.Number(); break;
                case var _ when name.SequenceEqual("indexPrice"u8): index = reader.Number(); break;
                case var _ when name.SequenceEqual("fundingRate"u8): funding = reader.Number(); break;
                // Despite its name a time.
                case var _ when name.SequenceEqual("nextFundingRate"u8): nextFundingMs = reader.Integer(); break;
                default: reader.SkipNested(); break;
            }
        }

        if (!readings.TrySymbol(market, out var symbol))
            return;
        readings.AddMarket(new MarketReading
        {
            Symbol = symbol,
            TimeMs = readings.ReceivedMs ?? 0,
            OpenInterest = openInterest,
            OpenInterestUnit = OpenInterestUnit.Base,
            OpenInterestUsd = openInterestUsd,
            Mark = mark,
            Index = index,
            FundingRate = funding,
            NextFundingMs = nextFundingMs > 0 ? nextFundingMs : null,
        });
    }

    private static LiquidatedSide? Side(ReadOnlySpan<byte> side) => SideWords.Read(side, "SELL"u8, "BUY"u8);
}
