using System.Globalization;
using System.Text;
using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// Kraken Futures (formerly Crypto Facilities): coin-margined contracts of one US dollar (<c>PI_</c>, <c>FI_</c>) and
/// multi-collateral linear ones (<c>PF_</c>, <c>FF_</c>).
/// <para>
/// Liquidations are trades of type <c>liquidation</c>, so the feed is full. <c>side</c> is the taker's, taken to be the
/// liquidation order: sell closed a long. That the liquidated side is always the taker is a convention of two other
/// programs, not of the documentation; the price move after enough of them will show. Trades of type
/// <c>termination</c> and <c>block</c> hand a position over to another account at a set price and are not counted.
/// <c>price</c> is the fill. <c>qty</c> counts US dollars on coin-margined contracts and the base asset on the others.
/// <c>uid</c> is the identity, the same in the history. Each subscription is answered with the last hundred trades, which
/// fills short gaps.
/// Source: Kraken Futures documentation, "trade", "ticker", "heartbeat", "market history", "instruments", 2026-06.
/// </para>
/// <para>
/// Every contract is subscribed by a message of its own, because in a recording a list of contracts was confirmed one
/// by one and the documentation shows one confirmation for a list. Open interest is one-sided in the units of
/// <c>qty</c>. The funding rate is the relative one of the socket's ticker, for the running hour; REST has it in dollars
/// a coin only, so it is left out there. Limits (100 messages a second) are known from other clients only.
/// </para>
/// </summary>
public sealed class Kraken : IVenue
{
    /// <summary>How many contracts' tickers come over the socket; the others' funding is not read.</summary>
    private const int Tickers = 40;

    /// <summary>A page has a hundred trades by the documentation; only one without trades is surely the last.</summary>
    private static readonly PageRules Pages = new(FullPageRows: 100) { ShortPageIsLast = false };

    private static readonly Uri Rest = new("https://futures.kraken.com");

    /// <inheritdoc/>
    public VenueProfile Profile { get; } = new()
    {
        Id = "kraken",
        Name = "Kraken Futures",
        FeedClass = FeedClass.Full,
        NormalShare = 0.01,
        FeedNote = "every liquidation, fill by fill, among the trades",
        OpenInterestNote = "REST, all contracts every 15 s, one-sided; the largest also on the socket",
        BackfillNote = "REST per contract, 100 trades a call, 7 days back",
        History = new(FeedClass.Full) { Reach = TimeSpan.FromDays(7) },
        // A call for each contract at least.
        WarmUp = new(TimeSpan.FromDays(7)) { Piece = TimeSpan.FromHours(24) },
        // A ticker comes once a second at most; the venue's own sign of life may be all there is in a quiet market.
        ControlSilence = TimeSpan.FromSeconds(30),
        SendPacing = TimeSpan.FromMilliseconds(20),
        RestLimit = new() { WeightPerMinute = 600 },
    };

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> InstrumentRequests { get; } =
    [
        new("instruments", new Uri(Rest, "/derivatives/api/v3/instruments")),
    ];

    /// <inheritdoc/>
    public RestRequest? ReadInstruments(RestRequest request, ReadOnlySpan<byte> body, ContractList contracts)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        var list = JsonList.Open(body, "instruments");
        if (!list.IsArray)
            throw new JsonException($"no list of instruments: {list.Outline.Text("error")}");
        contracts.AddRows(list, "symbol", Contract);
        return null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<SocketPlan> Sockets(IReadOnlyList<Instrument> instruments)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        if (instruments.Count == 0)
            return [];
        // The tickers of the most active contracts prove that the socket delivers.
        var texts = instruments.Select(instrument => Text("trade", instrument))
            .Concat(instruments.Take(Tickers).Select(instrument => Text("ticker", instrument)))
            .Prepend("""{"event":"subscribe","feed":"heartbeat"}""");
        return
        [
            new("trades", new Uri("wss://futures.kraken.com/ws/v1"),
                [.. texts.Select((text, index) => new SubscribeMessage(index + 1, Encoding.UTF8.GetBytes(text)))]),
        ];

