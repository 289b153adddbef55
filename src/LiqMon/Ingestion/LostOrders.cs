using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Ingestion;

/// <summary>
/// Writes down what of a frame is in no total: orders that were rejected, and frames that nobody can read. What was received
/// is kept in quarantine.
/// </summary>
internal sealed class LostOrders(
    IVenue venue, SymbolRegistry symbols, FrameProcessorOptions options, VenueCounters counters, TimeProvider time, ILogger logger)
{
    private readonly Quarantine _quarantine = new(venue.Profile.Id, options.QuarantinePerMinute, counters, time);
    private readonly RejectionLog _log = new(venue.Profile.Id, time, logger);
    private readonly RecentFingerprints _recent = new();

    /// <summary>Keeps a frame of which some messages could not be used.</summary>
    internal void Keep(FrameBatch batch, ReadOnlyMemory<byte> frame, long? receivedMs, in FrameOrigin origin) =>
        _quarantine.Keep(batch, frame, receivedMs, origin.Feed, string.Join(',', batch.Rejections.Distinct()));

    /// <summary>An order that is in no total is written down: answers about its time are a floor.</summary>
    internal void AddRejected(
        FrameReadings readings, ReadOnlySpan<byte> frame, in FrameOrigin origin, FrameBatch batch, HistoryPage? page)
    {
        for (var i = 0; i < readings.RejectedOrders.Count; i++)
            batch.RejectedOrders.Add(readings.RejectedOrders[i]);
        for (var i = 0; i < batch.RejectedOrders.Count; i++)
        {
            var order = batch.RejectedOrders[i];
            if (order.Symbol?.Instrument is { } known && !options.Keeps(known.Asset))
                continue;
            // One of which nothing was filled is missing from no total.
            if (order.Reason != RejectReason.NonPositiveQuantity)
                page?.Uncounted.Add(order.Symbol?.Name ?? "");
            // Pages overlap; a socket repeats only what has the same time.
            var isRecognisable = order.TimeMs is not null || !origin.IsSocket;
            var fingerprint = HashCode.Combine(order.Fingerprint, EqualBefore(batch.RejectedOrders, i));
            if (isRecognisable && !_recent.TryAdd(fingerprint, order.TimeMs ?? 0))
                continue;
            counters.AddRejectedOrders(1);
            _log.Report(order.Reason.ToString(), origin.Feed, frame);
            var symbol = order.Symbol?.Name ?? "";
            if (order.TimeMs is { } timeMs)
                batch.Deficits.Add(symbol, timeMs, DeficitReason.Rejected);
            else if (page is not null)
                batch.Deficits.Add(symbol, page.FromMs, page.ToMs - 1, DeficitReason.Rejected);
            else if ((readings.ReceivedMs ?? readings.NewestStampMs) is { } receivedMs)
                AddSomewhere(symbol, receivedMs, readings, origin, DeficitReason.Rejected, batch);
        }
    }

    /// <summary>Of what cannot be read no time is known, but when it can have been at the earliest and the latest.</summary>
    private void AddSomewhere(
        string symbol, long receivedMs, FrameReadings readings, in FrameOrigin origin, DeficitReason reason, FrameBatch batch)
    {
        var (fromMs, lastMs) = OrderTimes.Of(readings, receivedMs, origin.Poll is not null, venue.Profile, counters);
        batch.Deficits.Add(symbol, fromMs, lastMs, reason);
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
    internal void AddUnreadable(
        FrameReadings readings, ReadOnlyMemory<byte> frame, long? receivedMs, in FrameOrigin origin, string reason, FrameBatch batch)
    {
        _quarantine.Keep(batch, frame, receivedMs, origin.Feed, reason);
        if (receivedMs is not { } arrivedMs || !CarriesLiquidations(origin))
            return;
        counters.AddUnreadable();
        AddSomewhere("", arrivedMs, readings, origin, DeficitReason.Unreadable, batch);
        _log.Report(reason, origin.Feed, frame.Span);
    }

    private bool CarriesLiquidations(in FrameOrigin origin)
    {
        // A page of history that cannot be read leaves its span a gap.
        if (origin.IsHistory || venue.Profile.FeedClass == FeedClass.None)
            return false;
        if (origin.Poll is not { } name)
            return true;
        var contracts = symbols.Symbols.Select(symbol => symbol.Instrument).OfType<Instrument>().ToList();
        return venue.Polls(contracts).Any(poll => poll.Feed is not null && poll.Request.Name == name);
    }
}
