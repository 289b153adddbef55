using System.Text;
using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// OKX perpetual swaps and dated futures.
/// <para>
/// One public socket. Liquidations are subscribed by the whole instrument type. <c>posSide</c> is the position that
/// died; where it is <c>net</c>, <c>side</c>, the side of the closing order, decides: sell closed a long. <c>sz</c> counts
/// contracts of <c>ctVal</c> × <c>ctMult</c>: base coin if linear, US dollars if inverse, so taking it for coins is wrong
/// by 100 on BTC. <c>bkPx</c> is the price at which the position went to the venue's liquidation account. Rows carry no
/// id, one message may hold several contracts with several <c>details</c>, and rows may be late and out of order.
/// The venue says that the feed is not all, without the rule.
/// Source: OKX v5 documentation, "liquidation orders channel", 2026-07; port 443 only since 2026-10-31.
/// Whether the first push repeats old rows is not settled and does not matter: a row that was stored is a duplicate, and one
/// that was not has its own time.
/// </para>
/// <para>
/// <c>fundingTime</c> is when the running rate is paid; <c>nextFundingTime</c> the time after that.
/// </para>
/// </summary>
public sealed class Okx : IVenue
{
    /// <summary>The venue allows 64 KB a request.</summary>
    private const int BytesPerMessage = 60_000;

    private static readonly Uri Rest = new("https://openapi.okx.com");

    private static ReadOnlySpan<byte> Liquidations => "liquidation-orders"u8;

    /// <inheritdoc/>
    public VenueProfile Profile { get; } = new()
    {
        Id = "okx",
        Name = "OKX",
        FeedClass = FeedClass.Partial,
        NormalShare = 0.14,
        FeedNote = "a part, by a rule OKX does not state, at the bankruptcy price",
        OpenInterestNote = "socket per contract and REST every 15 s, one-sided",
        BackfillNote = "liquidations per contract family, undocumented, about 24 hours back; open interest of the 50 largest",
        // Undocumented: what it brings is taken, and proves nothing about the rest of a gap.
        History = new(FeedClass.Partial) { Reach = TimeSpan.FromHours(24) },
        HasOtherHistory = true,
        Heartbeat = new("ping"u8.ToArray(), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(10)),
        ConnectPacing = TimeSpan.FromSeconds(1),
        // Every topic of a message is confirmed on its own, some thousand in all.
        AckTimeout = TimeSpan.FromSeconds(20),
        RestLimit = new() { WeightPerMinute = 600 },
    };

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> InstrumentRequests { get; } =
    [
        new("instruments:swap", new Uri(Rest, "/api/v5/public/instruments?instType=SWAP")),
        new("instruments:futures", new Uri(Rest, "/api/v5/public/instruments?instType=FUTURES")),
    ];

    /// <inheritdoc/>
    public RestRequest? ReadInstruments(RestRequest request, ReadOnlySpan<byte> body, ContractList contracts)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        var list = JsonList.Open(body, "data");
        if (!list.IsArray || list.Outline.Text("code") is not (null or "0"))
            throw new JsonException("no list of instruments");
        contracts.AddRows(list, "instId", Contract);
        return null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<SocketPlan> Sockets(IReadOnlyList<Instrument> instruments)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        if (instruments.Count == 0)
            return [];
        // The mark price of the most active swap moves all the time: it proves that the socket delivers.
        var control = instruments.FirstOrDefault(instrument => instrument.Kind == InstrumentKind.Perpetual) ?? instruments[0];
        // In a message of their own: what becomes of the others must not touch them.
        List<string> first =
        [
            """{"channel":"liquidation-orders","instType":"SWAP"}""",
            """{"channel":"liquidation-orders","instType":"FUTURES"}""",
            Topic("mark-price", control),
        ];
        var topics = new List<string>();
        foreach (var instrument in instruments)
        {
            topics.Add(Topic("open-interest", instrument));
            if (instrument.Kind == InstrumentKind.Perpetual)
                topics.Add(Topic("funding-rate", instrument));
        }

        return
        [
            new("public", new Uri("wss://ws.okx.com/ws/v5/public"),
                [.. TopicGroups.ByBytes(topics, BytesPerMessage, around: 1).Prepend(first).Select((some, index) => new SubscribeMessage(
                    index + 1,
                    Encoding.UTF8.GetBytes($$"""{"id":"{{index + 1}}","op":"subscribe","args":[{{string.Join(',', some)}}]}"""),
                    some.Count))]),
        ];

