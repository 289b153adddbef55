using System.Text;
using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// Pacifica perpetuals on Solana: linear, priced in dollars, margined in USDC.
/// <para>
/// Each market's trade channel names the cause of every trade, so the feed is full. <c>market_liquidation</c> is a fill of the
/// liquidation order in the book, <c>backstop_liquidation</c> a position that the backstop took over, and
/// <c>insolvency_liquidation</c> one of an account with nothing left; <c>normal</c> and <c>settlement</c> are no liquidations.
/// Trades are shown once, from the taker's side: <c>d</c> says what became of the position, <c>close_long</c> or
/// <c>close_short</c>, so it names the liquidated side. <c>a</c> counts the base asset, <c>p</c> is the fill, <c>t</c> are
/// milliseconds, <c>h</c> identifies the row. A row that says <c>"e":"fulfill_maker"</c>, as old documentation has it, is the
/// other side of a trade and is passed over.
/// <code>
/// {"channel":"trades","data":[{"h":80062522,"s":"BTC","a":"0.001","p":"89471","d":"close_long","tc":"market_liquidation",
/// "t":1765018379085,"li":1559885104}]}
/// </code>
/// </para>
/// <para>
/// A connection carries 20 subscriptions of a channel, so there are several sockets, each with the prices of all markets as a
/// sign of life. Subscribing is confirmed in the order of the requests. Open interest counts the base asset on one side, although
/// the documentation says dollars: the venue's own page multiplies it by the mark. <c>funding</c> is what is paid at the next
/// full hour. Spot pairs, whose names have a hyphen (<c>SOL-USDC</c>), are in the prices as well and are passed over. The last
/// trades over REST have no ids, so nothing can be repaired from them.
/// Source: Pacifica API documentation (websocket, trades, prices, rate limits), 2026; ccxt 4.5 for the confirmation and the
/// fields of the list; ai-rates, 2026-09, for the unit of open interest, the hour of funding, and which symbols the venue's page
/// files under stocks and goods. <c>insolvency_liquidation</c> was seen by a third party in 2026 and is not documented. Only live
/// use can settle what <c>d</c> says of positions that the backstop takes over.
/// </para>
/// </summary>
public sealed class Pacifica : IVenue
{
    private const int ChannelsPerSocket = 20;
    private const int ListWeight = 10;

    /// <summary>Stocks and funds by the venue's own page, under names that may be those of coins elsewhere.</summary>
    private static readonly string[] Traditional = ["META", "SPCX", "DRAM", "URNM"];

    private static readonly Uri Stream = new("wss://ws.pacifica.fi/ws");

    /// <inheritdoc/>
    public VenueProfile Profile { get; } = new()
    {
        Id = "pacifica",
        Name = "Pacifica",
        FeedClass = FeedClass.Full,
        NormalShare = 0.003,
        FeedNote = "every liquidation, fill by fill, from the trades of each market",
        OpenInterestNote = "socket, all markets, one-sided",
        BackfillNote = "none",
        // The venue cuts after 60 s without a message of the client, and after 24 hours.
        Heartbeat = new("""{"method":"ping"}"""u8.ToArray(), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(15)),
        ReplaceAfter = TimeSpan.FromHours(23.5),
        AckTimeout = TimeSpan.FromSeconds(20),
        RestLimit = new() { WeightPerMinute = 100 },
    };

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> InstrumentRequests { get; } =
        [new("instruments", new Uri("https://api.pacifica.fi/api/v1/info"), ListWeight)];

