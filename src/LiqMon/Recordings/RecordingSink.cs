using LiqMon.Ingestion;

namespace LiqMon.Recordings;

/// <summary>Writes every frame it sees to a recording. A recording that cannot be written is ended, never silently thinned.</summary>
/// <param name="writer">The recording; closed with this.</param>
/// <param name="failed">Called once when writing fails.</param>
public sealed class RecordingSink(RecordingWriter writer, Action failed) : IFrameSink, IDisposable
{
    private IOException? _failure;

    /// <summary>Frames written so far.</summary>
    public long Frames => writer.Frames;

    /// <summary>Why writing ended; null while it goes on.</summary>
    public IOException? Failure => Volatile.Read(ref _failure);

    /// <inheritdoc/>
    public void Write(long receivedMs, string venue, string channel, FrameSource? source, ReadOnlySpan<byte> bytes)
    {
        if (Failure is not null)
            return;
        try
        {
            writer.Write(receivedMs, venue, channel, source, bytes);
        }
        catch (IOException failure)
        {
            Fail(failure);
        }
    }

    /// <summary>Hands what was written to the operating system.</summary>
    public void Flush()
    {
        if (Failure is not null)
            return;
        try
        {
            writer.Flush();
        }
        catch (IOException failure)
        {
            Fail(failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            writer.Dispose();
        }
        catch (IOException failure)
        {
            Fail(failure);
        }
    }

    private void Fail(IOException failure)
    {
        if (Interlocked.CompareExchange(ref _failure, failure, null) is null)
            failed();
    }
}
