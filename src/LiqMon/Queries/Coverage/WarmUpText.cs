using LiqMon.Text;

namespace LiqMon.Queries;

/// <summary>How far a venue's past is fetched, in words.</summary>
public static class WarmUpText
{
    /// <summary>A sentence about one venue: <c>gate: 34.2% of its liquidations since 2026-09-01 are stored</c>.</summary>
    public static string Of(string venue, WarmUpResult past)
    {
        ArgumentNullException.ThrowIfNull(past);
        var since = past.From.UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        return past.Fetched == 1 ? $"{venue}: its past since {since} is stored"
            : $"{venue}: {NumberText.Coverage(past.Fetched)} of its past since {since} is stored; "
                + (past.Paused ? "the fetching is paused" : "the newest is fetched first");
    }
}
