using System.Text.Json;
using LiqMon.Market;
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
    private readonly FrameProcessorOptions _options;
    private readonly ILogger _logger;
    private readonly BatchBuilder _builder;
    private readonly LostOrders _lost;
    private readonly StoreHandover _store;
    private long _connections;
    private FrameBatch? _spare = new();

    /// <summary>A processor that hands over to the store, waiting while that is full.</summary>
    public FrameProcessor(FrameProcessorSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        _venue = setup.Venue;
        _symbols = setup.Symbols;
        _options = setup.Options;
        Counters = setup.Counters;
        _logger = setup.Logger;
        _builder = new BatchBuilder(_venue, _symbols, setup.Sampler, _options, Counters);
        _lost = new LostOrders(_venue, _symbols, _options, Counters, setup.Time, _logger);
        _store = new StoreHandover(setup.Store, Counters);
    }

    /// <summary>What has passed through.</summary>
    public VenueCounters Counters { get; }

    /// <summary>Raised when a message names a contract that is not known.</summary>
    public AsyncAutoResetSignal InstrumentsWanted => _builder.InstrumentsWanted;

    /// <summary>Raised when a contract shows for the first time that is in no list: the lists are old.</summary>
    public AsyncAutoResetSignal ListOutdated => _builder.ListOutdated;

    /// <summary>Readings to be used with this intake by one caller at a time.</summary>
    public FrameReadings NewReadings() => new(_symbols) { Number = Interlocked.Increment(ref _connections) };

    /// <summary>Whether an asset is to be kept.</summary>
    public bool Keeps(string asset) => _options.Keeps(asset);

    /// <summary>Takes one socket frame. Does not allocate for liquidations of known contracts while the store keeps up.</summary>
    /// <param name="readings">The caller's own.</param>
    /// <param name="frame">The frame, decompressed; used during the call only.</param>
    /// <param name="receivedMs">When it arrived, Unix milliseconds; null for a recording without receive times.</param>
    /// <param name="feed">The feed it came on.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    public ValueTask<FrameOutcome> TakeFrameAsync(
        FrameReadings readings, ReadOnlyMemory<byte> frame, long? receivedMs, string feed, CancellationToken cancellationToken)
    {
        _options.Sink?.Write(receivedMs ?? 0, _venue.Profile.Id, "ws", new FrameSource(feed, readings.Number), frame.Span);
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
        _options.Sink?.Write(receivedMs ?? 0, _venue.Profile.Id, channel, null, body.Span);
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
        _builder.AddEnded(contracts, nowMs, batch);
        Counters.AddSamples(batch.Items.Count);
        await _store.WriteRestAsync(batch.Items, 0, cancellationToken);
    }

    /// <summary>Hands over the samples that are still held back; at the end of a run or a replay.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        var batch = new FrameBatch();
        _builder.AddRest(batch);
        Counters.AddSamples(batch.Items.Count);
        batch.Deficits.MoveTo(batch.Items, _venue.Profile.Id, CoveredSpan.WholeVenue);
        await _store.WriteRestAsync(batch.Items, 0, cancellationToken);
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
        var handedOver = _store.TryWrite(batch.Items);
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
        await _store.WriteRestAsync(batch.Items, handedOver, cancellationToken);
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
            _builder.Add(readings, origin, batch);
            Count(readings, batch);
            if (page is null && receivedMs is { } received && NewestMs(readings) is { } newest)
                Counters.Lag(received - newest);
            if (page is null && origin.Poll is null && receivedMs is { } receipt && readings.LiquidationSpan is [.., var order])
                Counters.AddOrderLag(receipt - order.TimeMs);
            if (kind is FrameKind.Malformed or FrameKind.Unknown)
                _lost.AddUnreadable(readings, frame, receivedMs, origin, kind.ToString(), batch);
            else if (batch.Rejections.Count > 0)
                _lost.Keep(batch, frame, receivedMs, origin);
            _lost.AddRejected(readings, frame.Span, origin, batch, page);
            MoveDeficits(origin, batch);
            return kind;
        }
        catch (JsonException)
        {
            batch.Clear();
            _lost.AddUnreadable(readings, frame, receivedMs, origin, nameof(FrameKind.Malformed), batch);
            MoveDeficits(origin, batch);
            return readings.Malformed("not JSON");
        }
        catch (Exception failure)
        {
            _logger.MessageNotInterpreted(_venue.Profile.Id, origin.Feed, failure);
            Counters.AddInternalError();
            batch.Clear();
            _lost.AddUnreadable(readings, frame, receivedMs, origin, InternalError, batch);
            MoveDeficits(origin, batch);
            return readings.Malformed("internal error: " + failure.Message);
        }
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
}
