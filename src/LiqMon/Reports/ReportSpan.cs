using System.Globalization;
using LiqMon.Windows;

namespace LiqMon.Reports;

/// <summary>The span of a report: an ISO week, or seven days up to the last commit.</summary>
public sealed record ReportSpan
{
    private const long MinuteMs = 60_000;

    private ReportSpan()
    {
    }

    /// <summary>The week; null for seven days up to the last commit.</summary>
    public IsoWeek? Week { get; private init; }

    /// <summary>Start, Unix milliseconds, inclusive.</summary>
    public long FromMs { get; private init; }

    /// <summary>Where the span ends or will end, Unix milliseconds, exclusive.</summary>
    public long EndsMs { get; private init; }

    /// <summary>Up to where it is reported, Unix milliseconds, exclusive: the last commit in a week that is not over.</summary>
    public long ToMs { get; private init; }

    /// <summary>Whether the week is not over.</summary>
    public bool SoFar => ToMs < EndsMs;

    /// <summary>What the files are called: <c>liqmon-2026-W46</c>, or <c>liqmon-2026-11-20-7d</c> by the day of the end.</summary>
    public string Name => "liqmon-" + (Week is { } week
        ? week.ToString()
        : DateTimeOffset.FromUnixTimeMilliseconds(ToMs).UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "-7d");

    /// <summary>A week. Before its end it is reported up to the last commit.</summary>
    /// <param name="week">The week.</param>
    /// <param name="nowMs">The present.</param>
    /// <param name="lastCommitMs">When the store was last written; null if never.</param>
    public static ReportSpan Of(IsoWeek week, long nowMs, long? lastCommitMs) => new()
    {
        Week = week,
        FromMs = week.FromMs,
        EndsMs = week.ToMs,
        ToMs = nowMs >= week.ToMs ? week.ToMs : Math.Clamp(Math.Min(lastCommitMs ?? week.FromMs, nowMs), week.FromMs, week.ToMs - 1),
    };

    /// <summary>Seven days up to the minute of the last commit, so that the same store always gives the same.</summary>
    /// <param name="nowMs">The present, for a store that was never written.</param>
    /// <param name="lastCommitMs">When the store was last written; null if never.</param>
    public static ReportSpan LastSevenDays(long nowMs, long? lastCommitMs)
    {
        var end = Math.Min(lastCommitMs ?? nowMs, nowMs) / MinuteMs * MinuteMs;
        return new() { FromMs = end - IsoWeek.LengthMs, EndsMs = end, ToMs = end };
    }

    /// <summary>The same part of an earlier week.</summary>
    /// <param name="weeks">How many weeks earlier.</param>
    public (long FromMs, long ToMs) Earlier(int weeks) => (FromMs - (weeks * IsoWeek.LengthMs), ToMs - (weeks * IsoWeek.LengthMs));
}
