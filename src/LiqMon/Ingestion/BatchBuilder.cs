using LiqMon.Market;
using LiqMon.Sampling;
using LiqMon.Store;
using LiqMon.Threading;
using LiqMon.Venues;

namespace LiqMon.Ingestion;

/// <summary>Values, filters and samples what a venue read of a frame, and adds it to the frame's batch.</summary>
internal sealed class BatchBuilder(
    IVenue source, SymbolRegistry symbols, MarketSampler board, FrameProcessorOptions options, VenueCounters counters)
{
    private readonly MessageLosses _losses = new();
    private readonly DoubtfulTimes _doubtful = new(counters);
    private readonly UnlistedContracts _unlisted = new(source, counters);
    private readonly string _venue = source.Profile.Id;
    private readonly long _gridMs = Math.Max(1, (long)options.SampleGrid.TotalMilliseconds);

    /// <summary>Raised when a message names a contract that is not known.</summary>
    internal AsyncAutoResetSignal InstrumentsWanted { get; } = new();

    /// <summary>Raised when a contract shows for the first time that is in no list: the lists are old.</summary>
    internal AsyncAutoResetSignal ListOutdated { get; } = new();

    /// <summary>Adds what a venue read of one frame.</summary>
    internal void Add(FrameReadings readings, in FrameOrigin origin, FrameBatch batch)
    {
        var newestBeforeMs = readings.ReceivedMs is { } received && readings.NewestStampMs is { } stampMs
            ? _doubtful.AddStamp(stampMs, received, origin)
            : null;
        foreach (ref readonly var reading in readings.LiquidationSpan)
        {
            if (reading.Symbol.Instrument is { } known && !options.Keeps(known.Asset))
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
                    if (reading.Symbol.DelistedMs is not null && origin.IsSocket && _unlisted.AddDelisted(reading.Symbol, reading.TimeMs, batch.Unlisted))
                        ListOutdated.Raise();
                    break;
                case ValuationOutcome.UnknownInstrument:
                    batch.AddPending(reading, _venue, readings.ReceivedMs ?? reading.TimeMs);
                    if (symbols.IsListComplete && _unlisted.AddOrder(reading.Symbol))
                        ListOutdated.Raise();
                    break;
                case ValuationOutcome.MarginMismatch: batch.AddUnvalued(reading, RejectReason.MarginMismatch); break;
                case ValuationOutcome.NoUsdRate: batch.AddUnvalued(reading, RejectReason.NoUsdRate); break;
                case ValuationOutcome.OutOfRange: batch.AddUnvalued(reading, RejectReason.OutOfRange); break;
                default: throw new InvalidOperationException("A valuation has an outcome that is not handled.");
            }

            if (reading.IsRepeated && origin.IsSocket)
                batch.Deficits.Add(reading.Symbol.Name, reading.TimeMs, DeficitReason.Repeated);
            if (outcome is ValuationOutcome.Valued or ValuationOutcome.UnknownInstrument && readings.ReceivedMs is { } orderReceivedMs)
                _doubtful.AddOrder(reading.Symbol.Name, reading.TimeMs, orderReceivedMs, origin, newestBeforeMs, batch.Deficits);
        }

        if (readings is { LostMessages: > 0, ReceivedMs: { } lostByMs })
        {
            // What was lost may be dated earlier than the message before it arrived.
            var fromMs = readings.LostSinceMs - OrderTimes.BackMs(source.Profile, counters);
            var toMs = lostByMs + OrderTimes.AheadMs(counters) + 1;
            batch.AddLoss(_losses.Add(new Gap(_venue, origin.Feed, fromMs, toMs, GapReason.MessagesLost)));
        }

        if (readings.ReceivedMs is { } nowMs)
            _doubtful.Settle(nowMs, batch.Deficits);
        for (var i = 0; i < readings.Rejections.Count; i++)
            batch.Rejections.Add(readings.Rejections[i]);
        batch.AddOrdersRejected(readings.OrdersRejected, readings.OrderRejection);
        AddMarket(readings, origin, batch);
    }

    private void AddMarket(FrameReadings readings, in FrameOrigin origin, FrameBatch batch)
    {
        if (readings.MarketSpan.IsEmpty)
            return;
        var liveMs = origin.IsHistory ? null : readings.ReceivedMs;
        var isClockWrong = counters.ClockOffsetMs is > VenueTime.ToleratedMs or < -VenueTime.ToleratedMs;
        foreach (ref readonly var reading in readings.MarketSpan)
        {
            if (reading.Symbol.Instrument is { } known && !options.Keeps(known.Asset))
            {
                batch.FilteredMarket++;
                continue;
            }

            if (liveMs is { } seenMs && symbols.IsListComplete && IsNewlyUnlisted(reading, seenMs, batch))
            {
                InstrumentsWanted.Raise();
                ListOutdated.Raise();
            }

            // A clock that is wrong would put today's open interest into another hour.
            var kept = isClockWrong && liveMs is { } received ? reading with { TimeMs = received } : reading;
            board.Add(kept, _gridMs, batch.OpenInterest, batch.Marks);
        }

        batch.AddSamples(options.Assets);
    }

    private bool IsNewlyUnlisted(in MarketReading reading, long seenMs, FrameBatch batch) => reading.Symbol switch
    {
        { Instrument: null } => _unlisted.Add(reading, seenMs, symbols.UnseenSinceMs, batch.Unlisted),
        { DelistedMs: not null } => _unlisted.AddDelisted(reading, seenMs, batch.Unlisted),
        _ => false,
    };

    /// <summary>Adds that of contracts that have ended nothing is open any more.</summary>
    internal void AddEnded(IReadOnlyList<Instrument> contracts, long nowMs, FrameBatch batch)
    {
        foreach (var contract in contracts)
            board.End(contract.WireName, nowMs, batch.OpenInterest);
        batch.AddSamples(options.Assets);
    }

    /// <summary>Adds the samples that are still held back, and decides about all times that are still in doubt.</summary>
    internal void AddRest(FrameBatch batch)
    {
        board.Flush(batch.OpenInterest, batch.Marks);
        batch.AddSamples(options.Assets);
        _doubtful.Settle(long.MaxValue, batch.Deficits);
    }
}
