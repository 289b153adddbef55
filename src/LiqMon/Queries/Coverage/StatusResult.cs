using System.Text.Json.Serialization;

namespace LiqMon.Queries;

/// <summary>The live state of one venue's feed.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Feed">The venue's feed.</param>
/// <param name="State">The state in lower snake case: <c>live</c>, <c>connecting</c>, or the reason of a gap.</param>
/// <param name="Since">Since when.</param>
/// <param name="LastFrame">When the feed last delivered; null if never.</param>
/// <param name="Reconnects">Connections lost since the start.</param>
/// <param name="Reason">Why it is not live; null while it is.</param>
/// <param name="Detail">The same in words.</param>
/// <param name="NextAttempt">When it is dialled again; left out while it does not wait for that.</param>
public sealed record StatusResult(
    string Venue,
    string Feed,
    string State,
    DateTimeOffset Since,
    DateTimeOffset? LastFrame,
    long Reconnects,
    string? Reason = null,
    string? Detail = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? NextAttempt = null)
{
    /// <summary>What is wrong with the venue's clock, or with this machine's; null while both are right or not known.</summary>
    public string? Clock { get; init; }
}
