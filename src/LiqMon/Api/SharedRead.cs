namespace LiqMon.Api;

/// <summary>Reads something once for all who ask while it is being read. May be used by several threads.</summary>
internal sealed class SharedRead<T>(Func<T> read)
{
    private readonly Lock _gate = new();
    private Task<T>? _reading;

    /// <summary>What is read now; a caller that gives up does not end it for the others.</summary>
    internal Task<T> GetAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_reading is null or { IsCompleted: true })
                _reading = Task.Factory.StartNew(read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            return _reading.WaitAsync(cancellation);
        }
    }
}
