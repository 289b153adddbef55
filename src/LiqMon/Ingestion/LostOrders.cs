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
    internal void AddUnreadable(
        ReadOnlyMemory<byte> frame, long? receivedMs, in FrameOrigin origin, string reason, FrameBatch batch)
    {
        _quarantine.Keep(batch, frame, receivedMs, origin.Feed, reason);
        if (receivedMs is not { } placeMs || !CarriesLiquidations(origin))
            return;
        counters.AddUnreadable();
        batch.Deficits.Add("", placeMs, DeficitReason.Unreadable);
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
