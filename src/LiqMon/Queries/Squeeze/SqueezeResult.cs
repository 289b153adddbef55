using System.Text.Json.Serialization;
using LiqMon.Market;

namespace LiqMon.Queries;

/// <summary>How much was liquidated in a span, long and short, and how complete that is.</summary>
public sealed record SqueezeResult : StoreResult, ICompletenessView
{
    /// <summary>The asset, several with commas between, or <c>ALL</c>.</summary>
    public required string Asset { get; init; }

    /// <summary>Venues that contributed, sorted.</summary>
    public required IReadOnlyList<string> Venues { get; init; }

    /// <summary>Start of the span.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>End of the span.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Dollars of liquidated longs.</summary>
    public required decimal LongUsd { get; init; }

    /// <summary>Dollars of liquidated shorts.</summary>
    public required decimal ShortUsd { get; init; }

    /// <summary>Short minus long dollars. Positive: shorts were squeezed.</summary>
    public required decimal ShortMinusLongUsd { get; init; }

    /// <summary>Short plus long dollars.</summary>
    public required decimal TotalUsd { get; init; }

    /// <summary>Short part of the total, 0 to 1; null when the total is zero.</summary>
    public required decimal? ShortShare { get; init; }

    /// <summary>Liquidated longs, in orders.</summary>
    public required long LongOrders { get; init; }

    /// <summary>Liquidated shorts, in orders.</summary>
    public required long ShortOrders { get; init; }

    /// <summary>
    /// Whether nothing of the span was watched and nothing of it was found: then the dollars are not known, and their zeros mean
    /// nothing. Left out of JSON when false.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Unwatched => LongOrders + ShortOrders == 0 && Coverage.All(venue => venue.Share == 0);

    /// <summary>The largest order; null if there was none.</summary>
    public required LargestResult? Largest { get; init; }

    /// <summary>
    /// Whether the true total is at least this much: a venue does not publish all, was not covered, or sent what is not in it.
    /// </summary>
    public required bool Floor { get; init; }

    /// <summary>Part of the normal volume that was watched, 0 to 1: proven shares weighted by what venues normally contribute.</summary>
    public required decimal Covered { get; init; }

    /// <summary>The least covered venue; null if none is requested that publishes liquidations.</summary>
    public required LeastCoveredResult? LeastCovered { get; init; }

    /// <summary>How much of the span each venue requested was watched.</summary>
    public required IReadOnlyList<CoverageResult> Coverage { get; init; }

    /// <summary>What belongs to the totals and is not in them, with its reason.</summary>
    public required IReadOnlyList<DeficitResult> Deficits { get; init; }

    /// <summary>Price, open interest and the spans before; left out of breakdowns and of the live stream.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SqueezeContextResult? Context { get; init; }

    /// <summary>What others counted in gaps of the span; in none of the numbers above. Only where it was requested.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ExternalResult? External { get; init; }

    /// <summary>What the totals would be if sampled feeds hid nothing; in none of the numbers above. Only where it was requested.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EstimateResult? Estimate { get; init; }
}

/// <summary>Sums that another source counted in gaps, beside LiqMon's own totals and never added to them.</summary>
/// <param name="Source">Who counted.</param>
/// <param name="Venues">Venues whose gaps it filled, sorted.</param>
/// <param name="LongUsd">Dollars of liquidated longs.</param>
/// <param name="ShortUsd">Dollars of liquidated shorts.</param>
/// <param name="Totals">Sums they consist of, one for each venue, asset and bucket of time.</param>
public sealed record ExternalResult(string Source, IReadOnlyList<string> Venues, decimal LongUsd, decimal ShortUsd, int Totals);

/// <summary>One order, as the largest of a total.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Symbol">The venue's symbol.</param>
/// <param name="Side">The position that was closed.</param>
/// <param name="Usd">Dollars.</param>
/// <param name="Price">Price as sent.</param>
/// <param name="Time">Venue time.</param>
public sealed record LargestResult(
    string Venue, string Symbol, LiquidatedSide Side, decimal Usd, double Price, DateTimeOffset Time);

/// <summary>How much of a span a venue was watched and proven to deliver.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Class">How much of its liquidations the venue publishes.</param>
/// <param name="Share">0 to 1; 1 only if nothing at all is missing.</param>
/// <param name="Gaps">What is missing, in order of time.</param>
public sealed record CoverageResult(string Venue, FeedClass Class, decimal Share, IReadOnlyList<GapResult> Gaps)
{
    /// <summary>Its part of what the venues requested normally contribute, 0 to 1.</summary>
    public decimal Weight { get; init; }

    /// <summary>Gaps that are not listed, the shortest, where the whole answer has very many; the share counts them all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int GapsLeftOut { get; init; }
}

/// <summary>A span that is not covered.</summary>
/// <param name="From">Start.</param>
/// <param name="To">End.</param>
/// <param name="Reason">Why.</param>
public sealed record GapResult(DateTimeOffset From, DateTimeOffset To, GapReason Reason);
