namespace LiqMon.Ingestion;

/// <summary>Sees every socket frame and REST body before it is interpreted. Must neither throw nor wait.</summary>
public interface IFrameSink
{
    /// <summary>Takes one frame; the bytes are valid during the call only.</summary>
    /// <param name="receivedMs">When it arrived, Unix milliseconds.</param>
    /// <param name="venue">Venue id.</param>
    /// <param name="channel"><c>ws</c>, or <c>rest:</c> and the name of the call.</param>
    /// <param name="bytes">The frame, decompressed.</param>
    void Write(long receivedMs, string venue, string channel, ReadOnlySpan<byte> bytes);
}
