using System.Text.Json;
using System.Threading.Channels;
using LiqMon.Feeds.Sockets;
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
        _gridMs = Math.Max(1, (long)options.SampleGrid.TotalMilliseconds);
    }

    /// <summary>What has passed through.</summary>
    public VenueCounters Counters { get; }

    /// <summary>Raised when a liquidation names a contract that is not known.</summary>
    public AsyncAutoResetSignal InstrumentsWanted { get; } = new();

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
        return TakeAsync(readings, frame, receivedMs, feed, poll: null, cancellationToken);
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
        return TakeAsync(readings, body, receivedMs, channel, name, cancellationToken);
    }

    /// <summary>Takes one page of a venue's history; the page learns which call follows.</summary>
    internal ValueTask<FrameOutcome> TakeHistoryAsync(
        HistoryPage page, FrameReadings readings, ReadOnlyMemory<byte> body, long receivedMs, CancellationToken cancellationToken) =>
        TakeAsync(readings, body, receivedMs, "rest:" + page.Request.Name, poll: null, cancellationToken, page);

    /// <summary>Hands over the samples that are still held back; at the end of a run or a replay.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        var batch = new FrameBatch();
        _board.Flush(batch.OpenInterest, batch.Marks);
        batch.AddSamples(_options.Assets);
        Counters.AddSamples(batch.Items.Count);
        await HandOverRestAsync(batch.Items, 0, cancellationToken);
    }

    private ValueTask<FrameOutcome> TakeAsync(
        FrameReadings readings,
        ReadOnlyMemory<byte> frame,
        long? receivedMs,
        string feed,
        string? poll,
        CancellationToken cancellationToken,
        HistoryPage? page = null)
    {
        var batch = Interlocked.Exchange(ref _spare, null) ?? new FrameBatch();
        batch.Clear();
        Counters.AddFrame(frame.Length);
        var kind = Interpret(readings, frame, receivedMs, feed, poll, page, batch);
        Counters.AddKind(kind);
        var outcome = new FrameOutcome(
            kind, readings.AckId, readings.Detail, readings.Reply.WrittenMemory,
            IsProof(kind, readings, batch), batch.OrdersTaken, batch.OrdersRejected, batch.OrderRejection);
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
        FrameReadings readings, ReadOnlyMemory<byte> frame, long? receivedMs, string feed, string? poll,
        HistoryPage? page, FrameBatch batch)
    {
        readings.Clear(receivedMs);
        try
        {
            var kind = page is not null ? page.Read(_venue, frame.Span, readings)
                : poll is null ? _venue.Read(frame.Span, readings)
                : _venue.ReadPoll(poll, frame.Span, readings);
            Gather(readings, feed, batch);
            Count(readings, batch);
            if (page is null && receivedMs is { } received && NewestMs(readings) is { } newest)
                Counters.Lag(received - newest);
            if (page is null && poll is null && receivedMs is { } receipt && readings.LiquidationSpan is [.., var order])
                Counters.AddOrderLag(receipt - order.TimeMs);
            if (kind == FrameKind.Malformed)
                _quarantine.Keep(batch, frame, receivedMs, feed, nameof(FrameKind.Malformed));
            else if (batch.Rejections.Count > 0)
                _quarantine.Keep(batch, frame, receivedMs, feed, string.Join(',', batch.Rejections.Distinct()));
            return kind;
        }
        catch (JsonException)
        {
            batch.Clear();
            _quarantine.Keep(batch, frame, receivedMs, feed, nameof(FrameKind.Malformed));
            return readings.Malformed("not JSON");
        }
        catch (Exception failure)
        {
            _logger.LogError(
                failure, "{Venue} {Feed}: LiqMon could not interpret a message; it is kept in quarantine", _venue.Profile.Id, feed);
            Counters.AddInternalError();
            batch.Clear();
            _quarantine.Keep(batch, frame, receivedMs, feed, InternalError);
            return readings.Malformed("internal error: " + failure.Message);
        }
    }

    private void Gather(FrameReadings readings, string feed, FrameBatch batch)
    {
        foreach (ref readonly var reading in readings.LiquidationSpan)
        {
            if (reading.Symbol.Instrument is { } known && !Keeps(known.Asset))
            {
                batch.FilteredLiquidations++;
                continue;
            }

            switch (reading.Value(readings.ReceivedMs ?? reading.TimeMs, out var liquidation))
            {
                case ValuationOutcome.Valued when !Plausible.IsOrder(liquidation.NotionalMicroUsd, reading.Symbol.OpenInterestUsd):
                    batch.Rejections.Add(RejectReason.Implausible);
                    break;
                case ValuationOutcome.Valued:
                    batch.Valued++;
                    batch.Items.Add(StoreItem.Of(liquidation));
                    break;
                case ValuationOutcome.UnknownInstrument:
                    batch.AddPending(reading, _venue.Profile.Id, readings.ReceivedMs ?? reading.TimeMs);
                    break;
                case ValuationOutcome.MarginMismatch: batch.AddUnvalued(RejectReason.MarginMismatch); break;
                case ValuationOutcome.NoUsdRate: batch.AddUnvalued(RejectReason.NoUsdRate); break;
                case ValuationOutcome.OutOfRange: batch.AddUnvalued(RejectReason.OutOfRange); break;
                default: throw new InvalidOperationException("A valuation has an outcome that is not handled.");
            }
        }

        batch.Unvalued = batch.Rejections.Count;
        if (readings is { LostMessages: > 0, ReceivedMs: { } receivedMs })
            batch.AddLoss(new Gap(_venue.Profile.Id, feed, readings.LostSinceMs, receivedMs, GapReason.MessagesLost));
        for (var i = 0; i < readings.Rejections.Count; i++)
            batch.Rejections.Add(readings.Rejections[i]);
        batch.AddOrdersRejected(readings.OrdersRejected, readings.OrderRejection);
        foreach (ref readonly var reading in readings.MarketSpan)
        {
            if (reading.Symbol.Instrument is { } known && !Keeps(known.Asset))
                batch.FilteredMarket++;
            else
                _board.Add(reading, _gridMs, batch.OpenInterest, batch.Marks);
        }

        batch.AddSamples(_options.Assets);
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
            _logger.LogWarning("{Venue}: {Messages} messages of the venue never arrived, by its own numbering", _venue.Profile.Id, readings.LostMessages);
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
