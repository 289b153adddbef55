using System.Globalization;
using System.Text;
using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// dYdX v4 perpetuals, as the indexer publishes them: linear, quoted in US dollars and settled in USDC.
/// <para>
/// Liquidations are trades of type <c>LIQUIDATED</c>, so the feed is full; <c>DELEVERAGED</c> takes a position away from
/// another trader because nobody wanted the first one, and is not counted. <c>side</c> is the taker's, which is the
/// liquidation order: SELL closed a long. <c>price</c> is the fill and <c>size</c> counts the base asset. <c>id</c> is the
/// identity, the same over REST. Trades do not name their market, the message does. Every subscription is answered with
/// the last hundred trades, which fills short gaps: that answer is read like news.
/// A connection carries 32 markets at most, so there are several sockets; each has the markets' own channel as a sign of
/// life. Markets opened by anyone under a name with commas (<c>NAME,SOURCE,ADDRESS-USD</c>) are left out: they are small,
/// and no symbols by the rules of LiqMon.
/// Source: dYdX indexer documentation, "websocket" and "perpetual markets", and the protocol's repository, 2026.
/// </para>
/// <para>
/// Open interest is one-sided, in the base asset. There is no mark price: positions are valued at the oracle's. The
/// funding rate is the estimate for the running hour. Messages about markets carry no time, so the time of arrival is
/// theirs. The answer to the application's own ping is not documented; the indexer's WebSocket pings are enough.
/// </para>
/// </summary>
public sealed class Dydx : IVenue
{
    private const int MarketsPerSocket = 32;
    private const int TradesPerPage = 1_000;

    /// <summary>How long a page is that may be cut off is not documented; only one without trades is surely the last.</summary>
    private static readonly PageRules Pages = new(FullPageRows: 100) { ShortPageIsLast = false };

    private static readonly Uri Rest = new("https://indexer.dydx.trade");

    /// <inheritdoc/>
    public VenueProfile Profile { get; } = new()
    {
        Id = "dydx",
        Name = "dYdX",
        FeedClass = FeedClass.Full,
        NormalShare = 0.005,
        FeedNote = "every liquidation, fill by fill, among the trades",
        OpenInterestNote = "socket, and REST for all markets every 30 s, one-sided, at the oracle price",
        BackfillNote = "REST per market, all trades of the past",
        History = new(FeedClass.Full) { Reach = TimeSpan.FromDays(30) },
        // A call for each market at least.
        WarmUp = new(TimeSpan.FromDays(30)) { Piece = TimeSpan.FromHours(24) },
        ControlSilence = TimeSpan.FromSeconds(30),
        // Two subscriptions a second are allowed for the same market; these are of different ones.
        SendPacing = TimeSpan.FromMilliseconds(100),
        AckTimeout = TimeSpan.FromSeconds(20),
        RestLimit = new() { WeightPerMinute = 600 },
    };

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> InstrumentRequests { get; } =
    [
        new("instruments", new Uri(Rest, "/v4/perpetualMarkets")),
    ];

    /// <inheritdoc/>
    public RestRequest? ReadInstruments(RestRequest request, ReadOnlySpan<byte> body, ContractList contracts)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        var list = JsonList.Open(body, "markets");
        if (!list.IsObject)
            throw new JsonException("no list of markets");
        contracts.AddRows(list, "ticker", Contract);
        return null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<SocketPlan> Sockets(IReadOnlyList<Instrument> instruments) =>
        Sockets(instruments, SystemAccounts.None, new SocketPlaces());

