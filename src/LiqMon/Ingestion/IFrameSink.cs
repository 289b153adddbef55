namespace LiqMon.Ingestion;

/// <summary>Sees every socket frame and REST body before it is interpreted. Must neither throw nor wait.</summary>
public interface IFrameSink
{
    /// <summary>Takes one frame; the bytes are valid during the call only.</summary>
    /// <param name="receivedMs">When it arrived, Unix milliseconds.</param>
    /// <param name="venue">Venue id.</param>
    /// <param name="channel"><c>ws</c>, or <c>rest:</c> and the name of the call.</param>
    /// <param name="source">The connection of a socket frame; null for a REST body.</param>
    /// <param name="bytes">The frame, decompressed.</param>
    void Write(long receivedMs, string venue, string channel, FrameSource? source, ReadOnlySpan<byte> bytes);
}

/// <summary>Which of a venue's connections a frame came on.</summary>
/// <param name="Feed">Its feed.</param>
/// <param name="Connection">Its number; another one after a reconnect.</param>
public readonly record struct FrameSource(string Feed, long Connection);
