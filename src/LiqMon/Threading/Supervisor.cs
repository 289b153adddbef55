namespace LiqMon.Threading;

/// <summary>
/// Runs the background loops of a process. A loop that fails is reported, counted and started again, later each time it fails
/// soon after; no other loop notices. May be used by several threads at once.
/// </summary>
public sealed class Supervisor
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly LoopRunner _runner;
    private readonly Lock _using = new();
    private readonly List<SupervisedLoop> _loops = [];

    /// <summary>A supervisor of no loops yet.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="log">The log.</param>
    /// <param name="runner">Runs a loop; other than plainly only in tests that make loops fail.</param>
    public Supervisor(TimeProvider time, ILogger log, LoopRunner? runner = null)
    {
        _time = time;
        _log = log;
        _runner = runner ?? (static (_, loop, cancellation) => loop(cancellation));
    }

    /// <summary>How every loop fares, in the order in which they were started.</summary>
    public IReadOnlyList<LoopStatus> Loops
    {
        get
        {
            lock (_using)
                return [.. _loops.Select(loop => loop.Status)];
        }
    }

    /// <summary>Runs a loop until it ends of its own accord or is cancelled; both are its ordinary end.</summary>
    /// <param name="name">Its name, for logs and metrics.</param>
    /// <param name="loop">The loop; it is called again after a fault.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="isFinal">Whether a fault is one after which starting again is of no use; it is thrown then.</param>
    public async Task RunAsync(
        string name, Func<CancellationToken, Task> loop, CancellationToken cancellation, Func<Exception, bool>? isFinal = null)
    {
        ArgumentNullException.ThrowIfNull(loop);
        var supervised = Known(name);
        supervised.Started();
        for (var pause = FirstPause; !cancellation.IsCancellationRequested;)
        {
            var started = _time.GetTimestamp();
            try
            {
                await _runner(name, loop, cancellation).ConfigureAwait(false);
                break;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                break;
            }
            catch (Exception failure) when (isFinal?.Invoke(failure) == true)
            {
                supervised.Ended();
                throw;
            }
            catch (Exception failure)
            {
                if (_time.GetElapsedTime(started) > LongestPause)
                    pause = FirstPause;
                supervised.Failed(failure, pause);
                _log.LoopRestarted(name, pause.TotalSeconds, failure);
            }

            await Task.Delay(pause, _time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            supervised.Started();
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }

        supervised.Ended();
    }

    /// <summary>The loop of a name: one that is run again, by whatever was itself started again, keeps its history.</summary>
    private SupervisedLoop Known(string name)
    {
        lock (_using)
        {
            if (_loops.Find(loop => loop.Name == name) is { } known)
                return known;
            var loop = new SupervisedLoop(name, _time);
            _loops.Add(loop);
            return loop;
        }
    }
}

/// <summary>Runs a loop once, until it ends, is cancelled or fails.</summary>
/// <param name="name">The loop's name.</param>
/// <param name="loop">The loop.</param>
/// <param name="cancellation">Ends it.</param>
public delegate Task LoopRunner(string name, Func<CancellationToken, Task> loop, CancellationToken cancellation);
