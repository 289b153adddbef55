using System.Threading.Channels;

namespace LiqMon.Live;

/// <summary>One subscriber's queue of live events.</summary>
public sealed class LiveSubscription : IDisposable
{
    private readonly Channel<ReadOnlyMemory<byte>> _channel;
    private readonly Action<LiveSubscription> _ended;
    private long _dropped;

    internal LiveSubscription(int capacity, Action dropped, Action<LiveSubscription> ended)
    {
        _ended = ended;
        _channel = Channel.CreateBounded<ReadOnlyMemory<byte>>(
            new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ =>
            {
                Interlocked.Increment(ref _dropped);
                dropped();
            });
    }

    /// <summary>The events, each as the bytes of a server-sent event.</summary>
    public ChannelReader<ReadOnlyMemory<byte>> Reader => _channel.Reader;

    /// <summary>How many events were dropped since the last call.</summary>
    public long TakeDropped() => Interlocked.Exchange(ref _dropped, 0);

    /// <inheritdoc/>
    public void Dispose()
    {
        _ended(this);
        _channel.Writer.TryComplete();
    }

    internal void Offer(ReadOnlyMemory<byte> frame) => _channel.Writer.TryWrite(frame);
}
