using System.Text.Json.Serialization;
using LiqMon.Market;

namespace LiqMon.Queries;

/// <summary>What a venue publishes, and what the store holds of it.</summary>
public sealed record VenueResult : StoreResult
{
    /// <summary>Venue id.</summary>
    public required string Id { get; init; }

    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Whether the settings switch it on.</summary>
    public required bool Enabled { get; init; }

    /// <summary>How much of its liquidations it publishes.</summary>
    public required FeedClass Liquidations { get; init; }

    /// <summary>What that means.</summary>
    public required string LiquidationsNote { get; init; }

    /// <summary>How open interest is obtained.</summary>
    public required string OpenInterest { get; init; }

    /// <summary>Whether past liquidations can be had.</summary>
    public required string Backfill { get; init; }

    /// <summary>Liquidations ever stored; null without a store.</summary>
    public required long? Events { get; init; }

    /// <summary>Minute of the oldest liquidation.</summary>
    public required DateTimeOffset? FirstEvent { get; init; }

    /// <summary>Minute of the newest liquidation.</summary>
    public required DateTimeOffset? LastEvent { get; init; }

    /// <summary>Part of the last 24 hours in which it was watched, 0 to 1; null without a store, and for a venue that publishes no liquidations.</summary>
    [JsonPropertyName("coverage_24h")]
    public required decimal? Coverage24h { get; init; }

    /// <summary>
    /// How its feeds do at this moment, reported by a running monitor; from the store alone <c>live</c>, or why it is not; when
    /// it closed for good; <c>off</c> when the settings switch it off. Null without a store.
    /// </summary>
    public string? State { get; init; }

    /// <summary>Why it is not live; null while it is.</summary>
    public string? Reason { get; init; }

    /// <summary>The same in words, reported by a running monitor; null without one.</summary>
    public string? Detail { get; init; }

    /// <summary>What is wrong with its clock, or with this machine's; null while both are right, and without a running monitor.</summary>
    public string? Clock { get; init; }

    /// <summary>Since when it is not live; null while it is, and where that is not known.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Its part of what the venues that are switched on normally contribute, 0 to 1; null without a store, and for one that is off.</summary>
    public decimal? Weight { get; init; }

    /// <summary>What belongs to the totals of the last 24 hours and is not in them; null without a store.</summary>
    [JsonPropertyName("deficits_24h")]
    public IReadOnlyList<DeficitResult>? Deficits24h { get; init; }

    /// <summary>What became of its gaps in the last 7 days; null without a store, and for a venue that publishes no liquidations.</summary>
    [JsonPropertyName("repairs_7d")]
    public required RepairsResult? Repairs7d { get; init; }

    /// <summary>How far its past is fetched; left out where nothing is fetched at the first start, and without a store.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WarmUpResult? WarmUp { get; init; }

    /// <summary>
    /// What share of its liquidated dollars its feed caught in the last full week; left out where nobody publishes its complete
    /// dollars, and without a store.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CaughtShareResult? Caught { get; init; }
}
