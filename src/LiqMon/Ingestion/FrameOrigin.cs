using LiqMon.Market;

namespace LiqMon.Ingestion;

/// <summary>Where a frame came from.</summary>
/// <param name="Feed">The socket's feed, or the name of the REST call.</param>
/// <param name="Poll">Name of the poll; null for a socket and for history.</param>
/// <param name="IsHistory">Whether it is a page of the venue's history.</param>
internal readonly record struct FrameOrigin(string Feed, string? Poll, bool IsHistory)
{
    /// <summary>Whether it came over a socket, as it happened.</summary>
    public bool IsSocket => Poll is null && !IsHistory;

    /// <summary>The name under which deficits of a socket are kept; others belong to the venue as a whole.</summary>
    public string DeficitFeed => IsSocket ? Feed : CoveredSpan.WholeVenue;
}
