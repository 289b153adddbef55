namespace LiqMon.Recordings;

/// <summary>One frame of a recording.</summary>
/// <param name="ReceivedMs">When it arrived, Unix milliseconds; null in a file of bare frames.</param>
/// <param name="Venue">Venue id; null in a file of bare frames.</param>
/// <param name="Channel"><c>ws</c>, or <c>rest:</c> and the name of a REST call.</param>
/// <param name="Frame">The exact bytes.</param>
public sealed record RecordedFrame(long? ReceivedMs, string? Venue, string Channel, ReadOnlyMemory<byte> Frame)
{
    /// <summary>Channel of socket frames.</summary>
    public const string Socket = "ws";

    /// <summary>Start of the channel names of REST answers.</summary>
    public const string RestPrefix = "rest:";

    /// <summary>Name of the REST call, or null for a socket frame.</summary>
    public string? RestName => Channel.StartsWith(RestPrefix, StringComparison.Ordinal) ? Channel[RestPrefix.Length..] : null;
}
