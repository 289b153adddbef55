using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// What the frames and REST answers of Binance's futures protocol mean. Used by Binance and by venues that speak the same
/// protocol; where to connect, how much is published and what may be requested is each venue's own affair.
/// </summary>
internal static class BinanceProtocol
{
    private static readonly string[] TraditionalTypes =
        ["STOCK", "STOCKS", "EQUITY", "COMMODITY", "METAL", "FOREX", "FX"];

    /// <summary>Reads the list of contracts: those of the coin-margined family are known by their fields.</summary>
    /// <exception cref="JsonException">There is no such list.</exception>
    public static void ReadInstruments(string venue, ReadOnlySpan<byte> body, ContractList contracts)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        var list = JsonList.Open(body, "symbols");
        if (!list.IsArray)
            throw new JsonException("no list of symbols");
        contracts.AddRows(list, "symbol", row => Contract(venue, row));
    }

    /// <summary>Reads one frame, or the answer to a REST call.</summary>
    /// <exception cref="JsonException">The bytes are not JSON.</exception>
    public static FrameKind Read(ReadOnlySpan<byte> frame, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        var reader = Utf8JsonReaderExtensions.Open(frame);
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

    private static Instrument? Contract(string venue, ListedRow row)
    {
        // COIN-M rows carry a contract size and "contractStatus"; USD-M rows neither.
        var hasOwnStatus = row.Row.TryGetProperty("contractStatus", out _);
        var isCoinMargined = hasOwnStatus || row.Row.TryGetProperty("contractSize", out _);
        if (!row.Is(hasOwnStatus ? "contractStatus" : "status", "TRADING") || row.Word("contractType") is not { } type
            || (isCoinMargined ? row.Size("contractSize") : ExactNumber.One) is not { } size)
            return null;
        return ListedContract.Of(
            venue, row.Symbol, row.Text("baseAsset"), row.Text("quoteAsset"),
            // A clone of the protocol marks stocks and metals by a subtype alone.
            isTraditional: type == "TRADIFI_PERPETUAL" || row.Row.HasWord("underlyingSubType", TraditionalTypes),
            kind: type.EndsWith("PERPETUAL", StringComparison.Ordinal) ? InstrumentKind.Perpetual : InstrumentKind.Dated,
            margin: isCoinMargined ? MarginKind.Inverse : MarginKind.Linear,
            unit: isCoinMargined ? QuantityUnit.Contracts : QuantityUnit.Base, contractSize: size,
            indexSymbol: row.Text("pair"));
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
                case [(byte)'i', (byte)'d']: message.Id = reader.MessageId(); break;
                case [(byte)'s']: message.Symbol = reader.Text(); break;
                case [(byte)'p']: message.Price = reader.Text(); break;
                case [(byte)'i']: message.Index = reader.Text(); break;
                case [(byte)'r']: message.Funding = reader.Text(); break;
                default: reader.SkipNested(); break;
            }
        }

        return wrapped ?? Process(message, readings);
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
                reader.SkipNested();
                break;
            case var _ when name.SequenceEqual("code"u8) || name.SequenceEqual("error"u8):
                message.Answer = FrameKind.Nack;
                if (reader.TokenType == JsonTokenType.StartObject)
                    message.Text = reader.TextOf("msg"u8);
                else
                    reader.SkipNested();
                break;
            case var _ when name.SequenceEqual("msg"u8): message.Text = reader.Text(); break;
            default: reader.SkipNested(); break;
        }
    }

    private static void ReadOrder(scoped ref Utf8JsonReader reader, ref Message message)
    {
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case [(byte)'s', (byte)'t']: message.Family = (int)reader.Integer(); break;
                case [(byte)'a', (byte)'p']:
                    message.AveragePrice = reader.Number();
                    message.HasBrokenPrice = message.AveragePrice is null && reader.TokenType != JsonTokenType.Null;
                    break;
                case [(byte)'s']: message.Symbol = reader.Text(); break;
                case [(byte)'S']: message.OrderSide = reader.Text(); break;
                case [(byte)'q']: message.Ordered = reader.Text(); break;
                case [(byte)'p']: message.Price = reader.Text(); break;
                case [(byte)'z']:
                    message.Filled = reader.Number();
                    message.HasFilled = true;
                    break;
                case [(byte)'X']: message.Status = reader.Text(); break;
                case [(byte)'T']: message.OrderTimeMs = reader.Integer(); break;
                default: reader.SkipNested(); break;
            }
        }
    }

    private static FrameKind Process(in Message message, FrameReadings readings)
    {
        if (message.Event.SequenceEqual("forceOrder"u8))
            return ReadLiquidation(message, readings);
        if (message.Event.SequenceEqual("markPriceUpdate"u8))
            return ReadMarkPrice(message, readings);
        if (message.Event.SequenceEqual("indexPriceUpdate"u8))
            return ReadIndexPrice(message, readings);
        if (message.HasOpenInterest)
            return ReadOpenInterest(message, readings);
        if (message.Event.Length > 0)
            return IsOther(message.Event) ? FrameKind.Ignored : FrameKind.Unknown;
        if (message.Answer is not { } answer)
            return FrameKind.Unknown;
        readings.AckId = message.Id;
        readings.Detail = Utf8JsonReaderExtensions.Words(message.Text);
        return answer;
    }

    /// <summary>Events of other streams.</summary>
    private static bool IsOther(ReadOnlySpan<byte> name) =>
        name.EndsWith("rade"u8) || name.EndsWith("Ticker"u8) || name.SequenceEqual("depthUpdate"u8) || name.EndsWith("kline"u8)
        || name.SequenceEqual("contractInfo"u8) || name.SequenceEqual("assetIndexUpdate"u8) || name.SequenceEqual("compositeIndex"u8);

    private static FrameKind ReadLiquidation(in Message message, FrameReadings readings)
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
            // An average that nobody can read is not the same as none: the order's own price is another number.
            filledPrice ? message.AveragePrice : message.HasBrokenPrice ? null : ExactNumber.OrNull(message.Price),
            filledPrice ? PriceKind.Fill : PriceKind.Order,
            message.HasFilled ? message.Filled : ExactNumber.OrNull(message.Ordered),
            message.OrderTimeMs,
            margin: Family(message),
            order: side is { } closed ? Order(message, closed) : null);
        return FrameKind.Data;
    }

    /// <summary>
    /// <c>z</c> is all that was filled of the order so far, and <c>PARTIALLY_FILLED</c> may be followed by <c>FILLED</c> of the same
    /// order. Messages carry no order id: side, limit price and ordered quantity distinguish orders.
    /// </summary>
    private static CumulativeOrder? Order(in Message message, LiquidatedSide side) =>
        message.HasFilled && ExactNumber.OrNull(message.Ordered) is { } ordered && ExactNumber.OrNull(message.Price) is { } limit
            ? new(EventIdentity.OfOrder(side, limit, ordered), ordered.ToDouble(), message.Status.SequenceEqual("PARTIALLY_FILLED"u8))
            : null;

    private static FrameKind ReadMarkPrice(in Message message, FrameReadings readings)
    {
        if (!readings.TrySymbol(message.Symbol, out var symbol))
            return FrameKind.Data;
        readings.AddMarket(new MarketReading
        {
            Symbol = symbol,
            TimeMs = message.EventTimeMs,
            Mark = ExactNumber.OrNull(message.Price),
            Index = ExactNumber.OrNull(message.Index),
            FundingRate = ExactNumber.OrNull(message.Funding),
            NextFundingMs = message.NextFundingMs > 0 ? message.NextFundingMs : null,
        });
        return FrameKind.Data;
    }

    private static FrameKind ReadIndexPrice(in Message message, FrameReadings readings)
    {
        // The pair stood in "i" until the merge of the streams, since then in "s".
        if (readings.TrySymbol(message.Symbol.IsEmpty ? message.Index : message.Symbol, out var symbol))
            readings.AddMarket(new MarketReading { Symbol = symbol, TimeMs = message.EventTimeMs, Index = ExactNumber.OrNull(message.Price) });
        return FrameKind.Data;
    }

    private static FrameKind ReadOpenInterest(in Message message, FrameReadings readings)
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

    /// <summary>The fields of one message, whatever its kind: the kind may stand anywhere in it.</summary>
    private ref struct Message
    {
        public ReadOnlySpan<byte> Event, Symbol, Price, Index, Funding, OrderSide, Ordered, Status, Text;
        public long EventTimeMs, NextFundingMs, OrderTimeMs;
        public int Family;
        public int? Id;
        public bool HasFilled, HasBrokenPrice, HasOpenInterest;
        public ExactNumber? AveragePrice, Filled, OpenInterest;
        public FrameKind? Answer;
    }
}
