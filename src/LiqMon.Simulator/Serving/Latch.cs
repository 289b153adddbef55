namespace LiqMon.Simulator;

/// <summary>A door that can be shut and opened any number of times.</summary>
internal sealed class Latch
{
    private TaskCompletionSource? _shut;

    public bool IsShut => Volatile.Read(ref _shut) is not null;

    public void Shut() => Interlocked.CompareExchange(
        ref _shut, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), null);

    public void Open() => Interlocked.Exchange(ref _shut, null)?.TrySetResult();

    public Task WhenOpenAsync(CancellationToken cancellation) =>
        Volatile.Read(ref _shut) is { } shut ? shut.Task.WaitAsync(cancellation) : Task.CompletedTask;
}
