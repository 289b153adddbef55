using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// HTX: linear swaps and futures (USDT), coin-margined swaps, coin-margined futures; a notification socket each, gzip.
/// <para>
/// <c>direction</c> is the side of the closing order (<c>offset</c> is close): sell closed a long. <c>volume</c> counts
/// contracts: <c>contract_size</c> coins if linear, 100 dollars of BTC or 10 of others if coin-margined; <c>amount</c> and
/// <c>trade_turnover</c> follow from it. <c>price</c> is that at which the position's margin was used up. Rows carry no id
/// on the socket. Every order is published. Coin-margined futures are subscribed by coin, the others by <c>*</c>.
/// Source: HTX derivatives documentation, "subscribe liquidation orders (no authentication)", and recordings.
/// </para>
/// <para>
/// Sockets bring no prices; what is busy there are funding rates (each minute), and for futures, which have none, the
/// list of contracts (each minute as well), so delivery is proven by the minute. The venue pings each 5 s; the answer
/// repeats its <c>ts</c> exactly, a string or a number. Code 2014 (already subscribed) is no refusal.
/// </para>
/// <para>
/// Open interest comes for all contracts at once. The documentation says that it counts both sides, so LiqMon takes half.
/// One collector does not halve, and recorded numbers are odd as often as even, which a sum of both sides never is: doctor
/// looks at the numbers of today. Marks exist per contract only, and are polled for the most active; indexes for all at once.
/// </para>
/// </summary>
public sealed class Htx : IVenue
{
    private const int LiquidationsId = 1;
    private const int ControlId = 2;
    private const int FirstCoinId = 10;
    private const int AlreadySubscribed = 2014;
    private const int MarksPolled = 20;

    private static readonly Uri Rest = new("https://api.hbdm.com");

    /// <inheritdoc/>
    public VenueProfile Profile { get; } = new()
    {
        Id = "htx",
        Name = "HTX",
        FeedClass = FeedClass.Full,
        NormalShare = 0.05,
        ReportsWholeOrders = true,
        FeedNote = "every liquidation, at its bankruptcy price",
        OpenInterestNote = "REST, all contracts every 15 s; both-sided by its documentation, of which LiqMon takes half",
        BackfillNote = "liquidations per contract, 48 hours a call, up to 90 days; open interest by the hour for eight days, in wider steps beyond",
        History = new(FeedClass.Full) { Reach = TimeSpan.FromDays(90) },
        // A call for each contract and two days. How far the venue really keeps them nobody has measured.
        WarmUp = new(TimeSpan.FromDays(90)) { Piece = TimeSpan.FromHours(24), EndsInSilence = true },
        HasOtherHistory = true,
        // Funding rates and lists come each minute; pings each 5 s keep the socket itself under watch.
        ControlSilence = TimeSpan.FromSeconds(150),
        SpeaksEvery = TimeSpan.FromSeconds(5),
        Gzip = true,
        RestLimit = new() { WeightPerMinute = 4_800 },
    };

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> InstrumentRequests { get; } =
    [
        new("instruments:linear", new Uri(Rest, "/linear-swap-api/v1/swap_contract_info?business_type=all")),
        new("instruments:coin-swap", new Uri(Rest, "/swap-api/v1/swap_contract_info")),
        new("instruments:coin-futures", new Uri(Rest, "/api/v1/contract_contract_info")),
    ];

    /// <inheritdoc/>
    public RestRequest? ReadInstruments(RestRequest request, ReadOnlySpan<byte> body, ContractList contracts)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        var list = JsonList.Open(body, "data");
        var root = list.Outline;
        if (!list.IsArray || root.Text("status") != "ok")
            throw new JsonException($"no list of contracts: {root.Text("err_msg") ?? root.Text("err-msg")}");
        contracts.AddRows(list, "contract_code", row => HtxContracts.Read(Profile.Id, row));
        return null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<SocketPlan> Sockets(IReadOnlyList<Instrument> instruments)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        var plans = new List<SocketPlan>();
        if (instruments.Any(instrument => HtxContracts.Family(instrument) == HtxFamily.Linear))
            plans.Add(Plan("linear", "linear-swap-notification", Subscribe(ControlId, "public.*.funding_rate"), Subscribe(LiquidationsId, "public.*.liquidation_orders")));
        if (instruments.Any(instrument => HtxContracts.Family(instrument) == HtxFamily.CoinSwap))
            plans.Add(Plan("coin-swap", "swap-notification", Subscribe(ControlId, "public.*.funding_rate"), Subscribe(LiquidationsId, "public.*.liquidation_orders")));
        // In alphabetical order, so that a change of open interest does not make it another plan.
        var coins = instruments.Where(instrument => HtxContracts.Family(instrument) == HtxFamily.CoinFutures)
            .Select(HtxContracts.Coin).Distinct().Order(StringComparer.Ordinal).ToList();
        if (coins.Count > 0)
        {
            plans.Add(Plan("coin-futures", "notification", [
                Subscribe(ControlId, "public.*.contract_info"),
                .. coins.Select((coin, at) => Subscribe(FirstCoinId + at, $"public.{coin}.liquidation_orders"))]));
        }