        static string Text(string feed, Instrument instrument) =>
            $$"""{"event":"subscribe","feed":"{{feed}}","product_ids":["{{instrument.Symbol}}"]}""";
    }

    /// <inheritdoc/>
    public string? LiquidationTopic(Instrument instrument)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        return $"\"feed\":\"trade\",\"product_ids\":[\"{instrument.Symbol}\"]";
    }

    /// <inheritdoc/>
    public IReadOnlyList<RestPoll> Polls(IReadOnlyList<Instrument> instruments)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        return instruments.Count == 0
            ? []
            : [new(new("tickers", new Uri(Rest, "/derivatives/api/v3/tickers")), TimeSpan.FromSeconds(15))];
    }

    /// <inheritdoc/>
    public IReadOnlyList<VenueProbe> Probes { get; } = KrakenProbes.Of(Rest);

    /// <inheritdoc/>
    public FrameKind Read(ReadOnlySpan<byte> frame, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        if (!readings.TryOpenObject(frame, out var reader))
            return FrameKind.Malformed;
        var whole = reader;
        ReadOnlySpan<byte> type = default, feed = default, words = default;
        Utf8JsonReader trades = default, contracts = default;
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("event"u8): type = reader.Text(); break;
                case var _ when name.SequenceEqual("feed"u8): feed = reader.Text(); break;
                case var _ when name.SequenceEqual("message"u8): words = reader.Text(); break;
                case var _ when name.SequenceEqual("trades"u8):
                    trades = reader;
                    reader.SkipNested();
                    break;
                case var _ when name.SequenceEqual("product_ids"u8):
                    contracts = reader;
                    reader.SkipNested();
                    break;
                default: reader.SkipNested(); break;
            }
        }

        reader.End();
        if (type.SequenceEqual("unsubscribed"u8))
            return ReadUnsubscribed(feed, contracts, readings);
        if (!type.IsEmpty)
            return ReadEvent(type, words, readings);
        switch (feed)
        {
            case var _ when feed.SequenceEqual("trade"u8):
                ReadTrade(ref whole, default, paging: null, readings);
                return FrameKind.Data;
            case var _ when feed.SequenceEqual("trade_snapshot"u8):
                if (trades.TokenType != JsonTokenType.StartArray)
                    return readings.Malformed("trades is not an array");
                while (readings.NextOrder(ref trades))
                    ReadTrade(ref trades, default, paging: null, readings);
                return FrameKind.Data;
            case var _ when feed.SequenceEqual("ticker"u8):
                KrakenTickers.Read(ref whole, readings);
                return FrameKind.Data;
            default:
                return feed.SequenceEqual("heartbeat"u8) ? FrameKind.Heartbeat
                    : IsOther(feed) ? FrameKind.Ignored
                    : FrameKind.Unknown;
        }
    }

    /// <inheritdoc/>
    public FrameKind ReadPoll(string name, ReadOnlySpan<byte> body, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        if (!readings.TryOpenObject(body, out var reader))
            return FrameKind.Malformed;
        ReadOnlySpan<byte> result = default, error = default;
        Utf8JsonReader tickers = default;
        long timeMs = 0;
        while (reader.NextProperty(out var property))
        {
            switch (property)
            {
                case var _ when property.SequenceEqual("result"u8): result = reader.Text(); break;
                case var _ when property.SequenceEqual("error"u8): error = reader.Text(); break;
                case var _ when property.SequenceEqual("serverTime"u8): timeMs = reader.IsoTimeMs(); break;
                case var _ when property.SequenceEqual("tickers"u8):
                    tickers = reader;
                    reader.SkipNested();
                    break;
                default: reader.SkipNested(); break;
            }
        }

        reader.End();
        if (result.SequenceEqual("error"u8))
        {
            readings.Detail = Utf8JsonReaderExtensions.Words(error);
            return FrameKind.Nack;
        }

        if (tickers.TokenType != JsonTokenType.StartArray)
            return FrameKind.Ignored;
        while (tickers.NextObject())
            KrakenTickers.ReadRest(ref tickers, timeMs, readings);
        return FrameKind.Data;
    }

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> BackfillRequests(IReadOnlyList<Instrument> instruments, long fromMs, long toMs)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        return [.. instruments.Select(instrument => History(instrument.Symbol, toMs - 1))];
    }

    /// <inheritdoc/>
    public HistoryStep ReadBackfill(RestRequest request, ReadOnlySpan<byte> body, long fromMs, long toMs, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(readings);
        var tag = request.TagOf<HistoryTag>();
        var symbol = Encoding.UTF8.GetBytes(tag.Subject);
        var paging = new HistoryPaging(fromMs, toMs, readings);
        paging.ReadRows(body, "history"u8, (ref Utf8JsonReader row) => ReadTrade(ref row, symbol, paging, readings));
        return paging.NewestFirst(Pages, tag.EdgeMs, untilMs => History(tag.Subject, untilMs));
    }

    /// <summary><c>lastTime</c> itself is left out by the venue.</summary>
    private static RestRequest History(string symbol, long untilMs)
    {
        var time = IsoTime.Text(untilMs + 1);
        return new($"backfill:trades-{symbol}", new Uri(Rest, $"/derivatives/api/v3/history?symbol={Uri.EscapeDataString(symbol)}&lastTime={time}"))
        {
            Kind = RestKind.Liquidations,
            Tag = new HistoryTag(symbol, untilMs),
        };
    }

    private Instrument? Contract(ListedRow row)
    {
        MarginKind? margin = row.Word("type") switch
        {
            "futures_inverse" => MarginKind.Inverse,
            "flexible_futures" or "futures_vanilla" => MarginKind.Linear,
            _ => null,
        };
        if (margin is null || !row.IsSet("tradeable") || row.Size("contractSize") is not { } contractSize)
            return null;
        // Lists of 2021 had the symbols in lower case, and neither base nor quote.
        var symbol = row.Symbol.ToUpperInvariant();
        if (symbol.Length <= 6 || symbol[2] != '_')
            return row.Refuse(ContractRefusal.BadSymbol);
        var pair = symbol[3..].Split('_')[0];
        var quote = row.Text("quote") is { Length: > 0 } named ? named.ToUpperInvariant() : "USD";
        var baseCoin = row.Text("base") is { Length: > 0 } given ? given : pair.EndsWith(quote, StringComparison.Ordinal) ? pair[..^quote.Length] : "";
        return ListedContract.Of(
            Profile.Id, symbol, baseCoin, quote,
            isTraditional: row.Row.IsTrue("tradfi") ? true : null,
            kind: symbol[0] == 'P' ? InstrumentKind.Perpetual : InstrumentKind.Dated, margin: margin.Value,
            unit: margin == MarginKind.Inverse ? QuantityUnit.Contracts : QuantityUnit.Base, contractSize: contractSize);
    }

    private static FrameKind ReadEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> words, FrameReadings readings)
    {
        if (type.SequenceEqual("subscribed"u8))
            return FrameKind.Ack;
        if (!type.SequenceEqual("error"u8) && !type.SequenceEqual("alert"u8))
            return type.SequenceEqual("info"u8) || type.SequenceEqual("challenge"u8) ? FrameKind.Ignored : FrameKind.Unknown;
        readings.Detail = Utf8JsonReaderExtensions.Words(words);
        return FrameKind.Nack;
    }

    /// <summary><c>{"event":"unsubscribed","feed":"trade","product_ids":["PF_XBTUSD"]}</c></summary>
    private static FrameKind ReadUnsubscribed(ReadOnlySpan<byte> feed, Utf8JsonReader contracts, FrameReadings readings)
    {
        // Tickers are prices, and a heartbeat is none of anything.
        if (!feed.SequenceEqual("trade"u8))
            return FrameKind.Ignored;
        if (contracts.TokenType == JsonTokenType.StartArray && contracts.Read() && contracts.TokenType == JsonTokenType.String)
            return readings.Unsubscribed(contracts.ValueSpan);
        return readings.Unsubscribed(default);
    }

    /// <summary>Channels that are not read: prices and order books.</summary>
    private static bool IsOther(ReadOnlySpan<byte> feed) =>
        feed.StartsWith("ticker_lite"u8) || feed.StartsWith("book"u8);

    /// <summary>Trades that are no liquidations: ordinary ones, and positions handed over at a set price.</summary>
    private static bool IsOrdinary(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("fill"u8) || type.SequenceEqual("assignment"u8) || type.SequenceEqual("termination"u8) || type.SequenceEqual("block"u8);

    /// <summary>Takes a trade if it was a liquidation; of a page of history only within the span.</summary>
    private static void ReadTrade(
        scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> symbol, HistoryPaging? paging, FrameReadings readings)
    {
        ReadOnlySpan<byte> side = default, type = default, id = default;
        ExactNumber? price = null, quantity = null;
        long timeMs = 0;
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("product_id"u8): symbol = reader.Text(); break;
                case var _ when name.SequenceEqual("uid"u8): id = reader.Text(); break;
                case var _ when name.SequenceEqual("side"u8): side = reader.Text(); break;
                case var _ when name.SequenceEqual("type"u8): type = reader.Text(); break;
                case var _ when name.SequenceEqual("price"u8): price = reader.Number(); break;
                case var _ when name.SequenceEqual("qty"u8) || name.SequenceEqual("size"u8): quantity = reader.Number(); break;
                // Milliseconds on the socket, text in the history.
                case var _ when name.SequenceEqual("time"u8):
                    timeMs = reader.TokenType == JsonTokenType.String && reader.ValueSpan.Contains((byte)':') ? reader.IsoTimeMs() : reader.Integer();
                    break;
                default: reader.SkipNested(); break;
            }
        }

        if (paging?.Includes(timeMs) == false || IsOrdinary(type))
            return;
        if (!type.SequenceEqual("liquidation"u8))
            readings.RejectOrder(RejectReason.UnknownType, symbol, timeMs, id);
        else
            readings.AddLiquidation(symbol, Side(side), price, PriceKind.Fill, quantity, timeMs, id);
    }

    private static LiquidatedSide? Side(ReadOnlySpan<byte> side) => SideWords.Read(side, "sell"u8, "buy"u8);
}
