using System.Buffers;
using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// What one frame holds. One object serves a connection for its whole life: cleared before each frame, so that reading
/// allocates nothing. Not for use by two threads at once.
/// </summary>
public sealed class FrameReadings
{
    /// <summary>A number that says that more were lost is itself damaged; how many were is not known then.</summary>
    private const long MostLost = 1_000_000_000;

    private readonly SymbolRegistry _symbols;
    private readonly List<LiquidationReading> _liquidations = [];
    private readonly List<MarketReading> _market = [];
    private readonly List<RejectReason> _rejections = [];
    private readonly List<RejectedOrder> _rejectedOrders = [];
    private readonly RecentOrders _recent = new();
    private bool _isHistory;
    private long _sequence;
    private long? _sequenceMs;

    /// <summary>Readings that resolve symbols in a venue's table.</summary>
    public FrameReadings(SymbolRegistry symbols) => _symbols = symbols;

    /// <summary>The venue's own accounts, where they are known.</summary>
    public SystemAccounts Accounts => _symbols.Accounts;

    /// <summary>Distinguishes the connection from others of the venue, in a recording.</summary>
    public long Number { get; init; }

    /// <summary>When the frame arrived, Unix milliseconds; null for a recording without receive times.</summary>
    public long? ReceivedMs { get; private set; }

    /// <summary>Liquidations of the frame, in its order.</summary>
    public IReadOnlyList<LiquidationReading> Liquidations => _liquidations;

    /// <summary>Market readings of the frame, in its order.</summary>
    public IReadOnlyList<MarketReading> Market => _market;

    /// <summary>One entry for each message of the frame that was not taken.</summary>
    public IReadOnlyList<RejectReason> Rejections => _rejections;

    /// <summary>The messages among <see cref="Rejections"/> that are orders and count; the venue's own accounts do not.</summary>
    public IReadOnlyList<RejectedOrder> RejectedOrders => _rejectedOrders;

    /// <summary>How many those are.</summary>
    public int OrdersRejected => _rejectedOrders.Count;

    /// <summary>Why the first of those was not taken; null when there is none.</summary>
    public RejectReason? OrderRejection => _rejectedOrders is [var first, ..] ? first.Reason : null;

    /// <summary>
    /// The latest time in the frame that the venue itself has sent, taken or not, Unix milliseconds; null when it sent none
    /// that can be read.
    /// </summary>
    public long? NewestStampMs { get; private set; }

    /// <summary>
    /// Time of the newest trade in a list of trades of which liquidations are a kind, Unix milliseconds, at most that of receipt;
    /// 0 without one. Up to then the list is known.
    /// </summary>
    public long NewestTradeMs { get; private set; }

    /// <summary>Id of the subscription that an ack or a refusal answers; null when it names none.</summary>
    public int? AckId { get; set; }

    /// <summary>The venue's own words on a refusal, a notice or an unreadable frame.</summary>
    public string? Detail { get; set; }

    /// <summary>
    /// How many messages the venue has sent between this frame and the one before and that never arrived, by its own
    /// numbering, a billion at most; 0 for none.
    /// </summary>
    public long LostMessages { get; private set; }

    /// <summary>When the frame before those messages had arrived, Unix milliseconds.</summary>
    public long LostSinceMs { get; private set; }

    /// <summary>What to send in answer to a ping.</summary>
    public ArrayBufferWriter<byte> Reply { get; } = new();

