using LiqMon.Completeness;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Venues;

namespace LiqMon.Queries;

/// <summary>Answers questions about what venues deliver, and how completely.</summary>
public sealed class VenueQueries
{
    private const long DayMs = 86_400_000;
    private const long WeekMs = 7 * DayMs;

    /// <summary>A venue that is polled has a newer sample than this.</summary>
    private const long SamplesLastMs = 5 * 60_000;

    private readonly QueryScope _scope;

    internal VenueQueries(QueryScope scope) => _scope = scope;

    /// <summary>How complete the totals of all assets over a span that ends now are, of the venues that are switched on.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public CompletenessResult Completeness(TimeSpan span, DateTimeOffset now)
    {
        using var reader = _scope.Open();
        var nowMs = now.ToUnixTimeMilliseconds();
        // As a window: (now - span, now].
        return reader.InSnapshot(() => _scope.KeptQuery(reader)
            .Run(_scope.Watched, nowMs - (long)span.TotalMilliseconds + 1, nowMs + 1, nowMs).Of(new()));
    }

    /// <summary>What each venue publishes and what the store holds of it.</summary>
    /// <param name="now">The present.</param>
    /// <param name="status">The live state of feeds; empty when nothing runs.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public IReadOnlyList<VenueResult> Of(DateTimeOffset now, IReadOnlyList<StatusResult> status)
    {
        using var reader = _scope.Open();
        var nowMs = now.ToUnixTimeMilliseconds();
        var counts = reader.State.VenueCounts();
        var ids = _scope.Venues.Select(v => v.Id).ToList();
        // The weights are those of the venues that are switched on, as in every total that does not name venues.
        var span = _scope.Query(reader).Run(ids, nowMs - DayMs + 1, nowMs + 1, nowMs);
        var weights = _scope.Query(reader).Run(_scope.Watched, nowMs - DayMs + 1, nowMs + 1, nowMs).Of(new()).Venues.ToDictionary(venue => venue.Venue, venue => venue.Weight);
        var day = span.Of(new()).Venues.ToDictionary(
            venue => venue.Venue, venue => venue with { Weight = weights.GetValueOrDefault(venue.Venue) });
        var week = reader.Coverage.OfVenues(ids, nowMs - WeekMs, nowMs, nowMs).ToDictionary(c => c.Venue, c => c.Gaps);
        return QueryScope.Marked<VenueResult>(
            reader,
            [
                .. _scope.Venues.Select(venue => VenueResultBuilder.Of(
                    venue,
                    new VenueStats(
                        counts.FirstOrDefault(c => c.Venue == venue.Id), day[venue.Id], weights.ContainsKey(venue.Id), week[venue.Id],
                        reader.Coverage.Repairs(venue.Id, nowMs - WeekMs, nowMs), CurrentGap(reader, venue, week[venue.Id], nowMs))
                    {
                        WarmUp = WarmUp(reader, venue, nowMs),
                        Caught = Caught(reader, venue, nowMs),
                    },
                    status)),
            ]);
    }

    /// <summary>How far the past of each venue is fetched that is switched on and whose past is fetched in the background.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public IReadOnlyList<(string Venue, WarmUpResult Past)> WarmUps(DateTimeOffset now)
    {
        if (!_scope.Venues.Any(IsFetched))
            return [];
        var nowMs = now.ToUnixTimeMilliseconds();
        using var reader = _scope.Open();
        return [.. _scope.Venues.Select(venue => (venue.Id, Past: WarmUp(reader, venue, nowMs))).Where(one => one.Past is not null).Select(one => (one.Id, one.Past!))];
    }

    private static bool IsFetched(KnownVenue venue) => venue is { Enabled: true, Past: not null };

    private WarmUpResult? WarmUp(StoreReader reader, KnownVenue venue, long nowMs) => !IsFetched(venue) || reader.State.IsSimulated()
        ? null
        : _scope.WarmUp(venue.Id, nowMs, () => WarmUpResult.Of(reader, venue.Id, venue.Past!.Value, nowMs));

    private CaughtShareResult? Caught(StoreReader reader, KnownVenue venue, long nowMs) =>
        venue.Enabled && VenueCatalog.Find(venue.Id)?.Profile.PublishedDaily is { } source
            ? _scope.Caught(venue.Id, nowMs, () => CaughtShareBuilder.OfLastWeek(reader, venue.Id, source, nowMs))
            : null;

    /// <summary>Why a venue is not watched at this moment. One without liquidations shows by its samples that it is.</summary>
    private static VenueGap? CurrentGap(StoreReader reader, KnownVenue venue, IReadOnlyList<VenueGap> gaps, long nowMs)
    {
        if (venue.HasLiquidations)
            return gaps is [.., var last] && last.ToMs >= nowMs ? last : null;
        return reader.Market.NewestSampleMs(venue.Id) is not { } sampled ? new VenueGap(nowMs - WeekMs, nowMs, GapReason.NotWatched)
            : sampled < nowMs - SamplesLastMs ? new VenueGap(sampled, nowMs, GapReason.NotRunning)
            : null;
    }
}
