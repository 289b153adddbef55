using System.Text;
using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// Gate perpetual futures: settled in USDT, in USD1 (since 2026-08-19) and in bitcoin, each with a socket of its own.
/// <para>
/// <c>futures.public_liquidates</c> with <c>!all</c> brings a whole settlement currency. The sign of <c>size</c> is that of
/// the closing order: negative sold, so it closed a long (three collectors agree, the documentation is silent; to be
/// confirmed live against <c>order_size</c> of the REST list). <c>size</c> counts contracts of
/// <c>quanto_multiplier</c> coins, or of one dollar where the contract is inverse, and comes rounded to whole contracts
/// unless the header <c>X-Gate-Size-Decimal</c> asks for decimals. <c>price</c> is the order's, the REST list's <c>order_price</c>.
/// No id.
/// Since 2026-08-20 an array holds all orders of a contract's second, flushed early at 20, so nothing is left out: full,
/// although late by up to a second. Before that one order a second and contract. <c>time</c> is in milliseconds, in
/// older frames in seconds beside <c>time_ms</c>.
/// Source: Gate futures WebSocket documentation and its changes of 2026-08-20.
/// </para>
/// <para>
/// Open interest is <c>total_size</c>, taken as one-sided: it is of the order of <c>position_size</c>, documented as the
/// sum of long positions. <c>futures.contract_stats</c> counts both sides and is read for the past only.
/// Each subscription carries the client's time, which may be off by 60 s.
/// </para>
/// </summary>
public sealed class Gate : IVenue
{
    private const int LiquidationsId = 1;
    private const int TickersId = 2;
    private const int ControlContracts = 5;

    /// <summary>Between a time in seconds (until the year 5138) and one in milliseconds (since 1973).</summary>
    private const long SecondsEnd = 100_000_000_000;

    private static readonly Uri Rest = new("https://api.gateio.ws");
    private static readonly string[] Settlements = ["usdt", "btc", "usd1"];

    /// <inheritdoc/>
    public VenueProfile Profile { get; } = new()
    {
        Id = "gate",
        Name = "Gate",
        FeedClass = FeedClass.Full,
        NormalShare = 0.06,
        ReportsWholeOrders = true,
        FeedNote = "every liquidation since 2026-08-20, in batches of a second, at the order's price",
        OpenInterestNote = "REST, all contracts every 10 s, one-sided",
        BackfillNote = "liquidations of all contracts, whole seconds, to fill gaps only; open interest of the 50 largest",
        HasOtherHistory = true,
        History = new(FeedClass.Full) { Reach = TimeSpan.FromDays(90), Grain = TimeSpan.FromSeconds(1) },
        WarmUp = new(TimeSpan.FromDays(90))
        {
            Market = new(TimeSpan.FromDays(179)) { FinePiece = TimeSpan.FromDays(2), HourlyPiece = TimeSpan.FromDays(25) },
        },
        BackfillMatchesSocket = false,
        Heartbeat = new(
            Encoding.UTF8.GetBytes($$"""{"time":{{TimestampPlaceholder.Seconds}},"channel":"futures.ping"}"""),
            TimeSpan.FromSeconds(15),
            TimeSpan.FromSeconds(15)),
        ControlSilence = TimeSpan.FromSeconds(30),
        HoldsOrdersFor = TimeSpan.FromSeconds(1),
        RequestHeaders = new Dictionary<string, string> { ["X-Gate-Size-Decimal"] = "1" },
        RestLimit = new() { WeightPerMinute = 1_200 },
    };

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> InstrumentRequests { get; } =
        [.. Settlements.Select(settle => new RestRequest($"instruments:{settle}", new Uri(Rest, $"/api/v4/futures/{settle}/contracts")))];

    /// <inheritdoc/>
    public RestRequest? ReadInstruments(RestRequest request, ReadOnlySpan<byte> body, ContractList contracts)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        var list = JsonList.Open(body);
        if (!list.IsArray)
            throw new JsonException($"no list of contracts: {list.Outline.Text("message")}");
        contracts.AddRows(list, "name", Contract);
        return null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<SocketPlan> Sockets(IReadOnlyList<Instrument> instruments)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        var plans = new List<SocketPlan>();
        foreach (var settle in Settlements)
        {
            // Prices of the most active contracts move all the time: they prove that the socket delivers.
            var control = instruments.Where(instrument => Settlement(instrument) == settle)
                .Take(ControlContracts).Select(instrument => instrument.Symbol).ToList();
            if (control.Count > 0)
            {
                plans.Add(new(
                    settle,
                    new Uri($"wss://fx-ws.gateio.ws/v4/ws/{settle}"),
                    [
                        Subscribe(LiquidationsId, "futures.public_liquidates", "!all"),
                        Subscribe(TickersId, "futures.tickers", string.Join("\",\"", control)),
                    ]));
            }
        }

