using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// Bybit v5 perpetuals and futures: USDT and USDC margined (<c>linear</c>), coin margined (<c>inverse</c>).
/// <para>
/// There is no all-market topic: every contract is named, at most 200 in a message and 21,000 characters on a
/// connection. <c>S</c> is the side of the position that died: Buy was a long. <c>p</c> is the bankruptcy price, not the
/// fill. <c>v</c> counts the base asset on linear contracts, US dollars on inverse ones. Rows carry no id, a message may
/// hold several, and equal rows in one message are several liquidations.
/// Contracts before their launch (<c>"status":"PreLaunch"</c>) trade and are liquidated; lists leave them out unless requested.
/// Source: Bybit v5 documentation, "instruments info", "all liquidation" (in place of <c>liquidation.SYMBOL</c> since 2025-02-20), "ticker".
/// </para>
/// <para>
/// <c>openInterest</c> counts both sides; <c>singleOpenInterest</c> (since 2026-06-11) one. A ticker of type "delta"
/// carries only what changed. The value of inverse open interest is in coins, so it is not read.
/// </para>
/// </summary>
public sealed class Bybit : IVenue
{
    private static readonly Uri Rest = new("https://api.bybit.com");

    private static ReadOnlySpan<byte> Liquidations => "allLiquidation."u8;

    /// <inheritdoc/>
    public VenueProfile Profile { get; } = new()
    {
        Id = "bybit",
        Name = "Bybit",
        FeedClass = FeedClass.Full,
        NormalShare = 0.22,
        ReportsWholeOrders = true,
        FeedNote = "every liquidation, at its bankruptcy price",
        OpenInterestNote = "REST, all contracts every 10 s; both-sided, of which LiqMon takes the one-sided half",
        BackfillNote = "open interest, years back; no liquidations",
        HasOtherHistory = true,
        // Published every half a second or so.
        HoldsOrdersFor = TimeSpan.FromSeconds(1),
        Heartbeat = new(
            """{"req_id":"ping","op":"ping"}"""u8.ToArray(), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(10)),
        SendPacing = TimeSpan.FromMilliseconds(350),
        RestLimit = new() { WeightPerMinute = 7_200, ForbiddenPause = TimeSpan.FromMinutes(10) },
    };

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> InstrumentRequests { get; } =
    [
        new("instruments:linear", new Uri(Rest, "/v5/market/instruments-info?category=linear&limit=1000")),
        new("instruments:inverse", new Uri(Rest, "/v5/market/instruments-info?category=inverse&limit=1000")),
        // Contracts before their launch are listed on request only; their perpetuals trade, and are liquidated.
        new("instruments:pre-launch", new Uri(Rest, "/v5/market/instruments-info?category=linear&status=PreLaunch&limit=1000")),
    ];

