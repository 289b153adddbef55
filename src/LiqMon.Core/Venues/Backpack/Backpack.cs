using System.Text;
using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// Backpack Exchange perpetuals.
/// <para>
/// Liquidations come on <c>liquidation</c> for all markets; <c>liquidation.SYMBOL</c> is seen as well, and which of the two
/// answers is not settled, so both are subscribed: an event that comes twice is the same event. <c>S</c> is documented as
/// "side" only; it is taken for the side of the closing order (Ask closed a long, Bid a short), as the exchange's trades
/// use it. Only live use can settle that: compare with a fast move. Doctor sees which of the two forms is refused. <c>q</c> counts the base asset, <c>p</c> is taken for
/// the fill. Times are in <b>microseconds</b>, here cut to milliseconds; there is no id, so the identity comes from side,
/// microsecond, price and quantity. That the feed is complete is not stated, hence "partial".
/// </para>
/// <para>
/// Subscriptions are not confirmed; the mark price of the most active market proves that the socket delivers. Open interest
/// counts the base asset on one side, and comes over REST for all markets (ccxt takes it for a value: wrong). What it was
/// in the past no path publishes: the documentation gives its own the symbol and no time, and clients know no other.
/// Source: Backpack API documentation and its AsyncAPI copy, 2026; ai-rates for the unit of open interest.
/// </para>
/// </summary>
public sealed class Backpack : IVenue
{
    private const int StreamsPerMessage = 50;

    private static readonly Uri Rest = new("https://api.backpack.exchange");
    private static readonly Uri Socket = new("wss://ws.backpack.exchange");

    /// <inheritdoc/>
    public VenueProfile Profile { get; } = new()
    {
        Id = "backpack",
        Name = "Backpack",
        FeedClass = FeedClass.Partial,
        NormalShare = 0.003,
        FeedNote = "all markets as far as is known; Backpack does not say whether it is all",
        OpenInterestNote = "REST, all markets every 15 s, one-sided",
        BackfillNote = "none, of open interest neither",
        RestLimit = new() { WeightPerMinute = 2_000 },
    };

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> InstrumentRequests { get; } = [new("instruments", new Uri(Rest, "/api/v1/markets"))];

    /// <inheritdoc/>
    public RestRequest? ReadInstruments(RestRequest request, ReadOnlySpan<byte> body, ContractList contracts)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        var list = JsonList.Open(body);
        if (!list.IsArray)
            throw new JsonException("no list of markets");
        contracts.AddRows(list, "symbol", Contract);
        return null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<SocketPlan> Sockets(IReadOnlyList<Instrument> instruments)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        if (instruments.Count == 0)
            return [];
        var id = 1;
        return
        [
            new(
                "liquidations",
                Socket,
                [
                    Subscribe(id++, ["liquidation", $"markPrice.{instruments[0].Symbol}"]),
                    .. instruments.Select(instrument => $"liquidation.{instrument.Symbol}").Chunk(StreamsPerMessage)
                        .Select(streams => Subscribe(id++, streams)),
                ]),
        ];

