using System.Text;
using System.Text.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// Binance USD-M and COIN-M futures.
/// <para>
/// One socket on the <c>/market</c> path carries the liquidations of both families, told apart by <c>st</c> (1 USD-M,
/// 2 COIN-M) or, where that is missing, by the symbol's form. The old <c>/ws</c> and <c>/stream</c> paths still confirm
/// subscriptions and never deliver, so delivery is proven by the mark-price stream of the same socket.
/// Source: Binance derivatives change log, 2026-03-05 (paths), 2026-04-14 (largest order), 2026-06-30 (merged streams).
/// </para>
/// <para>
/// <c>o.S</c> is the side of the closing order: SELL closed a long. Counted is what was filled: <c>z</c> at <c>ap</c>;
/// never <c>q</c> (ordered), <c>l</c> (last fill) or <c>p</c> (limit) where those exist.
/// </para>
/// </summary>
public sealed class Binance : IVenue
{
    private const int ListSubscriptionsId = 1_000;
    private const int FrequentlyPolled = 50;

    private static readonly Uri UsdRest = new("https://fapi.binance.com");
    private static readonly Uri CoinRest = new("https://dapi.binance.com");

    /// <inheritdoc/>
    public VenueProfile Profile { get; } = new()
    {
        Id = "binance",
        Name = "Binance",
        FeedClass = FeedClass.Sampled,
        FeedNote = "the largest order per symbol and second",
        OpenInterestNote = "REST per symbol, one-sided; top 50 every 15 s, others every 120 s",
        BackfillNote = "none",
        Heartbeat = new(
            Encoding.UTF8.GetBytes($$"""{"method":"LIST_SUBSCRIPTIONS","id":{{ListSubscriptionsId}}}"""),
            TimeSpan.FromSeconds(60),
            TimeSpan.FromSeconds(15)),
        ReplaceAfter = TimeSpan.FromHours(23.5),
        RestLimit = new() { WeightPerMinute = 2_400, UsedWeightHeader = "X-MBX-USED-WEIGHT-1M" },
    };

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> InstrumentRequests { get; } =
    [
        new("instruments:usd-m", new Uri(UsdRest, "/fapi/v1/exchangeInfo")),
        new("instruments:coin-m", new Uri(CoinRest, "/dapi/v1/exchangeInfo")),
    ];