        static string Topic(string channel, Instrument instrument) =>
            $$"""{"channel":"{{channel}}","instId":"{{instrument.Symbol}}"}""";
    }

    /// <inheritdoc/>
    public IReadOnlyList<RestPoll> Polls(IReadOnlyList<Instrument> instruments)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        var often = TimeSpan.FromSeconds(15);
        var seldom = TimeSpan.FromSeconds(30);
        return instruments.Count == 0
            ? []
            :
            [
                Poll("open-interest-swap", "public/open-interest?instType=SWAP", often),
                Poll("open-interest-futures", "public/open-interest?instType=FUTURES", often),
                Poll("mark-price-swap", "public/mark-price?instType=SWAP", often),
                Poll("mark-price-futures", "public/mark-price?instType=FUTURES", often),
                Poll("index-tickers-usdt", "market/index-tickers?quoteCcy=USDT", seldom),
                Poll("index-tickers-usd", "market/index-tickers?quoteCcy=USD", seldom),
                Poll("index-tickers-usdc", "market/index-tickers?quoteCcy=USDC", seldom),
            ];

        static RestPoll Poll(string name, string path, TimeSpan every) => new(new(name, new Uri(Rest, $"/api/v5/{path}")), every);
    }

    /// <inheritdoc/>
    public IReadOnlyList<VenueProbe> Probes { get; } = OkxProbes.Of(Rest);

    /// <inheritdoc/>
    public FrameKind Read(ReadOnlySpan<byte> frame, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        return frame.SequenceEqual("pong"u8) ? FrameKind.Heartbeat : ReadMessage(frame, isPoll: false, readings);
    }

    /// <inheritdoc/>
    public FrameKind ReadPoll(string name, ReadOnlySpan<byte> body, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        return ReadMessage(body, isPoll: true, readings);
    }

    /// <inheritdoc/>
    public VenueMarketData Series => OkxSeries.Of(Profile.Id);

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> BackfillRequests(IReadOnlyList<Instrument> instruments, long fromMs, long toMs) =>
        OkxHistory.Requests(Rest, instruments, fromMs, toMs);

    /// <inheritdoc/>
    public HistoryStep ReadBackfill(RestRequest request, ReadOnlySpan<byte> body, long fromMs, long toMs, FrameReadings readings) =>
        OkxHistory.Read(Rest, request, body, fromMs, toMs, readings);

    private Instrument? Contract(ListedRow row)
    {
        InstrumentKind? kind = row.Word("instType") switch
        {
            "SWAP" => InstrumentKind.Perpetual,
            "FUTURES" => InstrumentKind.Dated,
            _ => null,
        };
        if (kind is null || !row.IsOrMissing("state", "live") || row.Word("ctType") is not { } type
            || row.Word("ctValCcy") is not { } valueCurrency)
            return null;
        // "uly" is the index, such as BTC-USDT; very old answers have it alone, new ones may leave it empty.
        var index = row.Text("uly") is { Length: > 0 } uly ? uly : row.Text("instFamily");
        if (index?.Split('-') is not [{ Length: > 0 } baseCoin, { Length: > 0 } quote])
            return row.Refuse(ContractRefusal.NoAsset);
        // A contract that is worth anything else is not guessed at: its liquidations stay pending.
        MarginKind? margin = type switch
        {
            "linear" when valueCurrency == baseCoin => MarginKind.Linear,
            "inverse" when valueCurrency == "USD" => MarginKind.Inverse,
            _ => null,
        };
        if (margin is null || row.Size("ctVal") is not { } value || row.Size("ctMult") is not { } multiplier
            || row.Size(value.TryTimes(multiplier, out var product) ? product : null) is not { } contractSize)
            return null;
        return ListedContract.Of(
            Profile.Id, row.Symbol, baseCoin, quote,
            isTraditional: row.Text("instCategory") is not (null or "" or "1"), kind: kind.Value, margin: margin.Value,
            unit: QuantityUnit.Contracts, contractSize: contractSize, indexSymbol: index);
    }

    private static FrameKind ReadMessage(ReadOnlySpan<byte> frame, bool isPoll, FrameReadings readings)
    {
        if (!readings.TryOpenObject(frame, out var reader))
            return FrameKind.Malformed;
        var message = default(Message);
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("arg"u8): message.Channel = reader.TextOf("channel"u8); break;
                case var _ when name.SequenceEqual("data"u8):
                    if (reader.TokenType == JsonTokenType.StartArray && message.Channel.SequenceEqual(Liquidations))
                    {
                        message.Taken = OkxLiquidations.Read(ref reader, readings);
                        break;
                    }

                    // The channel may follow: come back when it is known.
                    message.Data = reader;
                    message.HasData = reader.TokenType == JsonTokenType.StartArray;
                    reader.SkipNested();
                    break;
                case var _ when name.SequenceEqual("event"u8): message.Event = reader.Text(); break;
                // The interface before the present one, which is switched off.
                case var _ when name.SequenceEqual("table"u8):
                    message.IsOld = true;
                    reader.SkipNested();
                    break;
                case var _ when name.SequenceEqual("code"u8): message.Code = reader.Text(); break;
                case var _ when name.SequenceEqual("msg"u8): message.Text = reader.Text(); break;
                case var _ when name.SequenceEqual("id"u8):
                    message.Id = reader.MessageId();
                    break;
                default: reader.SkipNested(); break;
            }
        }

        reader.End();
        if (message.Taken is { } taken)
            return taken;
        if (!message.Event.IsEmpty)
            return ReadEvent(message, readings);
        if (!message.Code.IsEmpty && !message.Code.SequenceEqual("0"u8))
            return Refusal(message, readings);
        if (!message.HasData || (!isPoll && message.Channel.IsEmpty))
            return message.IsOld ? FrameKind.Ignored : FrameKind.Unknown;
        return message.Channel.SequenceEqual(Liquidations)
            ? OkxLiquidations.Read(ref message.Data, readings)
            : ReadMarket(ref message, isPoll, readings);
    }

    private static FrameKind ReadEvent(in Message message, FrameReadings readings)
    {
        if (message.Event.SequenceEqual("subscribe"u8))
        {
            readings.AckId = message.Id;
            return FrameKind.Ack;
        }

        if (message.Event.SequenceEqual("error"u8) || message.Event.SequenceEqual("channel-conn-count-error"u8))
            return Refusal(message, readings);
        // Of other channels no order is missing.
        if (message.Event.SequenceEqual("unsubscribe"u8))
            return message.Channel.SequenceEqual(Liquidations) ? readings.Unsubscribed(message.Channel) : FrameKind.Ignored;
        if (!message.Event.SequenceEqual("notice"u8) || !message.Code.SequenceEqual("64008"u8))
            return IsOtherEvent(message.Event) ? FrameKind.Ignored : FrameKind.Unknown;
        readings.Detail = Utf8JsonReaderExtensions.Words(message.Text);
        return FrameKind.ClosingNotice;
    }

    private static bool IsOtherEvent(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("notice"u8) || name.SequenceEqual("channel-conn-count"u8) || name.SequenceEqual("login"u8);

    private static FrameKind Refusal(in Message message, FrameReadings readings)
    {
        readings.AckId = message.Id;
        readings.Detail = $"{Utf8JsonReaderExtensions.Words(message.Code.IsEmpty ? message.Event : message.Code)} {Utf8JsonReaderExtensions.Words(message.Text)}".Trim();
        return FrameKind.Nack;
    }

    private static FrameKind ReadMarket(ref Message message, bool isPoll, FrameReadings readings)
    {
        if (!isPoll && !message.Channel.SequenceEqual("open-interest"u8) && !message.Channel.SequenceEqual("funding-rate"u8)
            && !message.Channel.SequenceEqual("mark-price"u8) && !message.Channel.SequenceEqual("index-tickers"u8))
            return FrameKind.Ignored;
        while (message.Data.NextObject())
            OkxMarket.Read(ref message.Data, readings);
        return FrameKind.Data;
    }

    /// <summary>The fields of one message: their order is the venue's affair.</summary>
    private ref struct Message
    {
        public ReadOnlySpan<byte> Channel, Event, Code, Text;
        public int? Id;
        public bool HasData, IsOld;
        public FrameKind? Taken;
        public Utf8JsonReader Data;
    }
}