    /// <summary>The liquidations without an enumerator.</summary>
    public ReadOnlySpan<LiquidationReading> LiquidationSpan =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_liquidations);

    /// <summary>The market readings without an enumerator.</summary>
    public ReadOnlySpan<MarketReading> MarketSpan => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_market);

    /// <summary>
    /// Takes the number of the frame in its connection's own sequence, which has no holes. A number that is not higher begins
    /// another sequence.
    /// </summary>
    public void AddSequence(long number)
    {
        if (_sequence > 0 && number > _sequence && number - _sequence > 1 && _sequenceMs is { } sinceMs)
            (LostMessages, LostSinceMs) = (Math.Min(number - _sequence - 1, MostLost), sinceMs);
        (_sequence, _sequenceMs) = (number, ReceivedMs);
    }

    /// <summary>Forgets the last frame.</summary>
    /// <param name="receivedMs">When the next frame arrived, Unix milliseconds; null for a recording without receive times.</param>
    /// <param name="isHistory">Whether it is of the past: its times have nothing to do with its receipt.</param>
    public void Clear(long? receivedMs, bool isHistory = false)
    {
        ReceivedMs = receivedMs;
        _isHistory = isHistory;
        _recent.NextFrame();
        NewestStampMs = null;
        NewestTradeMs = 0;
        _liquidations.Clear();
        _market.Clear();
        _rejections.Clear();
        _rejectedOrders.Clear();
        LostMessages = 0;
        AckId = null;
        Detail = null;
        if (Reply.WrittenCount > 0)
            Reply.ResetWrittenCount();
    }

    /// <summary>Forgets what was read so far of a frame that turned out to be unreadable.</summary>
    public FrameKind Malformed(string detail)
    {
        Clear(ReceivedMs, _isHistory);
        Detail = detail;
        return FrameKind.Malformed;
    }

    /// <summary>Opens a message that must be an object; anything else is recorded as malformed.</summary>
    /// <param name="json">The message.</param>
    /// <param name="reader">Stands at the object's start.</param>
    internal bool TryOpenObject(ReadOnlySpan<byte> json, out Utf8JsonReader reader)
    {
        reader = Utf8JsonReaderExtensions.Open(json);
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
            return true;
        Malformed("not an object");
        return false;
    }

    /// <summary>
    /// Moves to the next object of a list of orders or trades. What is no object may have been an order, and is a rejected one.
    /// </summary>
    /// <returns>False at the list's end.</returns>
    internal bool NextOrder(scoped ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
                return true;
            reader.SkipNested();
            RejectOrder(RejectReason.NoOrder);
        }

        return false;
    }

    /// <summary>The venue has ended a subscription.</summary>
    /// <param name="words">What names it.</param>
    internal FrameKind Unsubscribed(ReadOnlySpan<byte> words)
    {
        Detail = Utf8JsonReaderExtensions.Words(words);
        return FrameKind.Unsubscribed;
    }

    /// <summary>Takes one liquidation, or notes why it cannot be taken.</summary>
    /// <param name="symbol">The venue's symbol, as bytes.</param>
    /// <param name="side">The position that was closed; null when the message's side is none of the venue's words.</param>
    /// <param name="price">Price; null when it is missing or not a number.</param>
    /// <param name="priceKind">What the price means.</param>
    /// <param name="quantity">Filled quantity in the contract's unit; null when it is missing or not a number.</param>
    /// <param name="timeMs">Venue time, Unix milliseconds.</param>
    /// <param name="venueId">The venue's own id of the event; empty if it has none.</param>
    /// <param name="margin">Margin kind the message states, if it does.</param>
    /// <param name="order">The order whose cumulative fill this is, at a venue that may report one several times.</param>
    /// <param name="orderPrice">The price of the order, where it stands beside that of the fill; null elsewhere.</param>
    public void AddLiquidation(
        ReadOnlySpan<byte> symbol,
        LiquidatedSide? side,
        ExactNumber? price,
        PriceKind priceKind,
        ExactNumber? quantity,
        long timeMs,
        ReadOnlySpan<byte> venueId = default,
        MarginKind? margin = null,
        CumulativeOrder? order = null,
        ExactNumber? orderPrice = null)
    {
        NoteStamp(timeMs);
        RejectReason reason;
        if (side is not { } knownSide)
            reason = RejectReason.UnknownSide;
        else if (price is not { } knownPrice || quantity is not { } knownQuantity)
            reason = RejectReason.BadNumber;
        else if (!knownQuantity.IsPositive)
            reason = RejectReason.NonPositiveQuantity;
        else if (!knownPrice.IsPositive)
            reason = RejectReason.NonPositivePrice;
        else if (!Plausible.IsPrice(knownPrice))
            reason = RejectReason.Implausible;
        else if (!VenueTime.IsPossible(timeMs, ReceivedMs))
            reason = RejectReason.ImpossibleTime;
        else if (_symbols.TryGet(symbol, out var entry, out reason))
        {
            var identity = venueId.IsEmpty
                ? EventIdentity.OfContent(
                    knownSide, timeMs, knownPrice, knownQuantity, Ordinal(entry, knownSide, timeMs, knownPrice, knownQuantity))
                : EventIdentity.OfVenueId(venueId);
            var isRepeated = venueId.IsEmpty && order is null && !_isHistory && _recent.AddAndCompare(entry, identity);
            _liquidations.Add(new(entry, knownSide, knownPrice, priceKind, knownQuantity, timeMs, identity, margin)
            {
                Order = order,
                OrderPrice = orderPrice?.ToDouble(),
                IsRepeated = isRepeated,
            });
            return;
        }

        RejectOrder(reason, symbol, timeMs, venueId, HashCode.Combine(price, quantity));
    }

    /// <summary>Takes the time of a trade, liquidation or not, in a list of trades that is requested again and again.</summary>
    internal void AddTradeTime(long timeMs)
    {
        if (EventTime.IsPlausible(timeMs))
            NewestTradeMs = Math.Max(NewestTradeMs, Math.Min(timeMs, ReceivedMs ?? timeMs));
    }

    /// <summary>The entry of a symbol for an order; false (and noted as a rejected order) when the bytes are no symbol.</summary>
    /// <param name="symbol">The venue's symbol, as bytes.</param>
    /// <param name="timeMs">The order's time, Unix milliseconds.</param>
    /// <param name="venueId">The venue's own id of the event; empty if it has none.</param>
    /// <param name="entry">The entry.</param>
    public bool TryOrderSymbol(
        ReadOnlySpan<byte> symbol, long timeMs, ReadOnlySpan<byte> venueId,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out VenueSymbol? entry)
    {
        if (_symbols.TryGet(symbol, out entry, out var reason))
            return true;
        RejectOrder(reason, symbol, timeMs, venueId);
        return false;
    }

    /// <summary>The entry of a symbol for a market reading; false (and noted) when the bytes are no symbol.</summary>
    public bool TrySymbol(ReadOnlySpan<byte> symbol, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out VenueSymbol? entry)
    {
        if (_symbols.TryGet(symbol, out entry, out var reason))
            return true;
        Reject(reason);
        return false;
    }

    /// <summary>
    /// Takes one market reading. One with an impossible number is noted and not taken; a mark or index of zero, as venues
    /// send where there is none, is left out, and so is an impossible time of the next funding; a reading that then says nothing is no reading. One that is dated too far
    /// ahead of its receipt comes from a clock that is wrong, and is kept under the time of receipt.
    /// </summary>
    public void AddMarket(in MarketReading reading)
    {
        NoteStamp(reading.TimeMs);
        var kept = reading with
        {
            Mark = reading.Mark is { IsPositive: true } ? reading.Mark : null,
            Index = reading.Index is { IsPositive: true } ? reading.Index : null,
            NextFundingMs = reading.NextFundingMs is { } next && EventTime.IsPlausible(next) ? next : null,
        };
        if (kept.OpenInterest is null && kept.OpenInterestUsd is null && kept.Mark is null && kept.Index is null
            && kept.FundingRate is null && kept.NextFundingMs is null)
            return;
        var isNegative = kept.OpenInterest is { Mantissa: < 0 } || kept.OpenInterestUsd is { Mantissa: < 0 };
        if (isNegative || !MarketLimits.Allows(kept))
        {
            Reject(isNegative ? RejectReason.BadNumber : RejectReason.Implausible);
            return;
        }

        var isAhead = ReceivedMs is { } received && kept.TimeMs > received + VenueTime.ToleratedMs;
        if (!EventTime.IsPlausible(kept.TimeMs) || (isAhead && _isHistory))
        {
            Reject(RejectReason.ImpossibleTime);
            return;
        }

        if (isAhead)
            kept = kept with { TimeMs = ReceivedMs!.Value };
        _market.Add(kept);
        if (kept.Mark is { } mark)
            kept.Symbol.SetMark(mark, kept.TimeMs);
    }

    /// <summary>Notes that one message of the frame that is no order was not taken.</summary>
    public void Reject(RejectReason reason) => _rejections.Add(reason);

    /// <summary>Notes that one order of the frame was not taken: something is missing from the totals.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="symbol">The venue's symbol, as bytes, where the message has one.</param>
    /// <param name="timeMs">Venue time, Unix milliseconds; 0 where the message has none.</param>
    /// <param name="venueId">The venue's own id of the event; empty if it has none.</param>
    public void RejectOrder(
        RejectReason reason, ReadOnlySpan<byte> symbol = default, long timeMs = 0, ReadOnlySpan<byte> venueId = default) =>
        RejectOrder(reason, symbol, timeMs, venueId, 0);

    private void RejectOrder(RejectReason reason, ReadOnlySpan<byte> symbol, long timeMs, ReadOnlySpan<byte> venueId, int content)
    {
        _rejections.Add(reason);
        if (reason == RejectReason.VenueAccount)
            return;
        var fingerprint = new HashCode();
        fingerprint.Add(reason);
        fingerprint.AddBytes(symbol);
        fingerprint.AddBytes(venueId);
        fingerprint.Add(timeMs);
        fingerprint.Add(content);
        _symbols.TryGet(symbol, out var entry, out _);
        _rejectedOrders.Add(new RejectedOrder(
            reason, entry, VenueTime.IsPossible(timeMs, ReceivedMs) ? timeMs : null, fingerprint.ToHashCode()));
    }

    private void NoteStamp(long timeMs)
    {
        // A venue's reader that finds no time in a message gives the time of receipt: that says nothing about a clock.
        if (EventTime.IsPlausible(timeMs) && timeMs != ReceivedMs && !(timeMs <= NewestStampMs))
            NewestStampMs = timeMs;
    }

    private int Ordinal(VenueSymbol symbol, LiquidatedSide side, long timeMs, ExactNumber price, ExactNumber quantity)
    {
        var ordinal = 0;
        foreach (ref readonly var other in LiquidationSpan)
        {
            if (other.TimeMs == timeMs && ReferenceEquals(other.Symbol, symbol) && other.Side == side
                && other.Price == price && other.Quantity == quantity)
                ordinal++;
        }

        return ordinal;
    }
}
