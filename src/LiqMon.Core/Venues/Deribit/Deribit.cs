using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// Deribit futures and perpetuals: coin margined (<c>BTC-PERPETUAL</c>) and USDC or USDT margined
/// (<c>SOL_USDC-PERPETUAL</c>). Options and combinations are not read.
/// <para>
/// Liquidations are trades with a mark, so the feed is full: <c>T</c> when the taker was liquidated, whose side is
/// <c>direction</c>; <c>M</c> when the maker was, on the other side; <c>MT</c> when both were, which makes two events.
/// A sale closed a long. <c>price</c> is the fill. <c>amount</c> counts US dollars on coin-margined contracts and the base
/// asset on the others; <c>contract_size</c> is not needed for dollars. The identity is <c>trade_id</c>, with an M behind
/// it for the maker, the same in the venue's history.
/// Source: Deribit API documentation 2.1.1, "trades.(kind).(currency).(interval)", "ticker", "set_heartbeat".
/// </para>
/// <para>
/// Open interest is one-sided, in the units of <c>amount</c>. Funding runs all the time; <c>current_funding</c> is the
/// rate for eight hours at this moment, so there is no next time. Trades and tickers named "raw" need a key and are read
/// all the same. The limits (20 calls a second, 500 channels a socket) are known from other clients only; LiqMon stays
/// well below them.
/// </para>
/// </summary>
public sealed class Deribit : IVenue
{
    private const int ChannelsPerSocket = 400;
    private const int RowsPerPage = 1_000;

    private static readonly PageRules Pages = new(RowsPerPage);

    private static readonly Uri Rest = new("https://www.deribit.com");

    /// <inheritdoc/>
    public VenueProfile Profile { get; } = new()
    {
        Id = "deribit",
        Name = "Deribit",
        FeedClass = FeedClass.Full,
        NormalShare = 0.01,
        FeedNote = "every liquidation, fill by fill, among the trades",
        OpenInterestNote = "socket per contract and REST every 30 s, one-sided",
        BackfillNote = "REST, all trades of the past",
        History = new(FeedClass.Full) { Reach = TimeSpan.FromDays(30) },
        WarmUp = new(TimeSpan.FromDays(30)),
        // Agreed with the venue by set_heartbeat: it asks every 30 s and closes when it is not answered.
        ControlSilence = TimeSpan.FromSeconds(15),
        HoldsOrdersFor = TimeSpan.FromMilliseconds(100),
        SendPacing = TimeSpan.FromMilliseconds(350),
        RestLimit = new() { WeightPerMinute = 1_200 },
    };

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> InstrumentRequests { get; } =
    [
        new("instruments", new Uri(Rest, "/api/v2/public/get_instruments?currency=any&kind=future&expired=false"), 20),
    ];

    /// <inheritdoc/>
    public RestRequest? ReadInstruments(RestRequest request, ReadOnlySpan<byte> body, ContractList contracts)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        var list = JsonList.Open(body, "result");
        if (!list.IsArray)
            throw new JsonException("no list of instruments");
        contracts.AddRows(list, "instrument_name", Contract);
        return null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<SocketPlan> Sockets(IReadOnlyList<Instrument> instruments)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        if (instruments.Count == 0)
            return [];
        // The ticker of the most active contract, several times a second, proves that the socket delivers.
        var control = instruments.FirstOrDefault(instrument => instrument.Kind == InstrumentKind.Perpetual) ?? instruments[0];
        var tickers = instruments.Where(instrument => instrument != control).Take(ChannelsPerSocket)
            .Select(instrument => $"ticker.{instrument.Symbol}.agg2").Prepend($"ticker.{control.Symbol}.100ms");
        return
        [
            new("futures", new Uri("wss://www.deribit.com/ws/api/v2"),
            [
                Message(1, "set_heartbeat", """{"interval":30}"""),
                Message(2, "subscribe", """{"channels":["trades.future.any.100ms"]}"""),
                Message(3, "subscribe", $$"""{"channels":["{{string.Join("\",\"", tickers)}}"]}"""),
            ]),
        ];