    /// <inheritdoc/>
    public IReadOnlyList<SocketPlan> Sockets(IReadOnlyList<Instrument> instruments, SystemAccounts accounts, SocketPlaces places)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        ArgumentNullException.ThrowIfNull(places);
        return [.. places.Of("trades", instruments, _ => 1, MarketsPerSocket).Select(socket => new SocketPlan(
            SocketPlan.NameOf("trades", socket.Number),
            new Uri("wss://indexer.dydx.trade/v4/ws"),
            [
                // The oracle's prices move all the time: they prove that the socket delivers.
                new(1, """{"type":"subscribe","channel":"v4_markets","batched":true}"""u8.ToArray()),
                .. socket.Contracts.Select((instrument, index) => new SubscribeMessage(
                    index + 2,
                    Encoding.UTF8.GetBytes($$"""{"type":"subscribe","channel":"v4_trades","id":"{{instrument.Symbol}}","batched":true}"""))),
            ]))];
    }

    /// <inheritdoc/>
    public string? LiquidationTopic(Instrument instrument)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        return $"\"channel\":\"v4_trades\",\"id\":\"{instrument.Symbol}\"";
    }

    /// <inheritdoc/>
    public IReadOnlyList<RestPoll> Polls(IReadOnlyList<Instrument> instruments)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        return instruments.Count == 0
            ? []
            : [new(new("markets", new Uri(Rest, "/v4/perpetualMarkets")), TimeSpan.FromSeconds(30))];
    }

    /// <inheritdoc/>
    public FrameKind Read(ReadOnlySpan<byte> frame, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        if (!readings.TryOpenObject(frame, out var reader))
            return FrameKind.Malformed;
        var message = default(Message);
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("type"u8): message.Type = reader.Text(); break;
                case var _ when name.SequenceEqual("channel"u8): message.Channel = reader.Text(); break;
                case var _ when name.SequenceEqual("id"u8): message.Market = reader.Text(); break;
                case var _ when name.SequenceEqual("message"u8): message.Words = reader.Text(); break;
                case var _ when name.SequenceEqual("contents"u8):
                    message.Contents = reader;
                    reader.SkipNested();
                    break;
                default: reader.SkipNested(); break;
            }
        }

        reader.End();
        switch (message.Type)
        {
            case var _ when message.Type.SequenceEqual("subscribed"u8):
                ReadContents(ref message, readings);
                return FrameKind.Ack;
            case var _ when message.Type.SequenceEqual("channel_data"u8) || message.Type.SequenceEqual("channel_batch_data"u8):
                return ReadContents(ref message, readings);
            case var _ when message.Type.SequenceEqual("error"u8):
                readings.Detail = Utf8JsonReaderExtensions.Words(message.Words);
                return FrameKind.Nack;
            case var _ when message.Type.SequenceEqual("pong"u8):
                return FrameKind.Heartbeat;
            case var _ when message.Type.SequenceEqual("connected"u8):
                return FrameKind.Ignored;
            case var _ when message.Type.SequenceEqual("unsubscribed"u8):
                // The markets' own channel brings prices alone.
                return message.Channel.SequenceEqual("v4_markets"u8) ? FrameKind.Ignored : readings.Unsubscribed(message.Market);
            default:
                return FrameKind.Unknown;
        }
    }

    /// <inheritdoc/>
    public FrameKind ReadPoll(string name, ReadOnlySpan<byte> body, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        if (!readings.TryOpenObject(body, out var reader))
            return FrameKind.Malformed;
        var kind = FrameKind.Ignored;
        while (reader.NextProperty(out var property))
        {
            if (property.SequenceEqual("markets"u8) && reader.Enters(JsonTokenType.StartObject))
            {
                DydxMarkets.Read(ref reader, readings);
                kind = FrameKind.Data;
            }
            else if (property.SequenceEqual("errors"u8))
            {
                kind = FrameKind.Nack;
                reader.SkipNested();
            }
            else
            {
                reader.SkipNested();
            }
        }

        reader.End();
        return kind;
    }

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> BackfillRequests(IReadOnlyList<Instrument> instruments, long fromMs, long toMs)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        return [.. instruments.Select(instrument => History(instrument.Symbol, toMs - 1))];
    }

    /// <inheritdoc/>
    public HistoryStep ReadBackfill(RestRequest request, ReadOnlySpan<byte> body, long fromMs, long toMs, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(readings);
        var tag = request.TagOf<HistoryTag>();
        var market = Encoding.UTF8.GetBytes(tag.Subject);
        var paging = new HistoryPaging(fromMs, toMs, readings);
        paging.ReadRows(body, "trades"u8, (ref Utf8JsonReader row) => ReadTrade(ref row, market, paging, readings));
        return paging.NewestFirst(Pages, tag.EdgeMs, untilMs => History(tag.Subject, untilMs));
    }

    private static RestRequest History(string market, long untilMs)
    {
        var time = IsoTime.Text(untilMs);
        return new(
            $"backfill:trades-{market}",
            new Uri(Rest, string.Create(
                CultureInfo.InvariantCulture, $"/v4/trades/perpetualMarket/{Uri.EscapeDataString(market)}?limit={TradesPerPage}&createdBeforeOrAt={time}")))
        {
            Kind = RestKind.Liquidations,
            Tag = new HistoryTag(market, untilMs),
        };
    }

    private Instrument? Contract(ListedRow market)
    {
        if (!market.Is("status", "ACTIVE"))
            return null;
        return market.Symbol.LastIndexOf('-') is > 0 and var dash
            ? ListedContract.Of(Profile.Id, market.Symbol, market.Symbol[..dash], market.Symbol[(dash + 1)..])
            : market.Refuse(ContractRefusal.BadSymbol);
    }

    private static FrameKind ReadContents(ref Message message, FrameReadings readings)
    {
        var isTrades = message.Channel.SequenceEqual("v4_trades"u8);
        if (!isTrades && !message.Channel.SequenceEqual("v4_markets"u8))
            return IsOther(message.Channel) ? FrameKind.Ignored : FrameKind.Unknown;
        // A batch is an array of what comes alone otherwise.
        if (message.Contents.TokenType == JsonTokenType.StartArray)
        {
            while (isTrades ? readings.NextOrder(ref message.Contents) : message.Contents.NextObject())
                ReadContent(ref message.Contents, isTrades, message.Market, readings);
        }
        else if (message.Contents.TokenType == JsonTokenType.StartObject)
        {
            ReadContent(ref message.Contents, isTrades, message.Market, readings);
        }
        else
        {
            return readings.Malformed("no contents");
        }

        return FrameKind.Data;
    }

    private static void ReadContent(
        scoped ref Utf8JsonReader reader, bool isTrades, ReadOnlySpan<byte> market, FrameReadings readings)
    {
        while (reader.NextProperty(out var name))
        {
            if (isTrades && name.SequenceEqual("trades"u8) && reader.Enters(JsonTokenType.StartArray))
            {
                while (readings.NextOrder(ref reader))
                    ReadTrade(ref reader, market, paging: null, readings);
            }
            else if (!isTrades
                && (name.SequenceEqual("markets"u8) || name.SequenceEqual("trading"u8) || name.SequenceEqual("oraclePrices"u8))
                && reader.Enters(JsonTokenType.StartObject))
            {
                DydxMarkets.Read(ref reader, readings);
            }
            else
            {
                reader.SkipNested();
            }
        }
    }

    /// <summary>Takes a trade if it was a liquidation; of a page of history only within the span.</summary>
    private static void ReadTrade(
        scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> market, HistoryPaging? paging, FrameReadings readings)
    {
        ReadOnlySpan<byte> id = default, side = default, type = default;
        ExactNumber? price = null, quantity = null;
        long timeMs = 0;
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("id"u8): id = reader.Text(); break;
                case var _ when name.SequenceEqual("side"u8): side = reader.Text(); break;
                case var _ when name.SequenceEqual("type"u8): type = reader.Text(); break;
                case var _ when name.SequenceEqual("price"u8): price = reader.Number(); break;
                case var _ when name.SequenceEqual("size"u8): quantity = reader.Number(); break;
                case var _ when name.SequenceEqual("createdAt"u8): timeMs = reader.IsoTimeMs(); break;
                default: reader.SkipNested(); break;
            }
        }

        if (paging?.Includes(timeMs) == false || IsOrdinary(type))
            return;
        if (!type.SequenceEqual("LIQUIDATED"u8))
            readings.RejectOrder(RejectReason.UnknownType, market, timeMs, id);
        else
            readings.AddLiquidation(market, Side(side), price, PriceKind.Fill, quantity, timeMs, id);
    }

    private static bool IsOther(ReadOnlySpan<byte> channel) =>
        channel.SequenceEqual("v4_orderbook"u8) || channel.SequenceEqual("v4_candles"u8) || channel.SequenceEqual("v4_block_height"u8);

    /// <summary>Trades between two who wanted them, and positions taken away from those who won.</summary>
    private static bool IsOrdinary(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("LIMIT"u8) || type.SequenceEqual("MARKET"u8) || type.SequenceEqual("DELEVERAGED"u8) || type.SequenceEqual("TWAP_SUBORDER"u8);

    private static LiquidatedSide? Side(ReadOnlySpan<byte> side) => SideWords.Read(side, "SELL"u8, "BUY"u8);

    /// <summary>The fields of one message: their order is the venue's affair.</summary>
    private ref struct Message
    {
        public ReadOnlySpan<byte> Type, Channel, Market, Words;
        public Utf8JsonReader Contents;
    }
}
