using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Venues;

namespace LiqMon.Completeness;

/// <summary>
/// The one place that computes how complete an answer is. Page, command line, HTTP, reports, InfluxDB and metrics all
/// take it from here, so that they cannot disagree.
/// </summary>
/// <param name="reader">The store.</param>
/// <param name="known">All venues that an answer may be about.</param>
/// <param name="cache">Keeps weights between live totals; null reads them each time.</param>
public sealed class CompletenessQuery(StoreReader reader, IReadOnlyList<RequestedVenue> known, WeightCache? cache = null)
{
    private const long HourMs = 3_600_000;
    private const long WeekMs = 7 * 24 * HourMs;

    /// <summary>Of a venue whose prior nobody has published.</summary>
    private const double UnknownShare = 0.005;

    /// <summary>Reads proofs, gaps and deficits of a span, for the whole of it and any part.</summary>
    /// <param name="venues">Ids of the venues that are requested; those that are switched off are left out by the caller.</param>
    /// <param name="fromMs">Start, Unix milliseconds, inclusive.</param>
    /// <param name="toMs">End, Unix milliseconds, exclusive; what lies after <paramref name="nowMs"/> does not count, but
    /// makes the total a floor: it is still to come.</param>
    /// <param name="nowMs">The present, Unix milliseconds.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public SpanCompleteness Run(IReadOnlyList<string> venues, long fromMs, long toMs, long nowMs)
    {
        ArgumentNullException.ThrowIfNull(venues);
        return reader.InSnapshot(() => new SpanCompleteness(reader, known, Weights(Math.Min(toMs, nowMs), nowMs))
        {
            Coverage = reader.Coverage.OfVenues(venues, fromMs, toMs, nowMs),
            Deficits = reader.Coverage.Deficits(venues, fromMs, Math.Min(toMs, nowMs)),
            FromMs = fromMs,
            ToMs = Math.Min(toMs, nowMs),
            // A window ends with the present millisecond.
            IsOver = toMs <= nowMs + 1,
        });
    }

    // The week ends with a whole hour: its sums are then read from the coarse buckets, and stay the same for an hour.
    private Dictionary<string, decimal> Weights(long spanEndMs, long nowMs)
    {
        var endMs = spanEndMs / HourMs * HourMs;
        return cache is null ? Read(endMs, nowMs) : cache.Of(endMs, nowMs, () => Read(endMs, nowMs));
    }

    private Dictionary<string, decimal> Read(long endMs, long nowMs)
    {
        var ids = known.Where(venue => venue.Class != FeedClass.None).Select(venue => venue.Id).Distinct().ToList();
        var dollars = reader.Liquidations.Totals(new LiquidationFilter { FromMs = endMs - WeekMs, ToMs = endMs }, Grouping.Venue)
            .ToDictionary(total => total.Group!, total => (decimal)(total.LongMicroUsd + total.ShortMicroUsd));
        return VenueWeights.Of(
        [
            .. reader.Coverage.OfVenues(ids, endMs - WeekMs, endMs, nowMs).Select(venue => new VenueWeek(
                venue.Venue,
                dollars.GetValueOrDefault(venue.Venue),
                (decimal)venue.Share,
                (decimal)(VenueCatalog.Find(venue.Venue)?.Profile.NormalShare ?? UnknownShare))),
        ]);
    }
}
