using System.Text.Json;
using System.Threading.Channels;
using LiqMon.Market;
using LiqMon.Sampling;
using LiqMon.Store;
using LiqMon.Threading;
using LiqMon.Venues;

namespace LiqMon.Ingestion;

/// <summary>
/// The one way from a venue's bytes to the store, for sockets, REST answers and replays alike: interprets, values,
/// filters, counts, and hands over. A frame that cannot be used is quarantined and never stops the caller. May be used by
/// several threads at once, each with its own readings.
/// </summary>
public sealed class FrameProcessor
{
    private const string InternalError = "InternalError";

    private readonly IVenue _venue;
    private readonly SymbolRegistry _symbols;
    private readonly ChannelWriter<StoreItem> _store;
    private readonly MarketSampler _board;
    private readonly FrameProcessorOptions _options;
    private readonly ILogger _logger;
    private readonly Quarantine _quarantine;
    private readonly RejectionLog _rejectionLog;
    private readonly DoubtfulTimes _doubtful;
    private readonly UnlistedContracts _unlisted;
    private readonly RecentFingerprints _recent = new();
    private readonly long _gridMs;
    private FrameBatch? _spare = new();

    /// <summary>An intake that hands over to <paramref name="store"/>, waiting while that is full.</summary>
    public FrameProcessor(
        IVenue venue,
        SymbolRegistry symbols,
        ChannelWriter<StoreItem> store,
        MarketSampler board,
        FrameProcessorOptions options,
        VenueCounters counters,
        TimeProvider time,
        ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(venue);
        ArgumentNullException.ThrowIfNull(options);
        _venue = venue;
        _symbols = symbols;
        _store = store;
        _board = board;
        _options = options;
        Counters = counters;
        _logger = logger;
        _quarantine = new Quarantine(venue.Profile.Id, options.QuarantinePerMinute, counters, time);
        _rejectionLog = new RejectionLog(venue.Profile.Id, time, logger);
        _doubtful = new DoubtfulTimes(counters);
        _unlisted = new UnlistedContracts(venue.Profile.Id, counters);
        _gridMs = Math.Max(1, (long)options.SampleGrid.TotalMilliseconds);
    }

    /// <summary>What has passed through.</summary>
    public VenueCounters Counters { get; }

    /// <summary>Raised when a message names a contract that is not known.</summary>
    public AsyncAutoResetSignal InstrumentsWanted { get; } = new();

    /// <summary>Raised when a contract shows for the first time that is in no list: the lists are old.</summary>
    public AsyncAutoResetSignal ListOutdated { get; } = new();

    /// <summary>Readings to be used with this intake by one caller at a time.</summary>
    public FrameReadings NewReadings() => new(_symbols);

    /// <summary>Whether an asset is to be kept.</summary>
    public bool Keeps(string asset) => _options.Assets.Count == 0 || _options.Assets.Contains(asset);

