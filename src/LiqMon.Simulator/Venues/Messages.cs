namespace LiqMon.Simulator;

/// <summary>A data message for all who subscribed to its topic.</summary>
/// <param name="Topic">Name of the subscription, as the venue's dialogues keep it.</param>
/// <param name="Body">The message.</param>
/// <param name="Carries">The liquidations inside.</param>
internal sealed record Publication(string Topic, byte[] Body, IReadOnlyList<LedgerTicket> Carries);

/// <summary>A step of the market as the control streams see it.</summary>
/// <param name="PreviousMs">Time of the step before.</param>
/// <param name="NowMs">Time of this step.</param>
internal readonly record struct MarketMoment(long PreviousMs, long NowMs)
{
    /// <summary>Whether a regular stream of the given interval sends at this step.</summary>
    public bool IsEvery(int intervalMs) => PreviousMs / intervalMs != NowMs / intervalMs;
}

/// <summary>Path and query of an HTTP request, decoded, and what was posted; null for a GET.</summary>
internal sealed record ClientRequest(string Path, IReadOnlyDictionary<string, string> Query, string? Body = null)
{
    /// <summary>A query value; null when it is missing or empty.</summary>
    public string? this[string name] => Query.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
}

/// <summary>A REST answer, with the liquidations inside if it counts as their delivery.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">The body.</param>
/// <param name="Headers">Headers beside the usual ones.</param>
/// <param name="Carries">The liquidations that this answer delivers.</param>
/// <param name="HoldsOrders">Whether it is a page of the history of liquidations.</param>
internal sealed record RestAnswer(
    int Status,
    byte[] Body,
    IReadOnlyDictionary<string, string>? Headers = null,
    IReadOnlyList<LedgerTicket>? Carries = null,
    bool HoldsOrders = false);
