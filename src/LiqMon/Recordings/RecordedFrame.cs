namespace LiqMon.Recordings;

/// <summary>One frame of a recording.</summary>
/// <param name="ReceivedMs">When it arrived, Unix milliseconds; null in a file of bare frames.</param>
/// <param name="Venue">Venue id; null in a file of bare frames.</param>
/// <param name="Channel"><c>ws</c>, or <c>rest:</c> and the name of a REST call.</param>
/// <param name="Frame">The exact bytes.</param>
public sealed record RecordedFrame(long? ReceivedMs, string? Venue, string Channel, ReadOnlyMemory<byte> Frame)
{
    /// <summary>The feed of a socket frame; null where the recording does not keep the venue's sockets apart.</summary>
    public string? Feed { get; init; }

    /// <summary>The number of its connection; 0 where the recording has none.</summary>
    public long Connection { get; init; }

    /// <summary>Channel of socket frames.</summary>
    public const string Socket = "ws";

    /// <summary>Start of the channel names of REST answers.</summary>
    public const string RestPrefix = "rest:";

    /// <summary>Name of the REST call, or null for a socket frame.</summary>
    public string? RestName => Channel.StartsWith(RestPrefix, StringComparison.Ordinal) ? Channel[RestPrefix.Length..] : null;
}
