using System.Text;
using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// Bitget perpetuals and futures, margined in USDT, USDC or the coin, on the unified (v3) public socket. The older v2
/// socket confirms the topic and never delivers.
/// <para>
/// <c>side</c> is the position that died: buy was a long. <c>price</c> is the liquidation price, and <c>amount</c> is
/// quantity × price, in the quote currency: in recordings of 2026 13.70319 / 0.1649 is 83.1 and
/// 143.330431857868 / 0.500280739469 is 286.5, exact quantities. Coin-margined contracts are taken to be counted alike
/// (never seen recorded, to be settled live). No id. Since 2026-06-23 a push holds at most the largest long and the
/// largest short of a contract and second; before that all.
/// Source: Bitget v3 documentation and change log, recordings.
/// </para>
/// <para>
/// <c>openInterest</c> counts the base coin, also of coin-margined contracts. Whether it counts one side or both is not
/// documented; it is taken as it is. An aggregator was seen to show 40 % less; doctor looks whether the numbers can be sums
/// of both sides, and whether amounts can be anything but dollars.
/// Tickers of the v2 and v1 sockets (<c>holdingAmount</c>, <c>holding</c>) mean the same and are read for old recordings.
/// </para>
/// </summary>
public sealed class Bitget : IVenue
{
    private const int LiquidationsId = 1;
    private const int TickersId = 2;

    private static readonly Uri Rest = new("https://api.bitget.com");
    private static readonly Uri Socket = new("wss://ws.bitget.com/v3/ws/public");
    private static readonly string[] Families = ["usdt-futures", "usdc-futures", "coin-futures"];

    /// <inheritdoc/>
    public VenueProfile Profile { get; } = new()
    {
        Id = "bitget",
        Name = "Bitget",
        FeedClass = FeedClass.Sampled,
        NormalShare = 0.05,
        Sampling = SamplingRule.LargestPerSideAndSecond,
        FeedNote = "the largest long and the largest short per contract and second, at the liquidation price",
        OpenInterestNote = "REST, all contracts every 10 s; which sides it counts is not documented, taken as one",
        BackfillNote = "none",
        Heartbeat = new("ping"u8.ToArray(), TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(30)),
        HoldsOrdersFor = TimeSpan.FromSeconds(1),
        RestLimit = new() { WeightPerMinute = 1_200 },
    };

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> InstrumentRequests { get; } =
    [
        .. Families.Select(family => new RestRequest(
            $"instruments:{family}", new Uri(Rest, $"/api/v3/market/instruments?category={family.ToUpperInvariant()}"))),
    ];

    /// <inheritdoc/>
    public RestRequest? ReadInstruments(RestRequest request, ReadOnlySpan<byte> body, ContractList contracts)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        var list = JsonList.Open(body, "data");
        if (!list.IsArray || list.Outline.Text("code") != "00000")
            throw new JsonException($"no list of contracts: {list.Outline.Text("msg")}");
        contracts.AddRows(list, "symbol", Contract);
        return null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<SocketPlan> Sockets(IReadOnlyList<Instrument> instruments)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        var control = new List<string>();
        var liquidations = new List<string>();
        foreach (var family in Families)
        {
            // The ticker of the most active contract moves all the time: it proves that the socket delivers.
            if (instruments.FirstOrDefault(instrument => FamilyOf(instrument) == family) is not { } busiest)
                continue;
            liquidations.Add($$"""{"instType":"{{family}}","topic":"liquidation"}""");
            control.Add($$"""{"instType":"{{family}}","topic":"ticker","symbol":"{{busiest.Symbol}}"}""");
        }

        return control.Count == 0
            ? []
            : [new("public", Socket, [Subscribe(LiquidationsId, liquidations), Subscribe(TickersId, control)])];