    /// <inheritdoc/>
    public RestRequest? ReadInstruments(RestRequest request, ReadOnlySpan<byte> body, ICollection<Instrument> instruments)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        var reader = JsonReading.Open(body);
        using var document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("symbols", out _))
            throw new JsonException("no list of symbols");
        foreach (var row in document.RootElement.Objects("symbols"))
        {
            // COIN-M rows carry a contract size and «contractStatus»; USD-M rows neither.
            var isCoinMargined = row.TryGetProperty("contractSize", out _) || row.TryGetProperty("contractStatus", out _);
            var contractSize = isCoinMargined ? row.Number("contractSize") : ExactNumber.One;
            var status = row.Text("contractStatus") ?? row.Text("status");
            if (row.Text("symbol") is not { } symbol || row.Text("baseAsset") is not { } baseAsset
                || row.Text("contractType") is not { Length: > 0 } type || status != "TRADING"
                || contractSize is not { IsPositive: true } size)
                continue;
            var (asset, factor) = AssetNames.Normalise(baseAsset);
            instruments.Add(new Instrument
            {
                Venue = Profile.Id,
                Symbol = symbol,
                Asset = asset,
                AssetFactor = factor,
                Quote = row.Text("quoteAsset") ?? "",
                Kind = type.EndsWith("PERPETUAL", StringComparison.Ordinal) ? InstrumentKind.Perpetual : InstrumentKind.Dated,
                Margin = isCoinMargined ? MarginKind.Inverse : MarginKind.Linear,
                QuantityUnit = isCoinMargined ? QuantityUnit.Contracts : QuantityUnit.Base,
                ContractSize = size,
                IndexSymbol = row.Text("pair"),
                AssetClass = type == "TRADIFI_PERPETUAL" ? AssetClass.Traditional : AssetClass.Crypto,
            });
        }

        return null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<SocketPlan> Sockets(IReadOnlyList<Instrument> instruments) =>
    [
        new(
            "market",
            new Uri("wss://fstream.binance.com/market/ws/!forceOrder@arr"),
            [new(1, """{"method":"SUBSCRIBE","params":["!markPrice@arr"],"id":1}"""u8.ToArray())]),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<RestPoll> Polls(IReadOnlyList<Instrument> instruments)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        return
        [
            .. instruments.Select((instrument, rank) => new RestPoll(
                new(
                    "open-interest",
                    instrument.Margin == MarginKind.Inverse
                        ? new Uri(CoinRest, $"/dapi/v1/openInterest?symbol={instrument.Symbol}")
                        : new Uri(UsdRest, $"/fapi/v1/openInterest?symbol={instrument.Symbol}")),
                TimeSpan.FromSeconds(rank < FrequentlyPolled ? 15 : 120))),
        ];
    }

    /// <inheritdoc/>
    public FrameKind ReadPoll(string name, ReadOnlySpan<byte> body, FrameReadings readings) => Read(body, readings);

    /// <inheritdoc/>
    public FrameKind Read(ReadOnlySpan<byte> frame, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        var reader = JsonReading.Open(frame);
        reader.Read();
        var kind = reader.TokenType switch
        {
            JsonTokenType.StartObject => ReadMessage(ref reader, readings),
            JsonTokenType.StartArray => ReadArray(ref reader, readings),
            _ => readings.Malformed("neither object nor array"),
        };
        reader.End();
        return kind;
    }

    private static FrameKind ReadArray(ref Utf8JsonReader reader, FrameReadings readings)
    {
        var kind = FrameKind.Ignored;
        while (reader.NextObject())
        {
            if (ReadMessage(ref reader, readings) == FrameKind.Data)
                kind = FrameKind.Data;
        }

        return kind;
    }

    private static FrameKind ReadMessage(ref Utf8JsonReader reader, FrameReadings readings)
    {
        var message = default(Message);
        FrameKind? wrapped = null;
        while (reader.NextProperty(out var name))
        {
            if (name.Length > 2)
            {
                if (name.SequenceEqual("data"u8))
                {
                    wrapped = reader.TokenType switch
                    {
                        JsonTokenType.StartObject => ReadMessage(ref reader, readings),
                        JsonTokenType.StartArray => ReadArray(ref reader, readings),
                        _ => readings.Malformed("data is neither object nor array"),
                    };
                }
                else
                {
                    ReadAnswer(ref reader, name, ref message);
                }

                continue;
            }

            switch (name)
            {
                case [(byte)'e']: message.Event = reader.Text(); break;
                case [(byte)'o'] when reader.TokenType == JsonTokenType.StartObject: ReadOrder(ref reader, ref message); break;
                case [(byte)'E']: message.EventTimeMs = reader.Integer(); break;
                case [(byte)'T']: message.NextFundingMs = reader.Integer(); break;
                case [(byte)'s', (byte)'t']: message.Family = (int)reader.Integer(); break;
                case [(byte)'i', (byte)'d']: message.Id = (int)reader.Integer(); break;
                case [(byte)'s']: message.Symbol = reader.Text(); break;
                case [(byte)'p']: message.Price = reader.Text(); break;
                case [(byte)'i']: message.Index = reader.Text(); break;
                case [(byte)'r']: message.Funding = reader.Text(); break;
                default: reader.TrySkip(); break;
            }
        }

        return wrapped ?? Take(message, readings);
    }

    private static void ReadAnswer(scoped ref Utf8JsonReader reader, scoped ReadOnlySpan<byte> name, ref Message message)
    {
        switch (name)
        {
            case var _ when name.SequenceEqual("openInterest"u8):
                message.OpenInterest = reader.Number();
                message.HasOpenInterest = true;
                break;
            case var _ when name.SequenceEqual("symbol"u8): message.Symbol = reader.Text(); break;
            case var _ when name.SequenceEqual("time"u8): message.EventTimeMs = reader.Integer(); break;
            case var _ when name.SequenceEqual("result"u8):
                message.Answer = reader.TokenType == JsonTokenType.Null ? FrameKind.Ack : FrameKind.Heartbeat;
                reader.TrySkip();
                break;
            case var _ when name.SequenceEqual("code"u8) || name.SequenceEqual("error"u8):
                message.Answer = FrameKind.Nack;
                if (reader.TokenType == JsonTokenType.StartObject)
                    ReadError(ref reader, ref message);
                else
                    reader.TrySkip();
                break;
            case var _ when name.SequenceEqual("msg"u8): message.Text = reader.Text(); break;
            default: reader.TrySkip(); break;
        }
    }

    private static void ReadError(scoped ref Utf8JsonReader reader, ref Message message)
    {
        while (reader.NextProperty(out var name))
        {
            if (name.SequenceEqual("msg"u8))
                message.Text = reader.Text();
            else
                reader.TrySkip();
        }
    }

    private static void ReadOrder(scoped ref Utf8JsonReader reader, ref Message message)
    {
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case [(byte)'s', (byte)'t']: message.Family = (int)reader.Integer(); break;
                case [(byte)'a', (byte)'p']: message.AveragePrice = reader.Number(); break;
                case [(byte)'s']: message.Symbol = reader.Text(); break;
                case [(byte)'S']: message.OrderSide = reader.Text(); break;
                case [(byte)'q']: message.Ordered = reader.Text(); break;
                case [(byte)'p']: message.Price = reader.Text(); break;
                case [(byte)'z']:
                    message.Filled = reader.Number();
                    message.HasFilled = true;
                    break;
                case [(byte)'T']: message.OrderTimeMs = reader.Integer(); break;
                default: reader.TrySkip(); break;
            }
        }
    }

    private static FrameKind Take(in Message message, FrameReadings readings)
    {
        if (message.Event.SequenceEqual("forceOrder"u8))
            return TakeLiquidation(message, readings);
        if (message.Event.SequenceEqual("markPriceUpdate"u8))
            return TakeMarkPrice(message, readings);
        if (message.Event.SequenceEqual("indexPriceUpdate"u8))
            return TakeIndexPrice(message, readings);
        if (message.HasOpenInterest)
            return TakeOpenInterest(message, readings);
        if (message.Event.Length > 0)
            return FrameKind.Ignored;
        if (message.Answer is not { } answer)
            return FrameKind.Ignored;
        readings.AckId = message.Id;
        readings.Detail = JsonReading.Words(message.Text);
        return answer;
    }

    private static FrameKind TakeLiquidation(in Message message, FrameReadings readings)
    {
        LiquidatedSide? side = message.OrderSide switch
        {
            [(byte)'S', (byte)'E', (byte)'L', (byte)'L'] => LiquidatedSide.Long,
            [(byte)'B', (byte)'U', (byte)'Y'] => LiquidatedSide.Short,
            _ => null,
        };
        var filledPrice = message.AveragePrice is { IsPositive: true };
        readings.AddLiquidation(
            message.Symbol,
            side,
            filledPrice ? message.AveragePrice : Number(message.Price),
            filledPrice ? PriceKind.Fill : PriceKind.Order,
            message.HasFilled ? message.Filled : Number(message.Ordered),
            message.OrderTimeMs,
            margin: Family(message));
        return FrameKind.Data;
    }

    private static FrameKind TakeMarkPrice(in Message message, FrameReadings readings)
    {
        if (!readings.TrySymbol(message.Symbol, out var symbol))
            return FrameKind.Data;
        readings.AddMarket(new MarketReading
        {
            Symbol = symbol,
            TimeMs = message.EventTimeMs,
            Mark = Number(message.Price),
            Index = Number(message.Index),
            FundingRate = Number(message.Funding),
            NextFundingMs = message.NextFundingMs > 0 ? message.NextFundingMs : null,
        });
        return FrameKind.Data;
    }

    private static FrameKind TakeIndexPrice(in Message message, FrameReadings readings)
    {
        // The pair stood in «i» until the merge of the streams, since then in «s».
        if (readings.TrySymbol(message.Symbol.IsEmpty ? message.Index : message.Symbol, out var symbol))
            readings.AddMarket(new MarketReading { Symbol = symbol, TimeMs = message.EventTimeMs, Index = Number(message.Price) });
        return FrameKind.Data;
    }

    private static FrameKind TakeOpenInterest(in Message message, FrameReadings readings)
    {
        if (message.OpenInterest is not { } openInterest)
        {
            readings.Reject(RejectReason.BadNumber);
        }
        else if (readings.TrySymbol(message.Symbol, out var symbol))
        {
            readings.AddMarket(new MarketReading
            {
                Symbol = symbol,
                TimeMs = message.EventTimeMs > 0 ? message.EventTimeMs : readings.ReceivedMs ?? 0,
                OpenInterest = openInterest,
                OpenInterestUnit = IsCoinMargined(message.Symbol) ? OpenInterestUnit.Contracts : OpenInterestUnit.Base,
            });
        }

        return FrameKind.Data;
    }

    private static MarginKind Family(in Message message) => message.Family switch
    {
        1 => MarginKind.Linear,
        2 => MarginKind.Inverse,
        _ => IsCoinMargined(message.Symbol) ? MarginKind.Inverse : MarginKind.Linear,
    };

    /// <summary>COIN-M symbols are <c>BTCUSD_PERP</c> and <c>BTCUSD_261225</c>; dated USD-M ones <c>BTCUSDT_261225</c>, once <c>BTCBUSD_210129</c>.</summary>
    private static bool IsCoinMargined(ReadOnlySpan<byte> symbol)
    {
        var dash = symbol.IndexOf((byte)'_');
        if (dash < 0)
            return false;
        var pair = symbol[..dash];
        return symbol[dash..].SequenceEqual("_PERP"u8)
            || (pair.EndsWith("USD"u8) && (!pair.EndsWith("BUSD"u8) || pair.SequenceEqual("BNBUSD"u8)));
    }

    private static ExactNumber? Number(ReadOnlySpan<byte> text) => ExactNumber.TryParse(text, out var number) ? number : null;

    /// <summary>The fields of one message, whatever its kind: the kind may stand anywhere in it.</summary>
    private ref struct Message
    {
        public ReadOnlySpan<byte> Event, Symbol, Price, Index, Funding, OrderSide, Ordered, Text;
        public long EventTimeMs, NextFundingMs, OrderTimeMs;
        public int Family;
        public int? Id;
        public bool HasFilled, HasOpenInterest;
        public ExactNumber? AveragePrice, Filled, OpenInterest;
        public FrameKind? Answer;
    }
}
