using System.Globalization;
using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// BitMEX, closed on 2026-09-23: its archived socket frames and contract lists only; nothing is called.
/// <para>
/// The frames are changes of tables. In the table <c>liquidation</c> a row is an order of the liquidation engine:
/// <c>insert</c> shows it with all fields, <c>update</c> carries its id, its symbol and what changed (the price, or
/// <c>leavesQty</c>, which may grow), <c>delete</c> its id and symbol. A reader that remembers nothing can count an order
/// once in one way: <b>at its insert, with the quantity it had then</b>, its <c>orderID</c> being its identity. An update
/// adds nothing: one that falls is the fill of what is counted already, one that grows is left out, since how much is new
/// cannot be known; so totals are a floor. A <c>partial</c>, the table as it stood when the recording began, is left out as
/// well: its orders were inserted before, at a time that it does not say.
/// </para>
/// <para>
/// <c>side</c> is the side of the closing order: Sell closed a long. <c>price</c> is that order's limit.
/// <c>leavesQty</c> and <c>openInterest</c> count contracts, the latter one-sided: of one dollar (inverse), of
/// 1 / <c>underlyingToPositionMultiplier</c> coins (linear), of <c>multiplier</c> satoshi for each point of the price
/// (quanto, which needs the dollar price of the settle coin and is therefore not valued). Inverse contracts in euro are
/// not listed: they would be taken for dollars. Liquidations carry no time: theirs is the time of receipt, and without one
/// (bare frames) they are refused as impossible in time. <c>indicativeSettlePrice</c> is the index.
/// Source: BitMEX WebSocket and instrument documentation, 2024; recordings of 2019 to 2021.
/// </para>
/// </summary>
public sealed class Bitmex : IVenue
{
    /// <inheritdoc/>
    public VenueProfile Profile { get; } = new()
    {
        Id = "bitmex",
        Name = "BitMEX",
        FeedClass = FeedClass.Partial,
        NormalShare = 0.015,
        FeedNote = "archives only, the venue is closed: every order once, at the size it was first shown with; later growth is not counted",
        OpenInterestNote = "archives only: socket table 'instrument', contracts, one-sided",
        BackfillNote = "none",
        ClosedOn = new DateOnly(2026, 9, 23),
    };

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> InstrumentRequests { get; } =
        [new("instruments", new Uri("https://www.bitmex.com/api/v1/instrument/active"))];

    /// <summary>
    /// Reads an archived list of contracts, or the table <c>instrument</c> of a socket frame. Contracts that no longer
    /// trade count too: an archive is about them.
    /// </summary>
    /// <inheritdoc/>
    public RestRequest? ReadInstruments(RestRequest request, ReadOnlySpan<byte> body, ContractList contracts)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        var list = JsonList.Open(body);
        if (list.Outline.Text("table") == "instrument")
            list = JsonList.Open(body, "data");
        if (!list.IsArray)
            throw new JsonException("no list of instruments");
        contracts.AddRows(list, "symbol", Contract);
        return null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<SocketPlan> Sockets(IReadOnlyList<Instrument> instruments) => [];

    /// <inheritdoc/>
    public IReadOnlyList<RestPoll> Polls(IReadOnlyList<Instrument> instruments) => [];

    /// <inheritdoc/>
    public FrameKind ReadPoll(string name, ReadOnlySpan<byte> body, FrameReadings readings) => Read(body, readings);

