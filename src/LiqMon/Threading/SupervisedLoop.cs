namespace LiqMon.Threading;

/// <summary>What is known of a loop that is supervised.</summary>
internal sealed class SupervisedLoop(string name, TimeProvider time)
{
    // A loop that has been well for so long is no longer worth a word.
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(5);

    private readonly Lock _using = new();
    private LoopState _state = LoopState.Running;
    private long _faults;
    private string? _lastFault;
    private DateTimeOffset? _failedAt;
    private DateTimeOffset? _startsAt;

    internal string Name => name;

    internal LoopStatus Status
    {
        get
        {
            lock (_using)
            {
                var isRecent = _failedAt is { } at && time.GetUtcNow() - at < Remembered;
                return new(name, _state, _faults, _lastFault, _failedAt, _startsAt, isRecent);
            }
        }
    }

    internal void Failed(Exception failure, TimeSpan pause)
    {
        lock (_using)
        {
            _faults++;
            _state = LoopState.Waiting;
            _lastFault = $"{failure.GetType().Name}: {failure.Message}";
            _failedAt = time.GetUtcNow();
            _startsAt = _failedAt + pause;
        }
    }

    internal void Started()
    {
        lock (_using)
            (_state, _startsAt) = (LoopState.Running, null);
    }

    internal void Ended()
    {
        lock (_using)
            (_state, _startsAt) = (LoopState.Ended, null);
    }
}