        return plans;

        static SocketPlan Plan(string feed, string path, params SubscribeMessage[] messages) =>
            new(feed, new Uri($"wss://api.hbdm.com/{path}"), messages);

        static SubscribeMessage Subscribe(int id, string topic) =>
            new(id, Encoding.UTF8.GetBytes($$"""{"op":"sub","cid":"{{id}}","topic":"{{topic}}"}"""));
    }

    /// <inheritdoc/>
    public string? LiquidationTopic(Instrument instrument)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        return HtxContracts.Family(instrument) == HtxFamily.CoinFutures ? $"\"public.{HtxContracts.Coin(instrument)}.liquidation_orders\"" : null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<RestPoll> Polls(IReadOnlyList<Instrument> instruments)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        var (often, seldom) = (TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30));
        var polls = new List<RestPoll>();
        foreach (var family in instruments.Select(HtxContracts.Family).Distinct().Order())
        {
            (string openInterest, string index) = family switch
            {
                HtxFamily.Linear => ("linear-swap-api/v1/swap_open_interest?business_type=all", "linear-swap-api/v1/swap_index"),
                HtxFamily.CoinSwap => ("swap-api/v1/swap_open_interest", "swap-api/v1/swap_index"),
                _ => ("api/v1/contract_open_interest", "api/v1/contract_index"),
            };
            polls.Add(new(new($"open-interest-{HtxContracts.Word(family)}", new Uri(Rest, "/" + openInterest)), often));
            polls.Add(new(new($"index-{HtxContracts.Word(family)}", new Uri(Rest, "/" + index)), seldom));
        }

        foreach (var instrument in instruments.Where(instrument => instrument.Kind == InstrumentKind.Perpetual).Take(MarksPolled))
        {
            var history = instrument.Margin == MarginKind.Linear ? "linear_swap_mark_price_kline" : "swap_mark_price_kline";
            polls.Add(new(
                new("mark-price", new Uri(Rest, $"/index/market/history/{history}?contract_code={Uri.EscapeDataString(instrument.Symbol)}&period=1min&size=1")),
                TimeSpan.FromSeconds(60)));
        }

        return polls;
    }

    /// <inheritdoc/>
    public IReadOnlyList<VenueProbe> Probes { get; } = HtxProbes.Of(Rest);

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
                case var _ when name.SequenceEqual("op"u8): message.Operation = reader.Text(); break;
                case var _ when name.SequenceEqual("topic"u8) || name.SequenceEqual("ch"u8): message.Topic = reader.Text(); break;
                case var _ when name.SequenceEqual("ts"u8):
                    message.TimeIsText = reader.TokenType == JsonTokenType.String;
                    message.Time = reader.Id();
                    break;
                case var _ when name.SequenceEqual("data"u8):
                    // The topic may follow: come back when it is known.
                    message.Data = reader;
                    message.HasData = reader.TokenType == JsonTokenType.StartArray;
                    reader.SkipNested();
                    break;
                case var _ when name.SequenceEqual("cid"u8):
                    message.Id = reader.MessageId();
                    break;
                case var _ when name.SequenceEqual("err-code"u8): message.Code = reader.Integer(); break;
                case var _ when name.SequenceEqual("err-msg"u8): message.Text = reader.Text(); break;
                case var _ when name.SequenceEqual("ping"u8):
                    message.TimeIsText = reader.TokenType == JsonTokenType.String;
                    message.Ping = reader.Id();
                    break;
                default: reader.SkipNested(); break;
            }
        }

        reader.End();
        return Process(ref message, readings);
    }

    /// <inheritdoc/>
    public FrameKind ReadPoll(string name, ReadOnlySpan<byte> body, FrameReadings readings) => HtxMarket.ReadPoll(body, readings);

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> BackfillRequests(IReadOnlyList<Instrument> instruments, long fromMs, long toMs) =>
        HtxHistory.Requests(Rest, instruments, fromMs, toMs);

    /// <inheritdoc/>
    public HistoryStep ReadBackfill(RestRequest request, ReadOnlySpan<byte> body, long fromMs, long toMs, FrameReadings readings) =>
        HtxHistory.Read(Rest, request, body, fromMs, toMs, readings);

    private static FrameKind Process(ref Message message, FrameReadings readings)
    {
        if (!message.Ping.IsEmpty)
        {
            // The sockets of market data ping so.
            Answer("{\"pong\":"u8, message.Ping, message.TimeIsText, readings);
            return FrameKind.Ping;
        }

        switch (message.Operation)
        {
            case var op when op.SequenceEqual("notify"u8): return ReadNotice(ref message, readings);
            case var op when op.SequenceEqual("ping"u8):
                Answer("{\"op\":\"pong\",\"ts\":"u8, message.Time, message.TimeIsText, readings);
                return FrameKind.Ping;
            case var op when op.SequenceEqual("sub"u8):
                readings.AckId = message.Id;
                if (message.Code is 0 or AlreadySubscribed)
                    return FrameKind.Ack;
                readings.Detail = Reason(message);
                return FrameKind.Nack;
            case var op when op.SequenceEqual("error"u8):
                readings.AckId = message.Id;
                readings.Detail = Reason(message);
                return FrameKind.Nack;
            case var op when op.SequenceEqual("close"u8):
                readings.Detail = Utf8JsonReaderExtensions.Words(message.Text);
                return FrameKind.ClosingNotice;
            case var op when op.SequenceEqual("unsub"u8):
                return IsLiquidations(message.Topic) ? readings.Unsubscribed(message.Topic) : FrameKind.Ignored;
            case var op when op.SequenceEqual("auth"u8) || op.SequenceEqual("pong"u8): return FrameKind.Ignored;
            // The sockets of market data are others.
            default: return message.Topic.StartsWith("market."u8) ? FrameKind.Ignored : FrameKind.Unknown;
        }
    }

    private static bool IsLiquidations(ReadOnlySpan<byte> topic) => topic.EndsWith(".liquidation_orders"u8);

    private static string? Reason(in Message message) => message.Code == 0
        ? Utf8JsonReaderExtensions.Words(message.Text)
        : string.Create(CultureInfo.InvariantCulture, $"{message.Code} {Utf8JsonReaderExtensions.Words(message.Text)}").Trim();

    /// <summary>Writes the answer to a ping, with the ping's own time in its own form.</summary>
    private static void Answer(ReadOnlySpan<byte> start, ReadOnlySpan<byte> time, bool isText, FrameReadings readings)
    {
        readings.Reply.Write(start);
        if (isText)
            readings.Reply.Write("\""u8);
        readings.Reply.Write(time);
        readings.Reply.Write(isText ? "\"}"u8 : "}"u8);
    }

    private static FrameKind ReadNotice(ref Message message, FrameReadings readings)
    {
        if (!message.Topic.StartsWith("public."u8))
            return FrameKind.Unknown;
        if (IsLiquidations(message.Topic))
        {
            if (!message.HasData)
                return readings.Malformed("data is not an array");
            while (readings.NextOrder(ref message.Data))
                ReadOrder(ref message.Data, paging: null, readings);
            return FrameKind.Data;
        }

        if (message.Topic.EndsWith(".funding_rate"u8))
        {
            if (!message.HasData)
                return readings.Malformed("data is not an array");
            _ = System.Buffers.Text.Utf8Parser.TryParse(message.Time, out long timeMs, out _);
            while (message.Data.NextObject())
                HtxMarket.ReadFunding(ref message.Data, timeMs, readings);
            return FrameKind.Data;
        }

        // Proves that a socket without funding rates delivers; contracts themselves are read over REST.
        if (message.Topic.EndsWith(".contract_info"u8) && message.HasData)
            return FrameKind.Data;
        return message.Topic.EndsWith(".contract_elements"u8) || message.Topic.EndsWith(".heartbeat"u8) ? FrameKind.Ignored : FrameKind.Unknown;
    }

    /// <summary>Takes a liquidation of the socket or of history; returns its id, which only history has, or -1.</summary>
    internal static long ReadOrder(scoped ref Utf8JsonReader reader, HistoryPaging? paging, FrameReadings readings)
    {
        ReadOnlySpan<byte> symbol = default, direction = default;
        ExactNumber? price = null, volume = null;
        long timeMs = 0, id = -1;
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("contract_code"u8): symbol = reader.Text(); break;
                case var _ when name.SequenceEqual("direction"u8): direction = reader.Text(); break;
                case var _ when name.SequenceEqual("price"u8): price = reader.Number(); break;
                case var _ when name.SequenceEqual("volume"u8): volume = reader.Number(); break;
                case var _ when name.SequenceEqual("created_at"u8): timeMs = reader.Integer(); break;
                case var _ when name.SequenceEqual("query_id"u8): id = reader.Integer(); break;
                default: reader.SkipNested(); break;
            }
        }

        var side = SideWords.Read(direction, "sell"u8, "buy"u8);
        if (paging?.Includes(timeMs) != false)
            readings.AddLiquidation(symbol, side, price, PriceKind.Bankruptcy, volume, timeMs);
        return id;
    }

    /// <summary>The fields of one message: their order is the venue's affair.</summary>
    private ref struct Message
    {
        public ReadOnlySpan<byte> Operation, Topic, Time, Text, Ping;
        public int? Id;
        public long Code;
        public bool HasData, TimeIsText;
        public Utf8JsonReader Data;
    }
}
