namespace LiqMon.Store;

/// <summary>
/// Removes what is past its time while the program runs. Each minute it works in small steps until nothing is left, and rests
/// after each step several times as long as the step took, so that commits hardly wait. A clock that was set forward removes
/// nothing before it is believed.
/// </summary>
public sealed class RetentionLoop(EventStore store, TimeProvider time, ILogger log)
{
    /// <summary>How many times as long as a step took the loop rests after it.</summary>
    internal const int RestPerStep = 4;

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LeastRest = TimeSpan.FromMilliseconds(50);
    private readonly SettledClock _clock = new(time);
    private bool _isFailing;

    /// <summary>Removes until cancelled.</summary>
    /// <exception cref="StoreException">The store can never write again.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(Every, time, cancellation).ConfigureAwait(false);
            for (var (more, rest) = Step(); more; (more, rest) = Step())
                await Task.Delay(rest, time, cancellation).ConfigureAwait(false);
        }
    }

    private (bool More, TimeSpan Pause) Step()
    {
        var started = time.GetTimestamp();
        try
        {
            var more = store.Prune(_clock.NowMs());
            _isFailing = false;
            var rest = RestPerStep * time.GetElapsedTime(started);
            return (more, rest > LeastRest ? rest : LeastRest);
        }
        catch (StoreException failure) when (!failure.IsFinal)
        {
            // Tried again with the next minute. A disk that is full is reported by the commits.
            if (!_isFailing)
                log.PruneFailed(failure.Message);
            _isFailing = true;
            return (false, default);
        }
    }
}