    /// <inheritdoc/>
    public RestRequest? ReadInstruments(RestRequest request, ReadOnlySpan<byte> body, ContractList contracts)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(contracts);
        var list = JsonList.Open(body, "result", "list");
        if (!list.IsArray)
            throw new JsonException("no list of instruments");
        contracts.AddRows(list, "symbol", Contract);
        return !list.IsEmpty && list.Outline.Inner("result").Text("nextPageCursor") is { Length: > 0 } cursor ? NextPage(request, cursor) : null;
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
            .. BybitSubscriptions.Of("linear", instruments.Where(instrument => instrument.Margin == MarginKind.Linear), places),
            .. BybitSubscriptions.Of("inverse", instruments.Where(instrument => instrument.Margin == MarginKind.Inverse), places),
        ];
    }

    /// <inheritdoc/>
    public string? LiquidationTopic(Instrument instrument)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        return $"\"allLiquidation.{instrument.Symbol}\"";
    }

    /// <inheritdoc/>
    public IReadOnlyList<RestPoll> Polls(IReadOnlyList<Instrument> instruments)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        var polls = new List<RestPoll>();
        if (instruments.Any(instrument => instrument.Margin == MarginKind.Linear))
            polls.Add(Tickers("linear"));
        if (instruments.Any(instrument => instrument.Margin == MarginKind.Inverse))
            polls.Add(Tickers("inverse"));
        return polls;

        static RestPoll Tickers(string category) =>
            new(new($"tickers-{category}", new Uri(Rest, $"/v5/market/tickers?category={category}")), TimeSpan.FromSeconds(10));
    }

    /// <inheritdoc/>
    public VenueMarketData Series => BybitSeries.Of(Profile.Id, Rest);

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> BackfillRequests(IReadOnlyList<Instrument> instruments, long fromMs, long toMs) =>
        BybitHistory.Requests(Rest, instruments, fromMs, toMs);

    /// <inheritdoc/>
    public HistoryStep ReadBackfill(RestRequest request, ReadOnlySpan<byte> body, long fromMs, long toMs, FrameReadings readings) =>
        BybitHistory.Read(request, body, fromMs, toMs, readings);

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
                case var _ when name.SequenceEqual("topic"u8): message.Topic = reader.Text(); break;
                case var _ when name.SequenceEqual("ts"u8): message.TimeMs = reader.Integer(); break;
                case var _ when name.SequenceEqual("data"u8):
                    message.HasData = true;
                    if (reader.TokenType == JsonTokenType.StartArray && message.Topic.StartsWith(Liquidations))
                    {
                        BybitLiquidations.Read(ref reader, readings);
                        break;
                    }

                    // The topic, or the time that a ticker needs, may follow: come back when both are known.
                    message.Data = reader;
                    reader.SkipNested();
                    break;
                case var _ when name.SequenceEqual("op"u8): message.Operation = reader.Text(); break;
                case var _ when name.SequenceEqual("req_id"u8): message.Id = reader.MessageId(); break;
                case var _ when name.SequenceEqual("ret_msg"u8): message.Text = reader.Text(); break;
                case var _ when name.SequenceEqual("success"u8):
                    message.Success = reader.TokenType == JsonTokenType.True;
                    reader.SkipNested();
                    break;
                default: reader.SkipNested(); break;
            }
        }

        reader.End();
        return message.Topic.IsEmpty ? ReadAnswer(message, readings) : ReadTopic(ref message, readings);
    }

    /// <inheritdoc/>
    public FrameKind ReadPoll(string name, ReadOnlySpan<byte> body, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        if (!readings.TryOpenObject(body, out var reader))
            return FrameKind.Malformed;
        long code = -1, timeMs = 0;
        ReadOnlySpan<byte> text = default, category = default;
        Utf8JsonReader list = default;
        var hasList = false;
        while (reader.NextProperty(out var property))
        {
            if (property.SequenceEqual("retCode"u8))
                code = reader.Integer();
            else if (property.SequenceEqual("retMsg"u8))
                text = reader.Text();
            else if (property.SequenceEqual("time"u8))
                timeMs = reader.Integer();
            else if (property.SequenceEqual("result"u8) && reader.Enters(JsonTokenType.StartObject))
                hasList = ReadResult(ref reader, ref category, ref list);
            else
                reader.SkipNested();
        }

        reader.End();
        if (code != 0)
        {
            readings.Detail = $"{code} {Utf8JsonReaderExtensions.Words(text)}";
            return FrameKind.Nack;
        }

        MarginKind? margin = category.SequenceEqual("linear"u8) ? MarginKind.Linear
            : category.SequenceEqual("inverse"u8) ? MarginKind.Inverse : null;
        if (!hasList || margin is null)
            return FrameKind.Ignored;
        while (list.NextObject())
            BybitTickers.Read(ref list, timeMs, margin, readings);
        return FrameKind.Data;
    }

    private Instrument? Contract(ListedRow row)
    {
        if (!row.Is("status", "Trading", "PreLaunch") || KindOf(row.Word("contractType")) is not var (margin, kind))
            return null;
        return ListedContract.Of(
            Profile.Id, row.Symbol, row.Text("baseCoin"), row.Text("quoteCoin"),
            isTraditional: row.Text("symbolType") is "stock" or "xstocks" or "commodity" or "forex" or "index" or "metal" or "etf",
            kind: kind, margin: margin, unit: margin == MarginKind.Linear ? QuantityUnit.Base : QuantityUnit.Contracts);
    }

    private static (MarginKind Margin, InstrumentKind Kind)? KindOf(string? type) => type switch
    {
        "LinearPerpetual" => (MarginKind.Linear, InstrumentKind.Perpetual),
        "LinearFutures" => (MarginKind.Linear, InstrumentKind.Dated),
        "InversePerpetual" => (MarginKind.Inverse, InstrumentKind.Perpetual),
        "InverseFutures" => (MarginKind.Inverse, InstrumentKind.Dated),
        _ => null,
    };

    /// <summary>The same call with the cursor the venue gave; null if that leads nowhere.</summary>
    internal static RestRequest? NextPage(RestRequest request, string cursor)
    {
        var tag = request.Tag as CursorTag ?? new CursorTag(request.Url);
        return cursor == tag.Cursor ? null : request with { Url = WithCursor(tag.First, cursor), Tag = tag with { Cursor = cursor } };
    }

    /// <summary>The cursor arrives percent-encoded, ready for the query.</summary>
    internal static Uri WithCursor(Uri first, string cursor) =>
        new($"{first.AbsoluteUri}&cursor={(cursor.Contains('%') ? cursor : Uri.EscapeDataString(cursor))}");

    private static FrameKind ReadAnswer(in Message message, FrameReadings readings)
    {
        if (message.Success == false)
        {
            readings.AckId = message.Id;
            readings.Detail = Utf8JsonReaderExtensions.Words(message.Text);
            return FrameKind.Nack;
        }

        if (message.Operation.SequenceEqual("ping"u8) || message.Operation.SequenceEqual("pong"u8))
            return FrameKind.Heartbeat;
        if (message.Operation.SequenceEqual("unsubscribe"u8))
            return readings.Unsubscribed(default);
        // The interface before the present one answers calls over the socket.
        if (message.Operation.IsEmpty && (message.Success == true || message.Text.SequenceEqual("OK"u8)))
            return FrameKind.Ignored;
        if (message.Success != true || !message.Operation.SequenceEqual("subscribe"u8))
            return FrameKind.Unknown;
        readings.AckId = message.Id;
        return FrameKind.Ack;
    }

    /// <summary>Topics that are not read: trades, order books, candles, and what has to do with no single order.</summary>
    private static bool IsOther(ReadOnlySpan<byte> topic) =>
        topic.StartsWith("publicTrade."u8) || topic.StartsWith("trade."u8) || topic.StartsWith("instrument_info."u8)
        || topic.StartsWith("orderBook"u8) || topic.StartsWith("orderbook."u8) || topic.StartsWith("kline"u8)
        || topic.StartsWith("priceLimit."u8) || topic.StartsWith("adlAlert"u8) || topic.StartsWith("insurance"u8);

    private static FrameKind ReadTopic(ref Message message, FrameReadings readings)
    {
        if (!message.HasData)
            return FrameKind.Unknown;
        if (message.Topic.StartsWith(Liquidations))
        {
            if (message.Data.TokenType == JsonTokenType.StartArray)
                BybitLiquidations.Read(ref message.Data, readings);
            else if (message.Data.TokenType != JsonTokenType.None)
                return readings.Malformed("data is not an array");
            return FrameKind.Data;
        }

        if (message.Topic.StartsWith("liquidation."u8))
            return BybitLiquidations.ReadOld(ref message.Data, readings);
        if (!message.Topic.StartsWith("tickers."u8))
            return IsOther(message.Topic) ? FrameKind.Ignored : FrameKind.Unknown;
        if (IsOption(message.Topic))
            return FrameKind.Ignored;
        if (message.Data.TokenType != JsonTokenType.StartObject)
            return readings.Malformed("data is not an object");
        BybitTickers.Read(ref message.Data, message.TimeMs, null, readings);
        return FrameKind.Data;
    }

    private static bool ReadResult(
        scoped ref Utf8JsonReader reader, scoped ref ReadOnlySpan<byte> category, scoped ref Utf8JsonReader list)
    {
        var found = false;
        while (reader.NextProperty(out var name))
        {
            if (name.SequenceEqual("category"u8))
            {
                category = reader.Text();
            }
            else
            {
                if (name.SequenceEqual("list"u8) && reader.TokenType == JsonTokenType.StartArray)
                {
                    list = reader;
                    found = true;
                }

                reader.SkipNested();
            }
        }

        return found;
    }

    /// <summary>Options are <c>BTC-28JUN24-60000-P</c>; dated futures have one dash at most.</summary>
    private static bool IsOption(ReadOnlySpan<byte> topic) => topic.Count((byte)'-') > 2;

    /// <summary>The fields of one message: their order is the venue's affair.</summary>
    private ref struct Message
    {
        public ReadOnlySpan<byte> Topic, Operation, Text;
        public long TimeMs;
        public int? Id;
        public bool? Success;
        public bool HasData;
        public Utf8JsonReader Data;
    }
}
