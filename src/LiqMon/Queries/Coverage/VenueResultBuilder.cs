using LiqMon.Completeness;
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
        var missing = Missing(venue, held, status);
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
            Coverage24h = venue.HasLiquidations && held is not null ? held.Day?.Share : null,
            State = State(venue, held, status),
            Reason = missing?.Reason,
            Detail = missing?.Detail,
            Since = missing?.Since,
            Clock = venue.Enabled ? status.FirstOrDefault(feed => feed.Venue == venue.Id)?.Clock : null,
            Weight = held is { IsWeighed: true, Day: { } day } ? day.Weight : null,
            Deficits24h = held?.Day is { } watched ? [.. watched.Deficits.Select(DeficitResult.Of)] : null,
            WarmUp = held?.WarmUp,
            Caught = held?.Caught,
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
        return held is null ? null : held.CurrentGap is { } gap ? EnumNames.Of(gap.Reason) : "live";
    }

    private static MissingVenueResult? Missing(KnownVenue venue, VenueStats? held, IReadOnlyList<StatusResult> status)
    {
        if (!venue.Enabled || venue.ClosedOn is not null)
            return null;
        if (status.Any(feed => feed.Venue == venue.Id))
        {
            return status.FirstOrDefault(feed => feed.Venue == venue.Id && feed.State != "live") is { } worst
                ? new(venue.Id, worst.State, worst.Reason ?? worst.State, worst.Detail, worst.Since)
                : null;
        }

        return held?.CurrentGap is { } gap
            ? new(venue.Id, EnumNames.Of(gap.Reason), EnumNames.Of(gap.Reason), null,
                gap.Reason == GapReason.NotWatched ? null : Timestamps.FromUnixMs(gap.FromMs))
            : null;
    }
}

/// <summary>What the store holds of one venue.</summary>
/// <param name="Counts">What is stored; null for nothing.</param>
/// <param name="Day">How complete the last 24 hours are.</param>
/// <param name="IsWeighed">Whether its weight is its part among the venues that are switched on.</param>
/// <param name="WeekGaps">What is missing of the last 7 days.</param>
/// <param name="WeekRepairs">Gaps of the last 7 days whose history was read.</param>
/// <param name="CurrentGap">Why it is not watched at this moment, and since when; null when it is.</param>
public sealed record VenueStats(
    VenueCounts? Counts, VenueCompleteness? Day, bool IsWeighed, IReadOnlyList<VenueGap> WeekGaps, IReadOnlyList<GapRepaired> WeekRepairs,
    VenueGap? CurrentGap)
{
    /// <summary>How far its past is fetched; null where that is not done.</summary>
    public WarmUpResult? WarmUp { get; init; }

    /// <summary>What share of its dollars its feed caught; null where nobody publishes all.</summary>
    public CaughtShareResult? Caught { get; init; }
}
