using System.Text;
using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// Lighter (zkLighter) perpetuals on its main deployment.
/// <para>
/// Each market's trade channel carries liquidations in a list of their own. The liquidated party is the taker:
/// <c>is_maker_ask</c> false means that it sold, so a long was closed. <c>price</c> is the fill, <c>size</c> the base asset,
/// <c>trade_id</c> identifies it; the first answer of a channel repeats recent ones, which the id makes harmless. Rows of
/// type <c>deleverage</c> and <c>market-settlement</c> are no liquidations and are not taken.
/// </para>
/// <para>
/// Messages name a market by its number alone; its name comes from the list. Subscribing
/// is answered by the first data, not by a confirmation, and <c>market_stats/all</c> proves that the socket delivers.
/// Open interest on the socket is one-sided and in dollars (a recording of 2026-04: BTC 124,496,091 at a mark of 75,241),
/// while the REST list, which is not read for it, counts the base asset. Funding rates are hourly and in percent.
/// Source: Lighter API documentation, 2026; recordings of tardis-node 18.2. Only live use can settle whether the socket's
/// unit is the same for every market.
/// </para>
/// </summary>
public sealed class Lighter : IVenue
{
    /// <summary>The venue allows 500.</summary>
    private const int ChannelsPerSocket = 450;


    private static readonly Uri Stream = new("wss://mainnet.zklighter.elliot.ai/stream");

    private static ExactNumber Percent => ExactNumber.TenToMinus(2);

    /// <inheritdoc/>
    public VenueProfile Profile { get; } = new()
    {
        Id = "lighter",
        Name = "Lighter",
        FeedClass = FeedClass.Full,
        NormalShare = 0.01,
        FeedNote = "every liquidation, from the trades of each market, at its fill price",
        OpenInterestNote = "socket, all markets, one-sided, in dollars",
        BackfillNote = "none; a new connection repeats the recent ones",
        // The venue cuts after 120 s without a message of the client.
        Heartbeat = new("""{"type":"ping"}"""u8.ToArray(), TimeSpan.FromSeconds(45), TimeSpan.FromSeconds(15)),
        // 200 client messages a minute.
        SendPacing = TimeSpan.FromMilliseconds(350),
        RestLimit = new() { WeightPerMinute = 60 },
    };

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> InstrumentRequests { get; } =
        [new("instruments", new Uri("https://mainnet.zklighter.elliot.ai/api/v1/orderBookDetails"))];