    /// <inheritdoc/>
    public RestRequest? ReadInstruments(RestRequest request, ReadOnlySpan<byte> body, ContractList contracts)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        var list = JsonList.Open(body, "data");
        if (!list.IsArray || !list.Outline.IsTrue("success"))
            throw new JsonException($"no list of markets: {list.Outline.Refusal("code", "error")}");
        contracts.AddRows(list, "symbol", Contract);
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
        return
        [
            .. places.Of("trades", instruments, _ => 1, ChannelsPerSocket).Select(socket => new SocketPlan(
                SocketPlan.NameOf("trades", socket.Number),
                Stream,
                [
                    new(1, """{"method":"subscribe","params":{"source":"prices"}}"""u8.ToArray()),
                    .. socket.Contracts.Select((instrument, place) => new SubscribeMessage(
                        place + 2, Encoding.UTF8.GetBytes("""{"method":"subscribe","params":{""" + TopicOf(instrument) + "}}"))),
                ])),
        ];
    }

    /// <inheritdoc/>
    public string? LiquidationTopic(Instrument instrument)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        return TopicOf(instrument);
    }

    /// <inheritdoc/>
    public IReadOnlyList<RestPoll> Polls(IReadOnlyList<Instrument> instruments) => [];

    /// <inheritdoc/>
    public FrameKind ReadPoll(string name, ReadOnlySpan<byte> body, FrameReadings readings) => Read(body, readings);

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
                case var _ when name.SequenceEqual("channel"u8): message.Channel = reader.Text(); break;
                case var _ when name.SequenceEqual("err"u8) || name.SequenceEqual("error"u8):
                    message.IsRefusal |= reader.TokenType != JsonTokenType.Null;
                    message.Words = reader.Text();
                    break;
                case var _ when name.SequenceEqual("data"u8):
                    message.Data = reader;
                    reader.SkipNested();
                    break;
                default: reader.SkipNested(); break;
            }
        }

        reader.End();
        if (!message.IsRefusal)
            return Process(ref message, readings);
        readings.Detail = Utf8JsonReaderExtensions.Words(message.Words);
        return FrameKind.Nack;
    }

    private static string TopicOf(Instrument instrument) => $"\"source\":\"trades\",\"symbol\":\"{instrument.WireName}\"";

    private Instrument? Contract(ListedRow row)
    {
        // Old lists have perpetuals alone and name no base asset.
        if (!row.IsOrMissing("instrument_type", "perpetual"))
            return null;
        var baseAsset = row.IsMissing("base_asset") ? row.Symbol : row.Word("base_asset", ContractRefusal.NoAsset);
        return baseAsset is null
            ? null
            : ListedContract.Of(Profile.Id, row.Symbol, baseAsset, "USDC", isTraditional: Traditional.Contains(row.Symbol) ? true : null);
    }

    private static FrameKind Process(ref Message message, FrameReadings readings)
    {
        switch (message.Channel)
        {
            case var channel when channel.SequenceEqual("trades"u8):
                if (message.Data.TokenType != JsonTokenType.StartArray)
                    return readings.Malformed("trades without a list");
                while (readings.NextOrder(ref message.Data))
                    ReadTrade(ref message.Data, readings);
                return FrameKind.Data;
            case var channel when channel.SequenceEqual("prices"u8):
                if (message.Data.TokenType != JsonTokenType.StartArray)
                    return readings.Malformed("prices without a list");
                while (message.Data.NextObject())
                    ReadPrice(ref message.Data, readings);
                return FrameKind.Data;
            case var channel when channel.SequenceEqual("subscribe"u8):
                return FrameKind.Ack;
            case var channel when channel.SequenceEqual("unsubscribe"u8):
                return readings.Unsubscribed(message.Data.TextOf("symbol"u8));
            case var channel when channel.SequenceEqual("pong"u8):
                return FrameKind.Heartbeat;
            default:
                return IsOther(message.Channel) ? FrameKind.Ignored : FrameKind.Unknown;
        }
    }

    /// <summary>Channels that are not read.</summary>
    private static bool IsOther(ReadOnlySpan<byte> channel) =>
        channel.SequenceEqual("book"u8) || channel.SequenceEqual("bbo"u8) || channel.SequenceEqual("candle"u8)
        || channel.SequenceEqual("mark_price_candle"u8);

    /// <summary>Takes a trade if it was a liquidation.</summary>
    private static void ReadTrade(scoped ref Utf8JsonReader reader, FrameReadings readings)
    {
        ReadOnlySpan<byte> symbol = default, id = default, action = default, cause = default, role = default;
        ExactNumber? price = null, amount = null;
        long timeMs = 0;
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case [(byte)'h']: id = reader.Id(); break;
                case [(byte)'s']: symbol = reader.Text(); break;
                case [(byte)'a']: amount = reader.Number(); break;
                case [(byte)'p']: price = reader.Number(); break;
                case [(byte)'d']: action = reader.Text(); break;
                case [(byte)'t', (byte)'c']: cause = reader.Text(); break;
                case [(byte)'t']: timeMs = reader.Integer(); break;
                case [(byte)'e']: role = reader.Text(); break;
                default: reader.SkipNested(); break;
            }
        }

        if (cause.SequenceEqual("normal"u8) || cause.SequenceEqual("settlement"u8) || role.SequenceEqual("fulfill_maker"u8))
            return;
        if (IsLiquidation(cause))
            readings.AddLiquidation(symbol, Side(action), price, PriceKind.Fill, amount, timeMs, id);
        else
            readings.RejectOrder(RejectReason.UnknownType, symbol, timeMs, id);
    }

    private static bool IsLiquidation(ReadOnlySpan<byte> cause) =>
        cause.SequenceEqual("market_liquidation"u8) || cause.SequenceEqual("backstop_liquidation"u8)
        || cause.SequenceEqual("insolvency_liquidation"u8);

    private static void ReadPrice(scoped ref Utf8JsonReader reader, FrameReadings readings)
    {
        ReadOnlySpan<byte> market = default;
        ExactNumber? openInterest = null, mark = null, oracle = null, funding = null;
        var isNumber = true;
        long timeMs = 0;
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("symbol"u8): market = reader.Text(); break;
                case var _ when name.SequenceEqual("open_interest"u8):
                    openInterest = reader.Number();
                    isNumber = openInterest is not null;
                    break;
                case var _ when name.SequenceEqual("mark"u8): mark = reader.Number(); break;
                case var _ when name.SequenceEqual("oracle"u8): oracle = reader.Number(); break;
                case var _ when name.SequenceEqual("funding"u8): funding = reader.Number(); break;
                case var _ when name.SequenceEqual("timestamp"u8): timeMs = reader.Integer(); break;
                default: reader.SkipNested(); break;
            }
        }

        var isSpot = SymbolRegistry.IsValid(market) && market.Contains((byte)'-');
        if (isSpot || !readings.TrySymbol(market, out var symbol))
            return;
        if (!isNumber)
        {
            readings.Reject(RejectReason.BadNumber);
            return;
        }

        readings.AddMarket(new MarketReading
        {
            Symbol = symbol,
            TimeMs = timeMs,
            OpenInterest = openInterest,
            OpenInterestUnit = OpenInterestUnit.Base,
            Mark = mark,
            Index = oracle,
            FundingRate = funding,
            NextFundingMs = EventTime.IsPlausible(timeMs) ? ((timeMs / EventTime.HourMs) + 1) * EventTime.HourMs : null,
        });
    }

    private static LiquidatedSide? Side(ReadOnlySpan<byte> action) => SideWords.Read(action, "close_long"u8, "close_short"u8);

    /// <summary>The fields of one message: their order is the venue's affair.</summary>
    private ref struct Message
    {
        public ReadOnlySpan<byte> Channel, Words;
        public bool IsRefusal;
        public Utf8JsonReader Data;
    }
}