        static SubscribeMessage Subscribe(int id, string[] streams) => new(
            id, Encoding.UTF8.GetBytes($$"""{"method":"SUBSCRIBE","params":["{{string.Join("\",\"", streams)}}"],"id":{{id}}}"""), Acks: 0);
    }

    /// <inheritdoc/>
    public IReadOnlyList<RestPoll> Polls(IReadOnlyList<Instrument> instruments) =>
    [
        new(new("open-interest", new Uri(Rest, "/api/v1/openInterest")), TimeSpan.FromSeconds(15)),
        new(new("mark-prices", new Uri(Rest, "/api/v1/markPrices")), TimeSpan.FromSeconds(15)),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<VenueProbe> Probes { get; } = BackpackProbes.Of(Socket);

    /// <inheritdoc/>
    public FrameKind ReadPoll(string name, ReadOnlySpan<byte> body, FrameReadings readings) => Read(body, readings);

    /// <inheritdoc/>
    public FrameKind Read(ReadOnlySpan<byte> frame, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        var reader = Utf8JsonReaderExtensions.Open(frame);
        reader.Read();
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return readings.Malformed("neither object nor array");
        var kind = reader.TokenType == JsonTokenType.StartArray ? ReadRows(ref reader, readings) : ReadMessage(ref reader, readings);
        reader.End();
        return kind;
    }

    private Instrument? Contract(ListedRow row)
    {
        if (!row.Is("marketType", "PERP") || !row.Is("orderBookState", "Open"))
            return null;
        var baseSymbol = row.Text("baseSymbol") ?? "";
        // Stocks carry their country: MU.US.
        var isStock = baseSymbol.EndsWith(".US", StringComparison.Ordinal);
        return ListedContract.Of(
            Profile.Id, row.Symbol, isStock ? baseSymbol[..^3] : baseSymbol, row.Text("quoteSymbol"),
            isTraditional: isStock ? true : null);
    }

    private static FrameKind ReadMessage(scoped ref Utf8JsonReader reader, FrameReadings readings)
    {
        var kind = FrameKind.Ignored;
        var isRefusal = false;
        ReadOnlySpan<byte> words = default;
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("data"u8) && reader.TokenType == JsonTokenType.StartObject:
                    kind = ReadEvent(ref reader, readings);
                    break;
                case var _ when name.SequenceEqual("error"u8) && reader.TokenType == JsonTokenType.StartObject:
                    isRefusal = true;
                    words = reader.TextOf("message"u8);
                    break;
                case var _ when name.SequenceEqual("id"u8):
                    readings.AckId = reader.MessageId();
                    break;
                // A refused REST call.
                case var _ when name.SequenceEqual("code"u8):
                    isRefusal = true;
                    reader.SkipNested();
                    break;
                case var _ when name.SequenceEqual("message"u8): words = reader.Text(); break;
                default: reader.SkipNested(); break;
            }
        }

        if (kind == FrameKind.Data || !isRefusal)
            return kind;
        readings.Detail = Utf8JsonReaderExtensions.Words(words);
        return FrameKind.Nack;
    }

    /// <summary>One push. The fields of the kinds that are used do not contradict each other.</summary>
    private static FrameKind ReadEvent(scoped ref Utf8JsonReader reader, FrameReadings readings)
    {
        ReadOnlySpan<byte> kind = default, symbol = default, side = default, price = default, quantity = default, micros = default;
        ExactNumber? openInterest = null, funding = null, index = null;
        long eventMicros = 0, nextFundingMs = 0;
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case [(byte)'e']: kind = reader.Text(); break;
                case [(byte)'E']: eventMicros = reader.Integer(); break;
                case [(byte)'T']: micros = Raw(ref reader); break;
                case [(byte)'s']: symbol = reader.Text(); break;
                case [(byte)'S']: side = reader.Text(); break;
                case [(byte)'p']: price = Raw(ref reader); break;
                case [(byte)'q']: quantity = Raw(ref reader); break;
                case [(byte)'o']: openInterest = reader.Number(); break;
                case [(byte)'f']: funding = reader.Number(); break;
                case [(byte)'i']: index = reader.Number(); break;
                case [(byte)'n']: nextFundingMs = reader.Integer(); break;
                default: reader.SkipNested(); break;
            }
        }

        if (kind.SequenceEqual("liquidation"u8))
        {
            AddLiquidation(symbol, side, price, quantity, micros, readings);
            return FrameKind.Data;
        }

        if (!kind.SequenceEqual("markPrice"u8) && !kind.SequenceEqual("openInterest"u8))
            return IsOther(kind) ? FrameKind.Ignored : FrameKind.Unknown;
        if (readings.TrySymbol(symbol, out var entry))
        {
            readings.AddMarket(new MarketReading
            {
                Symbol = entry,
                TimeMs = eventMicros / 1_000,
                OpenInterest = openInterest,
                OpenInterestUnit = OpenInterestUnit.Base,
                Mark = ExactNumber.OrNull(price),
                Index = index,
                FundingRate = funding,
                NextFundingMs = nextFundingMs > 0 ? nextFundingMs : null,
            });
        }

        return FrameKind.Data;
    }

    /// <summary>Streams that are not read.</summary>
    private static bool IsOther(ReadOnlySpan<byte> kind) =>
        kind.SequenceEqual("trade"u8) || kind.SequenceEqual("depth"u8) || kind.SequenceEqual("bookTicker"u8)
        || kind.SequenceEqual("ticker"u8) || kind.SequenceEqual("kline"u8);

    private static void AddLiquidation(
        ReadOnlySpan<byte> symbol,
        ReadOnlySpan<byte> side,
        ReadOnlySpan<byte> price,
        ReadOnlySpan<byte> quantity,
        ReadOnlySpan<byte> micros,
        FrameReadings readings)
    {
        LiquidatedSide? closed = side switch
        {
            [(byte)'A', (byte)'s', (byte)'k'] => LiquidatedSide.Long,
            [(byte)'B', (byte)'i', (byte)'d'] => LiquidatedSide.Short,
            _ => null,
        };
        // Events of one millisecond differ by their microsecond, which the common identity does not know.
        Span<byte> identity = stackalloc byte[128];
        var length = 0;
        var fits = Append(micros, identity, ref length) && Append(side, identity, ref length)
            && Append(price, identity, ref length) && Append(quantity, identity, ref length);
        readings.AddLiquidation(
            symbol,
            closed,
            ExactNumber.OrNull(price),
            PriceKind.Fill,
            ExactNumber.OrNull(quantity),
            ExactNumber.TryParse(micros, out var time) && time.Scale == 0 ? time.Mantissa / 1_000 : 0,
            fits ? identity[..length] : default);

        static bool Append(ReadOnlySpan<byte> text, Span<byte> joined, ref int length)
        {
            if (length + text.Length >= joined.Length)
                return false;
            text.CopyTo(joined[length..]);
            length += text.Length;
            joined[length++] = (byte)'|';
            return true;
        }
    }

    /// <summary>The rows of <c>/openInterest</c> and <c>/markPrices</c>.</summary>
    private static FrameKind ReadRows(scoped ref Utf8JsonReader reader, FrameReadings readings)
    {
        var kind = FrameKind.Ignored;
        while (reader.NextObject())
        {
            ReadOnlySpan<byte> symbolText = default;
            ExactNumber? openInterest = null, mark = null, index = null, funding = null;
            long timeMs = 0, nextFundingMs = 0;
            var isKnown = false;
            while (reader.NextProperty(out var name))
            {
                switch (name)
                {
                    case var _ when name.SequenceEqual("symbol"u8): symbolText = reader.Text(); break;
                    case var _ when name.SequenceEqual("openInterest"u8):
                        isKnown = true;
                        // Spot markets have none.
                        openInterest = reader.Number();
                        break;
                    case var _ when name.SequenceEqual("timestamp"u8): timeMs = reader.Integer(); break;
                    case var _ when name.SequenceEqual("markPrice"u8):
                        isKnown = true;
                        mark = reader.Number();
                        break;
                    case var _ when name.SequenceEqual("indexPrice"u8): index = reader.Number(); break;
                    case var _ when name.SequenceEqual("fundingRate"u8): funding = reader.Number(); break;
                    case var _ when name.SequenceEqual("nextFundingTimestamp"u8): nextFundingMs = reader.Integer(); break;
                    default: reader.SkipNested(); break;
                }
            }

            if (!isKnown)
                continue;
            kind = FrameKind.Data;
            if (!readings.TrySymbol(symbolText, out var symbol))
                continue;
            readings.AddMarket(new MarketReading
            {
                Symbol = symbol,
                TimeMs = timeMs > 0 ? timeMs : readings.ReceivedMs ?? 0,
                OpenInterest = openInterest,
                OpenInterestUnit = OpenInterestUnit.Base,
                Mark = mark,
                Index = index,
                FundingRate = funding,
                NextFundingMs = nextFundingMs > 0 ? nextFundingMs : null,
            });
        }

        return kind;
    }

    private static ReadOnlySpan<byte> Raw(scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.Number)
            return reader.ValueSpan;
        reader.SkipNested();
        return default;
    }
}