    /// <inheritdoc/>
    public FrameKind Read(ReadOnlySpan<byte> frame, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        if (frame.SequenceEqual("pong"u8))
            return FrameKind.Heartbeat;
        if (!readings.TryOpenObject(frame, out var reader))
            return FrameKind.Malformed;
        var message = default(Message);
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("table"u8): message.Table = reader.Text(); break;
                case var _ when name.SequenceEqual("action"u8): message.Action = reader.Text(); break;
                case var _ when name.SequenceEqual("data"u8):
                    message.Data = reader;
                    message.HasData = reader.TokenType == JsonTokenType.StartArray;
                    reader.SkipNested();
                    break;
                case var _ when name.SequenceEqual("success"u8):
                    message.IsAck = reader.TokenType == JsonTokenType.True;
                    reader.SkipNested();
                    break;
                case var _ when name.SequenceEqual("error"u8):
                    message.IsError = true;
                    message.Text = ErrorText(ref reader);
                    break;
                default: reader.SkipNested(); break;
            }
        }

        reader.End();
        if (message.IsError)
        {
            readings.Detail = Utf8JsonReaderExtensions.Words(message.Text);
            return FrameKind.Nack;
        }

        if (message.IsAck)
            return FrameKind.Ack;
        return message.Table.IsEmpty ? FrameKind.Ignored : ReadTable(ref message, readings);
    }

    /// <summary>An error is a text on the socket, an object with a text over REST.</summary>
    private static ReadOnlySpan<byte> ErrorText(scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return reader.Text();
        ReadOnlySpan<byte> text = default;
        while (reader.NextProperty(out var name))
        {
            if (name.SequenceEqual("message"u8))
                text = reader.Text();
            else
                reader.SkipNested();
        }

        return text;
    }

    private static FrameKind ReadTable(ref Message message, FrameReadings readings)
    {
        var isLiquidation = message.Table.SequenceEqual("liquidation"u8);
        if (!isLiquidation && !message.Table.SequenceEqual("instrument"u8))
            return FrameKind.Ignored;
        if (!message.HasData)
            return readings.Malformed("data is not an array");
        if (isLiquidation && !message.Action.SequenceEqual("insert"u8))
            return FrameKind.Data;
        while (isLiquidation ? readings.NextOrder(ref message.Data) : message.Data.NextObject())
        {
            if (isLiquidation)
                ReadLiquidation(ref message.Data, readings);
            else
                ReadInstrument(ref message.Data, readings);
        }

        return FrameKind.Data;
    }

    private static void ReadLiquidation(scoped ref Utf8JsonReader reader, FrameReadings readings)
    {
        ReadOnlySpan<byte> id = default, symbol = default, side = default;
        ExactNumber? price = null, quantity = null;
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("orderID"u8): id = reader.Text(); break;
                case var _ when name.SequenceEqual("symbol"u8): symbol = reader.Text(); break;
                case var _ when name.SequenceEqual("side"u8): side = reader.Text(); break;
                case var _ when name.SequenceEqual("price"u8): price = reader.Number(); break;
                case var _ when name.SequenceEqual("leavesQty"u8): quantity = reader.Number(); break;
                default: reader.SkipNested(); break;
            }
        }

        LiquidatedSide? closed = side.SequenceEqual("Sell"u8) ? LiquidatedSide.Long
            : side.SequenceEqual("Buy"u8) ? LiquidatedSide.Short : null;
        readings.AddLiquidation(symbol, closed, price, PriceKind.Order, quantity, readings.ReceivedMs ?? 0, id);
    }

    private static void ReadInstrument(scoped ref Utf8JsonReader reader, FrameReadings readings)
    {
        ReadOnlySpan<byte> symbolText = default;
        ExactNumber? openInterest = null, mark = null, index = null, funding = null;
        long? timeMs = null, fundingMs = null;
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("symbol"u8): symbolText = reader.Text(); break;
                case var _ when name.SequenceEqual("timestamp"u8): timeMs = Time(ref reader); break;
                case var _ when name.SequenceEqual("openInterest"u8): openInterest = reader.Number(); break;
                case var _ when name.SequenceEqual("markPrice"u8): mark = reader.Number(); break;
                case var _ when name.SequenceEqual("indicativeSettlePrice"u8): index = reader.Number(); break;
                case var _ when name.SequenceEqual("fundingRate"u8): funding = reader.Number(); break;
                case var _ when name.SequenceEqual("fundingTimestamp"u8): fundingMs = Time(ref reader); break;
                default: reader.SkipNested(); break;
            }
        }

        // Indices have rows of their own, ".BXBT"; most changes are of prices that are not kept.
        if (symbolText.StartsWith("."u8) || (openInterest ?? mark ?? index ?? funding) is null || !readings.TrySymbol(symbolText, out var symbol))
            return;
        readings.AddMarket(new MarketReading
        {
            Symbol = symbol,
            TimeMs = timeMs ?? readings.ReceivedMs ?? 0,
            OpenInterest = openInterest,
            OpenInterestUnit = OpenInterestUnit.Contracts,
            Mark = mark,
            Index = index,
            FundingRate = funding,
            NextFundingMs = fundingMs,
        });
    }

    /// <summary>A moment like <c>2021-07-22T22:36:05.000Z</c>; null for anything else.</summary>
    private static long? Time(scoped ref Utf8JsonReader reader)
    {
        var timeMs = reader.IsoTimeMs();
        return timeMs == 0 ? null : timeMs;
    }

    private Instrument? Contract(ListedRow row)
    {
        if (row.Word("typ") is not { } word || Type(word) is not var (kind, assetClass)
            || row.Flag("isInverse") is not { } isInverse || row.Flag("isQuanto") is not { } isQuanto
            || row.Word("settlCurrency") is not { } settle || row.Word("quoteCurrency", ContractRefusal.NoQuote) is not { } quoteCoin)
            return null;
        var quote = AssetNames.Normalise(quoteCoin).Asset;
        var margin = isInverse ? MarginKind.Inverse
            : isQuanto && settle is not ("USDt" or "USDT") ? MarginKind.Quanto : MarginKind.Linear;
        // One contract is one unit of its quote, and only dollars are valued.
        if (isInverse && !AssetNames.IsUsd(quote))
            return null;
        var size = margin switch
        {
            MarginKind.Inverse => ExactNumber.One,
            MarginKind.Quanto => row.Size(row.Row.Number("multiplier") is { } satoshi && satoshi.TryTimes(Satoshi, out var coins) ? coins : null),
            _ => row.Size(row.Row.Integer("underlyingToPositionMultiplier") is > 0 and var number
                && ExactNumber.TryParse((1m / number).ToString(CultureInfo.InvariantCulture), out var share) ? share : null),
        };
        if (size is null)
            return null;
        return ListedContract.Of(
            Profile.Id, row.Symbol, row.Text("underlying"), quote,
            isTraditional: assetClass == AssetClass.Traditional, kind: kind, margin: margin, unit: QuantityUnit.Contracts,
            contractSize: size.Value);
    }

    private static ExactNumber Satoshi { get; } = ExactNumber.TenToMinus(8);

    /// <summary>Spot pairs, spreads, options and indices are none of these.</summary>
    private static (InstrumentKind Kind, AssetClass Class)? Type(string? type) => type switch
    {
        "FFWCSX" => (InstrumentKind.Perpetual, AssetClass.Crypto),
        "FFCCSX" => (InstrumentKind.Dated, AssetClass.Crypto),
        // Foreign exchange; stocks, metals and other goods.
        "FFWCSF" or "FFSCSX" => (InstrumentKind.Perpetual, AssetClass.Traditional),
        _ => null,
    };

    /// <summary>The fields of one message: their order is the venue's affair.</summary>
    private ref struct Message
    {
        public ReadOnlySpan<byte> Table, Action, Text;
        public bool HasData, IsAck, IsError;
        public Utf8JsonReader Data;
    }
}
