using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Text;
using LiqMon.Venues;

namespace LiqMon.Queries;

/// <summary>Says what a venue publishes and what is held of it.</summary>
public static class VenueResultBuilder
{
    /// <summary>The answer for one venue.</summary>
    /// <param name="venue">The venue.</param>
    /// <param name="held">What the store holds; null without a store.</param>
    /// <param name="status">The live state of feeds; empty when nothing runs.</param>
    public static VenueResult Of(KnownVenue venue, VenueStats? held, IReadOnlyList<StatusResult> status)
    {
        ArgumentNullException.ThrowIfNull(venue);
        var profile = VenueCatalog.Find(venue.Id)?.Profile;
        return new VenueResult
        {
            Id = venue.Id,
            Name = venue.Name,
            Enabled = venue.Enabled,
            Liquidations = venue.FeedClass,
            LiquidationsNote = venue.FeedNote,
            OpenInterest = profile?.OpenInterestNote ?? "",
            Backfill = profile?.BackfillNote ?? "",
            Events = held is null ? null : held.Counts?.Liquidations ?? 0,
            FirstEvent = held?.Counts?.FirstMs is { } first ? Timestamps.FromUnixMs(first) : null,
            LastEvent = held?.Counts?.LastMs is { } last ? Timestamps.FromUnixMs(last) : null,
            Coverage24h = venue.HasLiquidations && held is not null ? CoverageResultBuilder.Share(held.DayShare) : null,
            State = State(venue, held, status),
            Repairs7d = venue.HasLiquidations && held is not null ? RepairsResult.Of(held.WeekRepairs, held.WeekGaps) : null,
        };
    }

    private static string? State(KnownVenue venue, VenueStats? held, IReadOnlyList<StatusResult> status)
    {
        if (venue.ClosedOn is { } closed)
            return Timestamps.ClosedOn(closed);
        if (!venue.Enabled)
            return "off";
        var states = status.Where(s => s.Venue == venue.Id).Select(s => s.State).Distinct().ToList();
        if (states.Count > 0)
            return string.Join(' ', states);
        return held is null ? null : held.Trouble is { } reason ? EnumNames.Of(reason) : "live";
    }
}

/// <summary>What the store holds of one venue.</summary>
/// <param name="Counts">What is stored; null for nothing.</param>
/// <param name="DayShare">Coverage of the last 24 hours, 0 to 1.</param>
/// <param name="WeekGaps">What is missing of the last 7 days.</param>
/// <param name="WeekRepairs">Gaps of the last 7 days whose history was read.</param>
/// <param name="Trouble">Why it is not watched at this moment; null when it is.</param>
public sealed record VenueStats(
    VenueCounts? Counts, double DayShare, IReadOnlyList<VenueGap> WeekGaps, IReadOnlyList<GapRepaired> WeekRepairs, GapReason? Trouble);