    /// <inheritdoc/>
    public RestRequest? ReadInstruments(RestRequest request, ReadOnlySpan<byte> body, ContractList contracts)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        var list = JsonList.Open(body, "order_book_details");
        if (!list.IsArray)
            throw new JsonException("no list of markets");
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
                    Subscribe(1, "market_stats/all"),
                    .. socket.Contracts.Select((instrument, place) => Subscribe(place + 2, $"trade/{instrument.WireName}")),
                ])),
        ];

        // Each is confirmed by the channel's first data, or refused, in the order of the requests.
        static SubscribeMessage Subscribe(int id, string channel) =>
            new(id, Encoding.UTF8.GetBytes($$"""{"type":"subscribe","channel":"{{channel}}"}"""));
    }

    /// <inheritdoc/>
    public string? LiquidationTopic(Instrument instrument)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        return $"\"trade/{instrument.WireName}\"";
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
                case var _ when name.SequenceEqual("type"u8): message.Type = reader.Text(); break;
                case var _ when name.SequenceEqual("timestamp"u8): message.TimeMs = reader.Integer(); break;
                case var _ when name.SequenceEqual("liquidation_trades"u8):
                    message.Liquidations = reader;
                    reader.SkipNested();
                    break;
                case var _ when name.SequenceEqual("market_stats"u8):
                    message.Stats = reader;
                    reader.SkipNested();
                    break;
                case var _ when name.SequenceEqual("error"u8):
                    message.IsRefusal = true;
                    message.Text = reader.TextOf("message"u8);
                    break;
                default: reader.SkipNested(); break;
            }
        }

        reader.End();
        return Process(ref message, readings);
    }

    private Instrument? Contract(ListedRow row)
    {
        if (!row.IsOrMissing("market_type", "perp") || !row.Is("status", "active"))
            return null;
        if (row.Row.Number("market_id") is not { Scale: 0, Mantissa: >= 0 and <= int.MaxValue } number)
            return row.Refuse(ContractRefusal.BadSymbol);
        // Only markets of traditional assets have hours.
        var hasHours = row.Row.Inner("market_config").Text("trading_hours") is { Length: > 0 };
        return ListedContract.Of(
            Profile.Id, row.Symbol, row.Symbol, "USDC",
            isTraditional: hasHours ? true : null, wireSymbol: number.ToString());
    }

    private static FrameKind Process(ref Message message, FrameReadings readings)
    {
        switch (message.Type)
        {
            case var type when type.SequenceEqual("subscribed/trade"u8) || type.SequenceEqual("update/trade"u8):
                // A market without liquidations may leave the list out or send null.
                if (message.Liquidations.TokenType == JsonTokenType.StartArray)
                {
                    while (readings.NextOrder(ref message.Liquidations))
                        ReadLiquidation(ref message.Liquidations, readings);
                }

                return KindOf(type);
            case var type when type.SequenceEqual("subscribed/market_stats"u8) || type.SequenceEqual("update/market_stats"u8):
                if (message.Stats.TokenType != JsonTokenType.StartObject)
                    return readings.Malformed("market_stats is not an object");
                ReadStats(ref message.Stats, message.TimeMs > 0 ? message.TimeMs : readings.ReceivedMs ?? 0, readings);
                return KindOf(type);
            case var type when type.SequenceEqual("pong"u8):
                return FrameKind.Heartbeat;
            case var type when type.SequenceEqual("ping"u8):
                System.Buffers.BuffersExtensions.Write(readings.Reply, """{"type":"pong"}"""u8);
                return FrameKind.Ping;
        }

        if (!message.IsRefusal)
        {
            return IsOther(message.Type) ? FrameKind.Ignored
                : message.Type.StartsWith("unsubscribed"u8) ? readings.Unsubscribed(message.Type)
                : FrameKind.Unknown;
        }

        readings.Detail = Utf8JsonReaderExtensions.Words(message.Text);
        return FrameKind.Nack;
    }

    /// <summary>Channels that are not read.</summary>
    private static bool IsOther(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("connected"u8) || type.EndsWith("/order_book"u8) || type.EndsWith("/ticker"u8)
        || type.EndsWith("/height"u8) || type.EndsWith("/candle"u8);

    /// <summary>The first data of a channel confirms its subscription.</summary>
    private static FrameKind KindOf(ReadOnlySpan<byte> type) =>
        type.StartsWith("subscribed/"u8) ? FrameKind.Ack : FrameKind.Data;

    private static void ReadLiquidation(scoped ref Utf8JsonReader reader, FrameReadings readings)
    {
        ReadOnlySpan<byte> type = default, market = default, id = default;
        ExactNumber? price = null, size = null;
        LiquidatedSide? side = null;
        long timeMs = 0;
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("type"u8): type = reader.Text(); break;
                case var _ when name.SequenceEqual("market_id"u8): market = Number(ref reader); break;
                case var _ when name.SequenceEqual("trade_id"u8): id = Number(ref reader); break;
                case var _ when name.SequenceEqual("size"u8): size = reader.Number(); break;
                case var _ when name.SequenceEqual("price"u8): price = reader.Number(); break;
                case var _ when name.SequenceEqual("timestamp"u8): timeMs = reader.Integer(); break;
                case var _ when name.SequenceEqual("is_maker_ask"u8):
                    side = reader.TokenType switch
                    {
                        JsonTokenType.False => LiquidatedSide.Long,
                        JsonTokenType.True => LiquidatedSide.Short,
                        _ => null,
                    };
                    reader.SkipNested();
                    break;
                default: reader.SkipNested(); break;
            }
        }

        // The list holds other trades too: deleveraged positions and the settlement of a market that ends.
        if (type.SequenceEqual("deleverage"u8) || type.SequenceEqual("market-settlement"u8) || type.SequenceEqual("trade"u8))
            return;
        if (type.SequenceEqual("liquidation"u8))
            readings.AddLiquidation(market, side, price, PriceKind.Fill, size, timeMs, id);
        else
            readings.RejectOrder(RejectReason.UnknownType, market, timeMs, id);
    }

    /// <summary>One market's fields, or (for all markets) one such object under each market's number.</summary>
    private static void ReadStats(scoped ref Utf8JsonReader reader, long timeMs, FrameReadings readings)
    {
        ReadOnlySpan<byte> market = default;
        ExactNumber? openInterest = null, mark = null, index = null, funding = null;
        long fundingMs = 0;
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when reader.TokenType == JsonTokenType.StartObject && reader.CurrentDepth <= 2:
                    ReadStats(ref reader, timeMs, readings);
                    break;
                case var _ when name.SequenceEqual("market_id"u8): market = Number(ref reader); break;
                case var _ when name.SequenceEqual("open_interest"u8): openInterest = reader.Number(); break;
                case var _ when name.SequenceEqual("mark_price"u8): mark = reader.Number(); break;
                case var _ when name.SequenceEqual("index_price"u8): index = reader.Number(); break;
                case var _ when name.SequenceEqual("current_funding_rate"u8): funding = reader.Number(); break;
                case var _ when name.SequenceEqual("funding_timestamp"u8): fundingMs = reader.Integer(); break;
                default: reader.SkipNested(); break;
            }
        }

        if (market.IsEmpty || !readings.TrySymbol(market, out var symbol))
            return;
        readings.AddMarket(new MarketReading
        {
            Symbol = symbol,
            TimeMs = timeMs,
            OpenInterest = openInterest,
            OpenInterestUnit = OpenInterestUnit.Usd,
            Mark = mark,
            Index = index,
            FundingRate = funding is { } percent && percent.TryTimes(Percent, out var rate) ? rate : null,
            // Sent is when funding was last paid.
            NextFundingMs = fundingMs > 0 ? fundingMs + EventTime.HourMs : null,
        });
    }

    /// <summary>The bytes of a number, written as number or string; empty for anything else.</summary>
    private static ReadOnlySpan<byte> Number(scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.Number or JsonTokenType.String)
            return reader.ValueSpan;
        reader.SkipNested();
        return default;
    }

    /// <summary>The fields of one message: their order is the venue's affair.</summary>
    private ref struct Message
    {
        public ReadOnlySpan<byte> Type, Text;
        public long TimeMs;
        public bool IsRefusal;
        public Utf8JsonReader Liquidations, Stats;
    }
}
