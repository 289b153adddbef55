namespace LiqMon.Venues;

/// <summary>
/// An assumption about a venue that its documentation does not settle and that a few calls can check. Reading is pure;
/// the calls are made by whoever checks.
/// </summary>
/// <param name="Name">What is assumed, in a few words for people.</param>
/// <param name="Requests">The calls.</param>
/// <param name="Read">
/// Reads their answers, in the order of the calls. Throws <see cref="System.Text.Json.JsonException"/> when one is not
/// what the venue sends.
/// </param>
public sealed record VenueProbe(
    string Name, IReadOnlyList<RestRequest> Requests, Func<IReadOnlyList<ReadOnlyMemory<byte>>, ProbeFinding> Read)
{
    /// <summary>
    /// A socket to listen to for some seconds, for what no call publishes; its frames are read after the answers. It is
    /// listened to no longer than until the assumption is seen to hold.
    /// </summary>
    public SocketPlan? Listen { get; init; }
}

/// <summary>What a probe showed.</summary>
/// <param name="Holds">Whether the assumption holds; null when the answers do not settle it.</param>
/// <param name="Text">What was seen, in one sentence for people.</param>
public sealed record ProbeFinding(bool? Holds, string Text)
{
    private const int MostCharacters = 500;

    /// <summary>What was seen, in one sentence for people. A venue's own words may be in it, so it is cut after 500 characters.</summary>
    public string Text { get; } = Text.Length <= MostCharacters ? Text : Text[..MostCharacters] + "…";
}
