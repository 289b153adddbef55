using LiqMon.Text;

namespace LiqMon.Queries;

/// <summary>Says which venues are watched: <c>16 of 17 venues live; missing: kraken (unreachable since 2026-11-20 12:05:00 UTC: …)</c>.</summary>
public static class WatchText
{
    /// <summary>The count alone.</summary>
    public static string Count(WatchResult watch)
    {
        ArgumentNullException.ThrowIfNull(watch);
        return $"{watch.Live} of {watch.Expected} venues live";
    }

    /// <summary>The count and who is missing.</summary>
    public static string Of(WatchResult watch)
    {
        ArgumentNullException.ThrowIfNull(watch);
        return Count(watch) + (watch.Missing.Count == 0 ? "" : "; missing: " + string.Join(", ", watch.Missing.Select(Of)))
            + (watch.Clocks.Count == 0 ? "" : "; wrong: " + string.Join(", ", watch.Clocks));
    }

    /// <summary>One venue that is missing: its name, why, and since when.</summary>
    public static string Of(MissingVenueResult missing)
    {
        ArgumentNullException.ThrowIfNull(missing);
        var state = (missing.Reason ?? missing.State).Replace('_', ' ');
        var since = missing.Since is { } at ? $" since {Timestamps.InWords(at)}" : "";
        return $"{missing.Venue} ({state}{since}{(missing.Detail is { } detail ? ": " + detail : "")})";
    }
}