        static SubscribeMessage Subscribe(int id, List<string> topics) => new(
            id, Encoding.UTF8.GetBytes($$"""{"op":"subscribe","args":[{{string.Join(',', topics)}}]}"""), topics.Count);
    }

    /// <inheritdoc/>
    public IReadOnlyList<RestPoll> Polls(IReadOnlyList<Instrument> instruments)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        return
        [
            .. Families.Where(family => instruments.Any(instrument => FamilyOf(instrument) == family)).Select(family => new RestPoll(
                new($"tickers-{family}", new Uri(Rest, $"/api/v3/market/tickers?category={family.ToUpperInvariant()}")),
                TimeSpan.FromSeconds(10))),
        ];
    }

    /// <inheritdoc/>
    public IReadOnlyList<VenueProbe> Probes { get; } = BitgetProbes.Of(Rest, Socket);

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

    private Instrument? Contract(ListedRow row)
    {
        if (!row.Is("status", "online") || MarginOf(row.Word("category")) is not { } margin)
            return null;
        return ListedContract.Of(
            Profile.Id, row.Symbol, row.Text("baseCoin"), row.Text("quoteCoin"),
            isTraditional: row.Text("isRwa") is "YES" or "yes" || row.Text("symbolType") is not (null or "" or "crypto" or "perpetual"),
            kind: row.Text("type") is "delivery" ? InstrumentKind.Dated : InstrumentKind.Perpetual, margin: margin,
            unit: QuantityUnit.Quote);
    }

    private static MarginKind? MarginOf(string? category) => category switch
    {
        "USDT-FUTURES" or "USDC-FUTURES" => MarginKind.Linear,
        "COIN-FUTURES" => MarginKind.Inverse,
        _ => null,
    };

    private static string FamilyOf(Instrument instrument) => instrument switch
    {
        { Margin: MarginKind.Inverse } => "coin-futures",
        { Quote: "USDC" } => "usdc-futures",
        _ => "usdt-futures",
    };

    private static FrameKind ReadMessage(ReadOnlySpan<byte> frame, bool isPoll, FrameReadings readings)
    {
        if (!readings.TryOpenObject(frame, out var reader))
            return FrameKind.Malformed;
        var message = default(Message);
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("arg"u8): ReadArgument(ref reader, ref message); break;
                case var _ when name.SequenceEqual("data"u8):
                    // The topic may follow: come back when it is known.
                    message.Data = reader;
                    message.HasData = reader.TokenType == JsonTokenType.StartArray;
                    reader.SkipNested();
                    break;
                case var _ when name.SequenceEqual("event"u8): message.Event = reader.Text(); break;
                case var _ when name.SequenceEqual("code"u8): message.Code = Code(ref reader); break;
                case var _ when name.SequenceEqual("msg"u8): message.Text = reader.Text(); break;
                case var _ when name.SequenceEqual("ts"u8) || name.SequenceEqual("requestTime"u8): message.TimeMs = reader.Integer(); break;
                default: reader.SkipNested(); break;
            }
        }

        reader.End();
        if (!message.Event.IsEmpty)
            return ReadEvent(message, readings);
        if (isPoll)
        {
            if (message.Code.SequenceEqual("00000"u8))
                return message.HasData ? ReadTickers(ref message, readings) : FrameKind.Ignored;
            return message.Code.IsEmpty ? FrameKind.Ignored : Refusal(message, readings);
        }

        if (message.Topic.SequenceEqual("liquidation"u8))
            return ReadLiquidations(ref message, readings);
        if (message.Topic.SequenceEqual("ticker"u8))
            return message.HasData && IsFutures(message.Family) ? ReadTickers(ref message, readings) : FrameKind.Ignored;
        return IsOther(message.Topic) ? FrameKind.Ignored : FrameKind.Unknown;
    }

    /// <summary>A code, written as string or number.</summary>
    private static ReadOnlySpan<byte> Code(scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.Number)
            return reader.ValueSpan;
        reader.SkipNested();
        return default;
    }

    private static void ReadArgument(scoped ref Utf8JsonReader reader, ref Message message)
    {
        if (!reader.Enters(JsonTokenType.StartObject))
            return;
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                // "channel" and "instId" until v2.
                case var _ when name.SequenceEqual("topic"u8) || name.SequenceEqual("channel"u8): message.Topic = reader.Text(); break;
                case var _ when name.SequenceEqual("instType"u8): message.Family = reader.Text(); break;
                case var _ when name.SequenceEqual("symbol"u8) || name.SequenceEqual("instId"u8): message.Symbol = reader.Text(); break;
                default: reader.SkipNested(); break;
            }
        }
    }

    /// <summary>Futures of the v3, v2 and v1 sockets; spot markets are named "spot" and "sp".</summary>
    private static bool IsFutures(ReadOnlySpan<byte> family) =>
        family.EndsWith("-futures"u8) || family.EndsWith("-FUTURES"u8) || family.SequenceEqual("mc"u8);

    /// <summary>Topics that are not read.</summary>
    private static bool IsOther(ReadOnlySpan<byte> topic) =>
        topic.SequenceEqual("publicTrade"u8) || topic.SequenceEqual("trade"u8) || topic.StartsWith("books"u8)
        || topic.StartsWith("candle"u8) || topic.SequenceEqual("adl-notification"u8) || topic.SequenceEqual("kline"u8);

    private static FrameKind ReadEvent(in Message message, FrameReadings readings)
    {
        if (message.Event.SequenceEqual("subscribe"u8))
        {
            readings.AckId = Subscription(message);
            return FrameKind.Ack;
        }

        if (message.Event.SequenceEqual("unsubscribe"u8))
            return message.Topic.SequenceEqual("liquidation"u8) ? readings.Unsubscribed(message.Topic) : FrameKind.Ignored;
        return message.Event.SequenceEqual("error"u8) ? Refusal(message, readings) : FrameKind.Unknown;
    }

    private static FrameKind Refusal(in Message message, FrameReadings readings)
    {
        readings.AckId = Subscription(message);
        readings.Detail = message.Code.IsEmpty
            ? Utf8JsonReaderExtensions.Words(message.Text)
            : $"{Utf8JsonReaderExtensions.Words(message.Code)} {Utf8JsonReaderExtensions.Words(message.Text)}".Trim();
        return FrameKind.Nack;
    }

    /// <summary>The venue repeats no id; the topic decides.</summary>
    private static int? Subscription(in Message message) => message.Topic switch
    {
        _ when message.Topic.SequenceEqual("liquidation"u8) => LiquidationsId,
        _ when message.Topic.SequenceEqual("ticker"u8) => TickersId,
        _ => null,
    };

    private static FrameKind ReadLiquidations(ref Message message, FrameReadings readings)
    {
        if (!message.HasData)
            return readings.Malformed("data is not an array");
        while (readings.NextOrder(ref message.Data))
        {
            ReadOnlySpan<byte> symbol = default, side = default;
            ExactNumber? price = null, amount = null;
            long timeMs = 0;
            while (message.Data.NextProperty(out var name))
            {
                switch (name)
                {
                    case var _ when name.SequenceEqual("symbol"u8): symbol = message.Data.Text(); break;
                    case var _ when name.SequenceEqual("side"u8): side = message.Data.Text(); break;
                    case var _ when name.SequenceEqual("price"u8): price = message.Data.Number(); break;
                    case var _ when name.SequenceEqual("amount"u8): amount = message.Data.Number(); break;
                    case var _ when name.SequenceEqual("ts"u8): timeMs = message.Data.Integer(); break;
                    default: message.Data.TrySkip(); break;
                }
            }

            LiquidatedSide? position = side.SequenceEqual("buy"u8) ? LiquidatedSide.Long
                : side.SequenceEqual("sell"u8) ? LiquidatedSide.Short : null;
            readings.AddLiquidation(symbol, position, price, PriceKind.Bankruptcy, amount, timeMs);
        }

        return FrameKind.Data;
    }

    private static FrameKind ReadTickers(ref Message message, FrameReadings readings)
    {
        while (message.Data.NextObject())
            BitgetTickers.Read(ref message.Data, message.Symbol, message.TimeMs, readings);
        return FrameKind.Data;
    }

    /// <summary>The fields of one message: their order is the venue's affair.</summary>
    private ref struct Message
    {
        public ReadOnlySpan<byte> Event, Code, Text, Topic, Family, Symbol;
        public long TimeMs;
        public bool HasData;
        public Utf8JsonReader Data;
    }
}