    /// <summary>Takes one socket frame. Does not allocate for liquidations of known contracts while the store keeps up.</summary>
    /// <param name="readings">The caller's own.</param>
    /// <param name="frame">The frame, decompressed; used during the call only.</param>
    /// <param name="receivedMs">When it arrived, Unix milliseconds; null for a recording without receive times.</param>
    /// <param name="feed">The feed it came on.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    public ValueTask<FrameOutcome> TakeFrameAsync(
        FrameReadings readings, ReadOnlyMemory<byte> frame, long? receivedMs, string feed, CancellationToken cancellationToken)
    {
        _options.Sink?.Write(receivedMs ?? 0, _venue.Profile.Id, "ws", frame.Span);
        return TakeAsync(readings, frame, receivedMs, new FrameOrigin(feed, null, false), cancellationToken);
    }

    /// <summary>Takes the answer to one of the venue's polls.</summary>
    /// <param name="name">Name of the call.</param>
    /// <param name="readings">The caller's own.</param>
    /// <param name="body">The answer; used during the call only.</param>
    /// <param name="receivedMs">When it arrived, Unix milliseconds; null for a recording without receive times.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    public ValueTask<FrameOutcome> TakePollAsync(
        string name, FrameReadings readings, ReadOnlyMemory<byte> body, long? receivedMs, CancellationToken cancellationToken)
    {
        var channel = "rest:" + name;
        _options.Sink?.Write(receivedMs ?? 0, _venue.Profile.Id, channel, body.Span);
        return TakeAsync(readings, body, receivedMs, new FrameOrigin(channel, name, false), cancellationToken);
    }

    /// <summary>Takes one page of a venue's history; the page learns which call follows.</summary>
    internal ValueTask<FrameOutcome> TakeHistoryAsync(
        HistoryPage page, FrameReadings readings, ReadOnlyMemory<byte> body, long receivedMs, CancellationToken cancellationToken) =>
        TakeAsync(readings, body, receivedMs, new FrameOrigin("rest:" + page.Request.Name, null, true), cancellationToken, page);

    /// <summary>Contracts have ended: hands over that nothing of them is open any more.</summary>
    /// <param name="contracts">The contracts.</param>
    /// <param name="nowMs">Now, Unix milliseconds.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    public async ValueTask EndAsync(IReadOnlyList<Instrument> contracts, long nowMs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        var batch = new FrameBatch();
        foreach (var contract in contracts)
            _board.End(contract.WireName, nowMs, batch.OpenInterest);
        batch.AddSamples(_options.Assets);
        Counters.AddSamples(batch.Items.Count);
        await HandOverRestAsync(batch.Items, 0, cancellationToken);
    }

    /// <summary>Hands over the samples that are still held back; at the end of a run or a replay.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        var batch = new FrameBatch();
        _board.Flush(batch.OpenInterest, batch.Marks);
        batch.AddSamples(_options.Assets);
        Counters.AddSamples(batch.Items.Count);
        _doubtful.Settle(long.MaxValue, batch.Deficits);
        batch.Deficits.MoveTo(batch.Items, _venue.Profile.Id, CoveredSpan.WholeVenue);
        await HandOverRestAsync(batch.Items, 0, cancellationToken);
    }

    private ValueTask<FrameOutcome> TakeAsync(
        FrameReadings readings,
        ReadOnlyMemory<byte> frame,
        long? receivedMs,
        FrameOrigin origin,
        CancellationToken cancellationToken,
        HistoryPage? page = null)
    {
        var batch = Interlocked.Exchange(ref _spare, null) ?? new FrameBatch();
        batch.Clear();
        Counters.AddFrame(frame.Length);
        var kind = Interpret(readings, frame, receivedMs, origin, page, batch);
        Counters.AddKind(kind);
        var outcome = new FrameOutcome(
            kind, readings.AckId, readings.Detail, readings.Reply.WrittenMemory,
            IsProof(kind, readings, batch), batch.OrdersTaken, batch.OrdersRejected, batch.OrderRejection, readings.NewestStampMs);
        var handedOver = HandOver(batch.Items);
        if (handedOver < batch.Items.Count)
            return FinishAsync(batch, handedOver, outcome, cancellationToken);
        Volatile.Write(ref _spare, batch);
        return ValueTask.FromResult(outcome);
    }

    private static bool IsProof(FrameKind kind, FrameReadings readings, FrameBatch batch) => kind switch
    {
        FrameKind.Data => batch.IsTaken(readings),
        FrameKind.Ack => (readings.LiquidationSpan.Length > 0 || readings.MarketSpan.Length > 0) && batch.IsTaken(readings),
        _ => false,
    };

    private async ValueTask<FrameOutcome> FinishAsync(
        FrameBatch batch, int handedOver, FrameOutcome outcome, CancellationToken cancellationToken)
    {
        await HandOverRestAsync(batch.Items, handedOver, cancellationToken);
        Volatile.Write(ref _spare, batch);
        return outcome;
    }

    private FrameKind Interpret(
        FrameReadings readings, ReadOnlyMemory<byte> frame, long? receivedMs, in FrameOrigin origin, HistoryPage? page, FrameBatch batch)
    {
        readings.Clear(receivedMs, origin.IsHistory);
        try
        {
            var kind = page is not null ? page.Read(_venue, frame.Span, readings)
                : origin.Poll is not { } poll ? _venue.Read(frame.Span, readings)
                : _venue.ReadPoll(poll, frame.Span, readings);
            Gather(readings, origin, batch);
            Count(readings, batch);
            if (page is null && receivedMs is { } received && NewestMs(readings) is { } newest)
                Counters.Lag(received - newest);
            if (page is null && origin.Poll is null && receivedMs is { } receipt && readings.LiquidationSpan is [.., var order])
                Counters.AddOrderLag(receipt - order.TimeMs);
            if (kind == FrameKind.Malformed)
                KeepUnreadable(frame, receivedMs, origin, nameof(FrameKind.Malformed), batch);
            else if (batch.Rejections.Count > 0)
                _quarantine.Keep(batch, frame, receivedMs, origin.Feed, string.Join(',', batch.Rejections.Distinct()));
            AddRejectedOrders(readings, frame.Span, origin, batch, page);
            MoveDeficits(origin, batch);
            return kind;
        }
        catch (JsonException)
        {
            batch.Clear();
            KeepUnreadable(frame, receivedMs, origin, nameof(FrameKind.Malformed), batch);
            MoveDeficits(origin, batch);
            return readings.Malformed("not JSON");
        }
        catch (Exception failure)
        {
            _logger.MessageNotInterpreted(_venue.Profile.Id, origin.Feed, failure);
            Counters.AddInternalError();
            batch.Clear();
            KeepUnreadable(frame, receivedMs, origin, InternalError, batch);
            MoveDeficits(origin, batch);
            return readings.Malformed("internal error: " + failure.Message);
        }
    }

    private void Gather(FrameReadings readings, in FrameOrigin origin, FrameBatch batch)
    {
        var newestBeforeMs = readings.ReceivedMs is { } received && readings.NewestStampMs is { } stampMs
            ? _doubtful.AddStamp(stampMs, received, origin)
            : null;
        foreach (ref readonly var reading in readings.LiquidationSpan)
        {
            if (reading.Symbol.Instrument is { } known && !Keeps(known.Asset))
            {
                batch.FilteredLiquidations++;
                continue;
            }

            var outcome = reading.Value(readings.ReceivedMs ?? reading.TimeMs, out var liquidation);
            switch (outcome)
            {
                case ValuationOutcome.Valued when !Plausible.IsOrder(liquidation.NotionalMicroUsd, reading.Symbol.OpenInterestUsd):
                    batch.AddUnvalued(reading, RejectReason.Implausible);
                    continue;
                case ValuationOutcome.Valued:
                    batch.Valued++;
                    batch.Items.Add(StoreItem.Of(liquidation));
                    break;
                case ValuationOutcome.UnknownInstrument:
                    batch.AddPending(reading, _venue.Profile.Id, readings.ReceivedMs ?? reading.TimeMs);
                    if (_symbols.IsListComplete && _unlisted.AddOrder(reading.Symbol))
                        ListOutdated.Raise();
                    break;
                case ValuationOutcome.MarginMismatch: batch.AddUnvalued(reading, RejectReason.MarginMismatch); break;
                case ValuationOutcome.NoUsdRate: batch.AddUnvalued(reading, RejectReason.NoUsdRate); break;
                case ValuationOutcome.OutOfRange: batch.AddUnvalued(reading, RejectReason.OutOfRange); break;
                default: throw new InvalidOperationException("A valuation has an outcome that is not handled.");
            }

            if (outcome is ValuationOutcome.Valued or ValuationOutcome.UnknownInstrument && readings.ReceivedMs is { } orderReceivedMs)
                _doubtful.AddOrder(reading.Symbol.Name, reading.TimeMs, orderReceivedMs, origin, newestBeforeMs, batch.Deficits);
        }

        if (readings is { LostMessages: > 0, ReceivedMs: { } lostByMs })
            batch.AddLoss(new Gap(_venue.Profile.Id, origin.Feed, readings.LostSinceMs, lostByMs, GapReason.MessagesLost));
        if (readings.ReceivedMs is { } nowMs)
            _doubtful.Settle(nowMs, batch.Deficits);
        for (var i = 0; i < readings.Rejections.Count; i++)
            batch.Rejections.Add(readings.Rejections[i]);
        batch.AddOrdersRejected(readings.OrdersRejected, readings.OrderRejection);
        GatherMarket(readings, origin, batch);
    }

    private void GatherMarket(FrameReadings readings, in FrameOrigin origin, FrameBatch batch)
    {
        if (readings.MarketSpan.IsEmpty)
            return;
        var liveMs = origin.IsHistory ? null : readings.ReceivedMs;
        var isClockWrong = Counters.ClockOffsetMs is > VenueTime.ToleratedMs or < -VenueTime.ToleratedMs;
        foreach (ref readonly var reading in readings.MarketSpan)
        {
            if (reading.Symbol.Instrument is { } known && !Keeps(known.Asset))
            {
                batch.FilteredMarket++;
                continue;
            }

            if (reading.Symbol.Instrument is null && liveMs is { } seenMs && _symbols.IsListComplete
                && _unlisted.Add(reading, seenMs, _symbols.UnseenSinceMs, batch.Unlisted))
            {
                InstrumentsWanted.Raise();
                ListOutdated.Raise();
            }

            // A clock that is wrong would put today's open interest into another hour.
            var kept = isClockWrong && liveMs is { } received ? reading with { TimeMs = received } : reading;
            _board.Add(kept, _gridMs, batch.OpenInterest, batch.Marks);
        }

        batch.AddSamples(_options.Assets);
    }

    /// <summary>An order that is in no total is written down: answers about its time are a floor.</summary>
    private void AddRejectedOrders(
        FrameReadings readings, ReadOnlySpan<byte> frame, in FrameOrigin origin, FrameBatch batch, HistoryPage? page)
    {
        for (var i = 0; i < readings.RejectedOrders.Count; i++)
            batch.RejectedOrders.Add(readings.RejectedOrders[i]);
        for (var i = 0; i < batch.RejectedOrders.Count; i++)
        {
            var order = batch.RejectedOrders[i];
            if (order.Symbol?.Instrument is { } known && !Keeps(known.Asset))
                continue;
            // One of which nothing was filled is missing from no total.
            if (order.Reason != RejectReason.NonPositiveQuantity)
                page?.Uncounted.Add(order.Symbol?.Name ?? "");
            // Pages overlap; a socket repeats only what has the same time.
            var isRecognisable = order.TimeMs is not null || !origin.IsSocket;
            var fingerprint = HashCode.Combine(order.Fingerprint, EqualBefore(batch.RejectedOrders, i));
            if (isRecognisable && !_recent.TryAdd(fingerprint, order.TimeMs ?? 0))
                continue;
            Counters.AddRejectedOrders(1);
            _rejectionLog.Report(order.Reason.ToString(), origin.Feed, frame);
            if ((order.TimeMs ?? readings.ReceivedMs ?? readings.NewestStampMs) is { } placeMs)
                batch.Deficits.Add(order.Symbol?.Name ?? "", placeMs, DeficitReason.Rejected);
        }
    }

    /// <summary>How many equal orders the frame holds before one: a venue without ids may send two alike.</summary>
    private static int EqualBefore(List<RejectedOrder> orders, int index)
    {
        var equal = 0;
        for (var i = 0; i < index; i++)
        {
            if (orders[i].Fingerprint == orders[index].Fingerprint)
                equal++;
        }

        return equal;
    }

    /// <summary>A message that nobody can read may have held orders, if its feed brings any.</summary>
    private void KeepUnreadable(
        ReadOnlyMemory<byte> frame, long? receivedMs, in FrameOrigin origin, string reason, FrameBatch batch)
    {
        _quarantine.Keep(batch, frame, receivedMs, origin.Feed, reason);
        if (receivedMs is not { } placeMs || !CarriesLiquidations(origin))
            return;
        Counters.AddUnreadable();
        batch.Deficits.Add("", placeMs, DeficitReason.Unreadable);
        _rejectionLog.Report(reason, origin.Feed, frame.Span);
    }

    private bool CarriesLiquidations(in FrameOrigin origin)
    {
        // A page of history that cannot be read leaves its span a gap.
        if (origin.IsHistory || _venue.Profile.FeedClass == FeedClass.None)
            return false;
        if (origin.Poll is not { } name)
            return true;
        var contracts = _symbols.Symbols.Select(symbol => symbol.Instrument).OfType<Instrument>().ToList();
        return _venue.Polls(contracts).Any(poll => poll.Feed is not null && poll.Request.Name == name);
    }

    private void MoveDeficits(in FrameOrigin origin, FrameBatch batch)
    {
        batch.Items.AddRange(batch.Unlisted);
        batch.Deficits.MoveTo(batch.Items, _venue.Profile.Id, origin.DeficitFeed);
    }

    private static long? NewestMs(FrameReadings readings) =>
        readings.LiquidationSpan is [.., var liquidation] ? liquidation.TimeMs
        : readings.MarketSpan is [.., var market] ? market.TimeMs
        : null;

    private void Count(FrameReadings readings, FrameBatch batch)
    {
        Counters.AddLiquidations(
            readings.LiquidationSpan.Length, batch.Valued, batch.Pending, batch.FilteredLiquidations, batch.Unvalued);
        Counters.AddMarket(readings.MarketSpan.Length, batch.FilteredMarket);
        Counters.AddSamples(batch.Items.Count - batch.Valued - batch.Pending - batch.Losses);
        foreach (var reason in batch.Rejections)
            Counters.AddRejected(reason);
        if (batch.Pending > 0)
            InstrumentsWanted.Raise();
        if (batch.Losses > 0)
        {
            Counters.AddLostMessages(readings.LostMessages);
            _logger.MessagesLost(_venue.Profile.Id, readings.LostMessages);
        }
    }

    /// <summary>Hands over as much as the store takes at once.</summary>
    private int HandOver(List<StoreItem> items)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (!_store.TryWrite(items[i]))
                return i;
        }

        return items.Count;
    }

    private async ValueTask HandOverRestAsync(List<StoreItem> items, int from, CancellationToken cancellationToken)
    {
        for (var i = from; i < items.Count; i++)
        {
            if (_store.TryWrite(items[i]))
                continue;
            Counters.AddChannelWait();
            await _store.WriteAsync(items[i], cancellationToken);
        }
    }
}