        return plans;

        static SubscribeMessage Subscribe(int id, string channel, string contracts) => new(
            id,
            Encoding.UTF8.GetBytes(
                $$"""{"time":{{TimestampPlaceholder.Seconds}},"id":{{id}},"channel":"{{channel}}","event":"subscribe","payload":["{{contracts}}"]}"""));
    }

    /// <inheritdoc/>
    public IReadOnlyList<RestPoll> Polls(IReadOnlyList<Instrument> instruments)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        return
        [
            .. Settled(instruments).Select(settle => new RestPoll(
                new($"tickers-{settle}", new Uri(Rest, $"/api/v4/futures/{settle}/tickers")), TimeSpan.FromSeconds(10))),
        ];
    }

    /// <inheritdoc/>
    public IReadOnlyList<VenueProbe> Probes { get; } = GateProbes.Of(Rest);

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
                case var _ when name.SequenceEqual("event"u8): message.Event = reader.Text(); break;
                case var _ when name.SequenceEqual("time"u8): message.Time = reader.Integer(); break;
                case var _ when name.SequenceEqual("time_ms"u8): message.TimeMs = reader.Integer(); break;
                case var _ when name.SequenceEqual("id"u8): message.Id = reader.MessageId(); break;
                case var _ when name.SequenceEqual("type"u8): message.Type = reader.Text(); break;
                case var _ when name.SequenceEqual("msg"u8): message.Text = reader.Text(); break;
                case var _ when name.SequenceEqual("result"u8):
                    // The channel may follow: come back when it is known.
                    message.Result = reader;
                    message.HasResult = true;
                    reader.SkipNested();
                    break;
                case var _ when name.SequenceEqual("error"u8):
                    message.HasError = reader.TokenType != JsonTokenType.Null;
                    if (reader.TokenType == JsonTokenType.StartObject)
                        message.Text = reader.TextOf("message"u8);
                    else
                        reader.SkipNested();
                    break;
                default: reader.SkipNested(); break;
            }
        }

        reader.End();
        return Process(ref message, readings);
    }

    /// <inheritdoc/>
    public FrameKind ReadPoll(string name, ReadOnlySpan<byte> body, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        var reader = Utf8JsonReaderExtensions.Open(body);
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            // The list has no time of its own.
            GateTickers.Read(ref reader, readings.ReceivedMs ?? 0, readings);
            reader.End();
            return FrameKind.Data;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
            return readings.Malformed("neither a list nor a refusal");
        var refusal = Refusal(ref reader);
        reader.End();
        if (refusal.IsEmpty)
            return FrameKind.Ignored;
        readings.Detail = Utf8JsonReaderExtensions.Words(refusal);
        return FrameKind.Nack;
    }

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> BackfillRequests(IReadOnlyList<Instrument> instruments, long fromMs, long toMs) =>
        GateHistory.Requests(Rest, instruments, fromMs, toMs);

    /// <inheritdoc/>
    public HistoryStep ReadBackfill(RestRequest request, ReadOnlySpan<byte> body, long fromMs, long toMs, FrameReadings readings) =>
        GateHistory.Read(Rest, request, body, fromMs, toMs, readings);

    /// <summary>The currencies in which any of these contracts is settled.</summary>
    internal static IEnumerable<string> Settled(IReadOnlyList<Instrument> instruments) =>
        Settlements.Where(settle => instruments.Any(instrument => Settlement(instrument) == settle));

    /// <summary>The currency in which a contract is settled, as the addresses have it.</summary>
    internal static string? Settlement(Instrument instrument) => instrument.Quote switch
    {
        "USDT" => "usdt",
        "USD1" => "usd1",
        "USD" => "btc",
        _ => null,
    };

    private Instrument? Contract(ListedRow row)
    {
        if (!row.IsOrMissing("status", "trading") || row.FlagOrMissing("in_delisting") != false || row.Word("type") is not { } type)
            return null;
        var symbol = row.Symbol;
        if (symbol.LastIndexOf('_') is not (> 0 and var dash))
            return row.Refuse(ContractRefusal.BadSymbol);
        var quote = symbol[(dash + 1)..];
        MarginKind? margin = (type, quote) switch
        {
            ("inverse", "USD") => MarginKind.Inverse,
            ("direct", "USD") => MarginKind.Quanto,
            ("direct", _) => MarginKind.Linear,
            _ => null,
        };
        // Inverse contracts have no multiplier: one is one dollar.
        var multiplier = row.Row.Number("quanto_multiplier");
        if (margin is null
            || row.Size(margin == MarginKind.Inverse && multiplier is { Mantissa: 0 } ? ExactNumber.One : multiplier) is not { } size)
            return null;
        // Empty for crypto; otherwise stocks, metals, indices, forex, commodities.
        return ListedContract.Of(
            Profile.Id, symbol, symbol[..dash], quote,
            isTraditional: row.Text("contract_type") is not (null or ""), margin: margin.Value, unit: QuantityUnit.Contracts,
            contractSize: size);
    }

    /// <summary>The label, or else the words, of a REST refusal; empty if the object is none.</summary>
    internal static ReadOnlySpan<byte> Refusal(ref Utf8JsonReader reader)
    {
        ReadOnlySpan<byte> label = default, words = default;
        while (reader.NextProperty(out var name))
        {
            if (name.SequenceEqual("label"u8))
                label = reader.Text();
            else if (name.SequenceEqual("message"u8))
                words = reader.Text();
            else
                reader.SkipNested();
        }

        return words.IsEmpty ? label : words;
    }

    private static FrameKind Process(ref Message message, FrameReadings readings)
    {
        if (message.HasError)
        {
            readings.AckId = Subscription(message);
            readings.Detail = Utf8JsonReaderExtensions.Words(message.Text);
            return FrameKind.Nack;
        }

        if (message.Channel.SequenceEqual("futures.pong"u8))
            return FrameKind.Heartbeat;
        if (message.Type.SequenceEqual("upgrade"u8) || message.Channel.SequenceEqual("futures.system"u8))
        {
            readings.Detail = Utf8JsonReaderExtensions.Words(message.Text);
            return FrameKind.ClosingNotice;
        }

        if (message.Event.SequenceEqual("subscribe"u8))
        {
            readings.AckId = Subscription(message);
            return FrameKind.Ack;
        }

        var isLiquidations = message.Channel.SequenceEqual("futures.public_liquidates"u8);
        if (message.Event.SequenceEqual("unsubscribe"u8))
            return isLiquidations ? readings.Unsubscribed(message.Channel) : FrameKind.Ignored;
        if (!message.HasResult || !(message.Event.SequenceEqual("update"u8) || message.Event.SequenceEqual("all"u8)))
            return IsOther(message.Channel) ? FrameKind.Ignored : FrameKind.Unknown;
        if (isLiquidations)
        {
            if (message.Result.TokenType == JsonTokenType.StartObject)
                GateLiquidations.Read(ref message.Result, readings);
            else if (message.Result.TokenType != JsonTokenType.StartArray)
                return readings.Malformed("result is neither list nor order");
            else
                while (readings.NextOrder(ref message.Result))
                    GateLiquidations.Read(ref message.Result, readings);
            return FrameKind.Data;
        }

        if (!message.Channel.SequenceEqual("futures.tickers"u8))
            return IsOther(message.Channel) ? FrameKind.Ignored : FrameKind.Unknown;
        GateTickers.Read(ref message.Result, message.TimeMs > 0 ? message.TimeMs : Milliseconds(message.Time), readings);
        return FrameKind.Data;
    }

    /// <summary>Channels of the same socket that are not read.</summary>
    private static bool IsOther(ReadOnlySpan<byte> channel) =>
        channel.SequenceEqual("futures.trades"u8) || channel.SequenceEqual("futures.book_ticker"u8) || channel.StartsWith("futures.order_book"u8)
        || channel.SequenceEqual("futures.candlesticks"u8) || channel.SequenceEqual("futures.contract_stats"u8);

    /// <summary>The subscription a message answers; its channel decides where the id was not repeated.</summary>
    private static int? Subscription(in Message message) => message switch
    {
        { Id: { } id } => id,
        _ when message.Channel.SequenceEqual("futures.public_liquidates"u8) => LiquidationsId,
        _ when message.Channel.SequenceEqual("futures.tickers"u8) => TickersId,
        _ => null,
    };

    /// <summary>A time that may be in seconds.</summary>
    internal static long Milliseconds(long time) => time is > 0 and < SecondsEnd ? time * 1000 : time;

    /// <summary>The fields of one message: their order is the venue's affair.</summary>
    private ref struct Message
    {
        public ReadOnlySpan<byte> Channel, Event, Type, Text;
        public long Time, TimeMs;
        public int? Id;
        public bool HasResult, HasError;
        public Utf8JsonReader Result;
    }
}