        static SubscribeMessage Message(int id, string method, string parameters) => new(
            id, Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":{{id}},"method":"public/{{method}}","params":{{parameters}}}"""));
    }

    /// <inheritdoc/>
    public IReadOnlyList<RestPoll> Polls(IReadOnlyList<Instrument> instruments)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        return [.. Currencies(instruments).Select(currency => new RestPoll(
            new($"summary-{currency}", new Uri(Rest, $"/api/v2/public/get_book_summary_by_currency?currency={currency}&kind=future")),
            TimeSpan.FromSeconds(30)))];
    }

    /// <inheritdoc/>
    public FrameKind Read(ReadOnlySpan<byte> frame, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        var message = DeribitMessage.Open(frame);
        if (!message.IsObject)
            return readings.Malformed("not an object");
        if (message.HasError)
            return Refusal(message, readings);
        if (message.Method.SequenceEqual("subscription"u8))
            return ReadSubscription(ref message, readings);
        if (message.Method.SequenceEqual("heartbeat"u8))
            return ReadHeartbeat(message, readings);
        if (!message.Method.IsEmpty || !message.HasResult)
            return FrameKind.Unknown;
        return ReadAnswer(ref message, readings);
    }

    /// <inheritdoc/>
    public FrameKind ReadPoll(string name, ReadOnlySpan<byte> body, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        var message = DeribitMessage.Open(body);
        if (!message.IsObject)
            return readings.Malformed("not an object");
        if (message.HasError)
            return Refusal(message, readings);
        if (!message.HasResult || message.Result.TokenType != JsonTokenType.StartArray)
            return FrameKind.Ignored;
        while (message.Result.NextObject())
            DeribitTickers.Read(ref message.Result, readings);
        return FrameKind.Data;
    }

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> BackfillRequests(IReadOnlyList<Instrument> instruments, long fromMs, long toMs)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        return [.. Currencies(instruments).Select(currency => History(currency, fromMs, toMs))];
    }

    /// <inheritdoc/>
    public HistoryStep ReadBackfill(RestRequest request, ReadOnlySpan<byte> body, long fromMs, long toMs, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(readings);
        var tag = request.TagOf<HistoryTag>();
        var message = DeribitMessage.Open(body);
        if (!message.IsObject || message.HasError || !message.HasResult || message.Result.TokenType != JsonTokenType.StartObject)
            throw new JsonException($"no trades: {Utf8JsonReaderExtensions.Words(message.Words)}");
        bool? hasMore = null;
        var paging = new HistoryPaging(fromMs, toMs, readings);
        while (message.Result.NextProperty(out var name))
        {
            if (name.SequenceEqual("has_more"u8))
            {
                hasMore = message.Result.TokenType switch
                {
                    JsonTokenType.True => true,
                    JsonTokenType.False => false,
                    _ => null,
                };
                message.Result.TrySkip();
            }
            else if (name.SequenceEqual("trades"u8) && message.Result.Enters(JsonTokenType.StartArray))
            {
                while (paging.NextRow(ref message.Result))
                    DeribitTrades.Read(ref message.Result, paging, readings);
            }
            else
            {
                message.Result.TrySkip();
            }
        }

        return paging.OldestFirst(Pages, tag.EdgeMs, sinceMs => History(tag.Subject, sinceMs, toMs), hasMore);
    }

    private static RestRequest History(string currency, long fromMs, long toMs) => new(
        $"backfill:trades-{currency}",
        new Uri(Rest, string.Create(
            CultureInfo.InvariantCulture,
            $"/api/v2/public/get_last_trades_by_currency_and_time?currency={currency}&kind=future&start_timestamp={fromMs}&end_timestamp={toMs - 1}&count={RowsPerPage}&sorting=asc")))
    {
        Kind = RestKind.Liquidations,
        Tag = new HistoryTag(currency, fromMs),
    };

    /// <summary>The currencies the contracts are settled in: BTC-PERPETUAL in BTC, SOL_USDC-PERPETUAL in USDC.</summary>
    private static IEnumerable<string> Currencies(IReadOnlyList<Instrument> instruments) =>
        instruments.Select(instrument => instrument.Symbol.Split('-')[0].Split('_')[^1]).Distinct();

    private Instrument? Contract(ListedRow row)
    {
        if (!row.Is("kind", "future") || !(row.IsMissing("is_active") || row.IsSet("is_active")))
            return null;
        if (row.Symbol.Count(letter => letter == '-') != 1)
            return row.Refuse(ContractRefusal.BadSymbol);
        var quote = row.Text("quote_currency");
        // Before 2022 neither was sent, and all contracts were settled in their coin.
        var type = row.IsMissing("instrument_type") ? "future_type" : "instrument_type";
        MarginKind? margin = (row.IsMissing(type) && quote == "USD" ? "reversed" : row.Word(type)) switch
        {
            "reversed" => MarginKind.Inverse,
            "linear" => MarginKind.Linear,
            _ => null,
        };
        if (margin is null || row.Size("contract_size") is not { } contractSize)
            return null;
        return ListedContract.Of(
            Profile.Id, row.Symbol, row.Text("base_currency"), quote,
            kind: row.Text("settlement_period") == "perpetual" ? InstrumentKind.Perpetual : InstrumentKind.Dated,
            margin: margin.Value, unit: margin == MarginKind.Inverse ? QuantityUnit.Quote : QuantityUnit.Base,
            contractSize: contractSize);
    }

    private static FrameKind Refusal(in DeribitMessage message, FrameReadings readings)
    {
        readings.AckId = message.Id;
        readings.Detail = $"{Utf8JsonReaderExtensions.Words(message.Code)} {Utf8JsonReaderExtensions.Words(message.Words)}".Trim();
        return FrameKind.Nack;
    }

    private static FrameKind ReadHeartbeat(in DeribitMessage message, FrameReadings readings)
    {
        if (!message.Type.SequenceEqual("test_request"u8))
            return FrameKind.Heartbeat;
        readings.Reply.Write("""{"jsonrpc":"2.0","id":9000,"method":"public/test","params":{}}"""u8);
        return FrameKind.Ping;
    }

    /// <summary>A subscription is answered with the channels that were taken; a wrong one is just missing there.</summary>
    private static FrameKind ReadAnswer(ref DeribitMessage message, FrameReadings readings)
    {
        if (message.Result.TokenType == JsonTokenType.StartObject)
            return IsVersion(ref message.Result) ? FrameKind.Heartbeat : FrameKind.Ignored;
        var isList = message.Result.TokenType == JsonTokenType.StartArray;
        if (isList)
            message.Result.Read();
        if (isList && message.Result.TokenType == JsonTokenType.EndArray)
        {
            readings.AckId = message.Id;
            readings.Detail = "no channel was taken";
            return FrameKind.Nack;
        }

        // A list of channels, or the "ok" of set_heartbeat.
        if (message.Result.TokenType != JsonTokenType.String)
            return FrameKind.Ignored;
        readings.AckId = message.Id;
        return FrameKind.Ack;
    }

    /// <summary>Whether this is the answer to <c>public/test</c>, which holds the version of the interface and nothing else.</summary>
    private static bool IsVersion(scoped ref Utf8JsonReader reader) =>
        reader.NextProperty(out var name) && name.SequenceEqual("version"u8) && reader.TokenType == JsonTokenType.String;

    private static FrameKind ReadSubscription(ref DeribitMessage message, FrameReadings readings)
    {
        if (message.Channel.StartsWith("trades."u8))
        {
            if (message.Channel.StartsWith("trades.option"u8))
                return FrameKind.Ignored;
            if (message.Data.TokenType != JsonTokenType.StartArray)
                return readings.Malformed("data is not an array");
            while (readings.NextOrder(ref message.Data))
                DeribitTrades.Read(ref message.Data, paging: null, readings);
            return FrameKind.Data;
        }

        if (!message.Channel.StartsWith("ticker."u8))
            return IsOther(message.Channel) ? FrameKind.Ignored : FrameKind.Unknown;
        if (!IsFuture(Contract(message.Channel)))
            return FrameKind.Ignored;
        if (message.Data.TokenType != JsonTokenType.StartObject)
            return readings.Malformed("data is not an object");
        DeribitTickers.Read(ref message.Data, readings);
        return FrameKind.Data;

        // ticker.BTC-PERPETUAL.100ms
        static ReadOnlySpan<byte> Contract(ReadOnlySpan<byte> channel)
        {
            var rest = channel["ticker."u8.Length..];
            return rest.IndexOf((byte)'.') is >= 0 and var dot ? rest[..dot] : rest;
        }
    }

    /// <summary>Channels that are not read.</summary>
    private static bool IsOther(ReadOnlySpan<byte> channel) =>
        channel.StartsWith("book."u8) || channel.StartsWith("quote."u8) || channel.StartsWith("perpetual."u8)
        || channel.StartsWith("deribit_"u8) || channel.StartsWith("platform_state"u8) || channel.StartsWith("instrument."u8)
        || channel.StartsWith("chart."u8) || channel.StartsWith("estimated_expiration_price."u8) || channel.StartsWith("markprice."u8);

    /// <summary>BTC-PERPETUAL, BTC-25DEC26 and SOL_USDC-PERPETUAL; options and combinations have more parts.</summary>
    private static bool IsFuture(ReadOnlySpan<byte> symbol) => symbol.Count((byte)'-') == 1;
}
