using System.Buffers;
using System.Diagnostics.Tracing;

namespace LiqMon.Tests.Venues;

/// <summary>The largest buffer that the thread rents from the shared pool: what a document of a whole answer shows itself by.</summary>
internal sealed class RentedBuffers : EventListener
{
    private const string Pool = "System.Buffers.ArrayPoolEventSource";
    private const int BufferRented = 1;

    private readonly int _thread = Environment.CurrentManagedThreadId;

    /// <summary>Bytes of the largest; proven to be seen by one of 100 bytes that is rented at once.</summary>
    public int Largest { get; private set; }

    public RentedBuffers()
    {
        foreach (var source in EventSource.GetSources().Where(source => source.Name == Pool))
            EnableEvents(source, EventLevel.Verbose);
        ArrayPool<byte>.Shared.Return(ArrayPool<byte>.Shared.Rent(100));
        if (Largest == 0)
            throw new InvalidOperationException("The pool's events are not seen.");
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Pool)
            EnableEvents(eventSource, EventLevel.Verbose);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventId == BufferRented && Environment.CurrentManagedThreadId == _thread)
            Largest = Math.Max(Largest, (int)eventData.Payload![1]!);
    }
}
