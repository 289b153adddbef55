using System.Threading.Channels;

namespace LiqMon.Threading;

/// <summary>Says "something is to be done" from one loop to another. Raising it twice before it is seen is raising it once.</summary>
public sealed class AsyncAutoResetSignal
{
    private readonly Channel<bool> _raised = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Raises it.</summary>
    public void Raise() => _raised.Writer.TryWrite(true);

    /// <summary>Takes it down; false when it was not raised.</summary>
    public bool TryLower() => _raised.Reader.TryRead(out _);

    /// <summary>Waits until it is raised, without taking it down.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _raised.Reader.WaitToReadAsync(cancellationToken).AsTask();
}
