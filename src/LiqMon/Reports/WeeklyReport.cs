using System.Text.Json.Serialization;
using LiqMon.Queries;

namespace LiqMon.Reports;

/// <summary>Everything a weekly report says. Every format is made of this and of nothing else.</summary>
public sealed record WeeklyReport
{
    /// <summary>The version of the layout; see <c>liqmon report schema</c>.</summary>
    public string Schema { get; init; } = "liqmon.weekly.1";

    /// <summary>What its files are called, without the ending.</summary>
    public required string Name { get; init; }

    /// <summary>The ISO week; null for seven days up to the last commit.</summary>
    public required string? Week { get; init; }

    /// <summary>The asset, several with commas between, or <c>ALL</c>.</summary>
    public required string Asset { get; init; }

    /// <summary>Start, inclusive.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Up to where it counts, exclusive.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Where the week ends, exclusive; later than <see cref="To"/> while it is not over.</summary>
    public required DateTimeOffset Ends { get; init; }

    /// <summary>Whether the week is not over: then <see cref="To"/> is the time of the last commit.</summary>
    public required bool SoFar { get; init; }

    /// <summary>When LiqMon first watched any venue, where that was within the span: what was before is missing; null otherwise.</summary>
    public required DateTimeOffset? WatchedSince { get; init; }

    /// <summary>Whether the data was made up by simulated venues.</summary>
    public required bool Simulated { get; init; }

    /// <summary>The totals and how they compare.</summary>
    public required ReportHeadline Headline { get; init; }

    /// <summary>How complete it is, venue by venue.</summary>
    public required Section<CoverageRow> Coverage { get; init; }

    /// <summary>What the totals would be if sampled feeds hid nothing; in none of the other numbers. Only where it was requested.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EstimateResult? Estimate { get; init; }

    /// <summary>How the numbers come about, in sentences.</summary>
    public required IReadOnlyList<string> Method { get; init; }

    /// <summary>Day by day.</summary>
    public required Section<DayRow> Days { get; init; }

    /// <summary>Hour by hour.</summary>
    public required Section<HourRow> Hours { get; init; }

    /// <summary>By venue, the largest first.</summary>
    public required Section<VenueRow> Venues { get; init; }

    /// <summary>By venue and day.</summary>
    public required Section<VenueDayRow> VenueDays { get; init; }

    /// <summary>The twenty assets with the most liquidated.</summary>
    public required Section<AssetRow> Assets { get; init; }

    /// <summary>The twenty largest orders.</summary>
    public required Section<OrderRow> Orders { get; init; }

    /// <summary>The twenty largest bursts of one-sided liquidations.</summary>
    public required Section<ReportCascade> Cascades { get; init; }

    /// <summary>What followed the cascades of the lead asset in 30 days; only where a side has at least 20.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CascadeAftermathResult? Aftermath { get; init; }

    /// <summary>
    /// What share of its complete dollars each feed caught that does not show all, where somebody publishes them; only where
    /// that is so of a day of the span. In none of the other numbers.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Section<CaughtRow>? Caught { get; init; }

    /// <summary>Open interest at the end and its change, by venue.</summary>
    public required Section<OpenInterestByVenueRow> OpenInterestByVenue { get; init; }

    /// <summary>Open interest at the end and its change, by asset.</summary>
    public required Section<OpenInterestByAssetRow> OpenInterestByAsset { get; init; }

    /// <summary>Funding by asset.</summary>
    public required Section<FundingRow> Funding { get; init; }

    /// <summary>Prices by asset.</summary>
    public required Section<PriceRow> Prices { get; init; }

    /// <summary>The last price of an asset against its 50-day average.</summary>
    public required Section<AverageRow> Averages { get; init; }

    /// <summary>Levels of the lead asset's price.</summary>
    public required Section<LevelRow> Levels { get; init; }

    /// <summary>Round numbers of market caps.</summary>
    public required Section<LevelRow> Milestones { get; init; }

    /// <summary>Premium, basis, market cap and dominance; one row.</summary>
    public required Section<SymbolSampler> Market { get; init; }

    /// <summary>The price drawn beside the days, once an hour.</summary>
    public required Section<PricePointRow> PriceLine { get; init; }

    /// <summary>What the report was made of.</summary>
    public required ReportAppendix Appendix { get; init; }
}

/// <summary>A table of the report.</summary>
/// <param name="Rows">Its rows.</param>
/// <param name="Note">Why it is empty, or what else must be known to read it; null for nothing.</param>
public sealed record Section<T>(IReadOnlyList<T> Rows, string? Note);

/// <summary>The totals and how they compare.</summary>
public sealed record ReportHeadline
{
    /// <summary>Dollars liquidated.</summary>
    public required decimal TotalUsd { get; init; }

    /// <summary>Dollars of liquidated longs.</summary>
    public required decimal LongUsd { get; init; }

    /// <summary>Dollars of liquidated shorts.</summary>
    public required decimal ShortUsd { get; init; }

    /// <summary>Short minus long dollars. Positive: shorts were squeezed.</summary>
    public required decimal ShortMinusLongUsd { get; init; }

    /// <summary>Short part of the total, 0 to 1; null when the total is zero.</summary>
    public required decimal? ShortShare { get; init; }

    /// <summary>Liquidated longs, in orders.</summary>
    public required long LongOrders { get; init; }

    /// <summary>Liquidated shorts, in orders.</summary>
    public required long ShortOrders { get; init; }

    /// <summary>The largest order; null if there was none.</summary>
    public required LargestResult? Largest { get; init; }

    /// <summary>Whether the true total is at least this much.</summary>
    public required bool Floor { get; init; }

    /// <summary>Part of the normal volume that was watched, 0 to 1.</summary>
    public required decimal Covered { get; init; }

    /// <summary>The least covered venue; null if none publishes liquidations.</summary>
    public required LeastCoveredResult? LeastCovered { get; init; }

    /// <summary>What belongs to the totals and is not in them.</summary>
    public required IReadOnlyList<DeficitResult> Deficits { get; init; }

    /// <summary>Dollars of the week before, up to the same moment of the week; null when it was not watched.</summary>
    public required decimal? PreviousTotalUsd { get; init; }

    /// <summary>Growth over the week before: 0.5 is half as much again; null without one to compare with.</summary>
    public required decimal? WeekOnWeek { get; init; }

    /// <summary>Place by total among the weeks compared, 1 for the greatest; null without a liquidation, and when less than half was watched.</summary>
    public required int? Rank { get; init; }

    /// <summary>How many of the last 52 weeks, with this one, hold any liquidation and were watched at least by half.</summary>
    public required int RankedWeeks { get; init; }

    /// <summary>The same in sentences.</summary>
    public required IReadOnlyList<string> Text { get; init; }
}

/// <summary>What the report was made of.</summary>
/// <param name="Version">Version of LiqMon.</param>
/// <param name="Hashes">A hash of each kind of data: equal data gives an equal hash, whatever the order of arrival.</param>
public sealed record ReportAppendix(string Version, IReadOnlyList<DataHash> Hashes);

/// <summary>A hash of the data that was used.</summary>
/// <param name="Data">Which data.</param>
/// <param name="Rows">How many rows of it.</param>
/// <param name="Sha256">SHA-256 in hexadecimal of one line for each row.</param>
/// <param name="Line">What a line holds.</param>
public sealed record DataHash(string Data, long Rows, string Sha256, string Line);
