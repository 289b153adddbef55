using LiqMon.Market;
using LiqMon.Threading;

namespace LiqMon.Feeds.Coverage;

/// <summary>A moment at which time did not pass as it should: nothing of the span is proven by any feed.</summary>
/// <param name="Number">Its place in the order of all, from 1 on.</param>
/// <param name="FromMs">Start of the span, Unix milliseconds; of a step back, the moment from which it went back.</param>
/// <param name="ToMs">Its end and the present then, Unix milliseconds.</param>
/// <param name="Reason">What happened.</param>
public sealed record ClockBreak(long Number, long FromMs, long ToMs, GapReason Reason)
{
    /// <summary>Whether the wall clock was set back, so that what was recorded ahead must be cut.</summary>
    public bool IsBackwards => ToMs < FromMs;
}

/// <summary>What the clock has done since the start; null for never.</summary>
/// <param name="LastStep">How far the wall clock was last moved against monotonic time; negative for back.</param>
/// <param name="SteppedAt">When, by the clock as it was then.</param>
/// <param name="LastStandstill">How long LiqMon last stood still.</param>
/// <param name="StoodStillAt">When that ended.</param>
public sealed record ClockState(TimeSpan? LastStep, DateTimeOffset? SteppedAt, TimeSpan? LastStandstill, DateTimeOffset? StoodStillAt);

/// <summary>
/// Watches the process's own time: a hole in monotonic time is a standstill, and a wall clock that goes another way than
/// monotonic time was stepped or the machine was suspended. Feeds look here before they claim anything as covered. May be
/// used by several threads at once.
/// </summary>
/// <param name="time">Both clocks.</param>
/// <param name="logger">Log.</param>
public sealed class ClockWatch(TimeProvider time, ILogger logger)
{
    /// <summary>How much later than a look at the clock something may have been recorded before the clock was set back.</summary>
    public const long ToleranceMs = 60_000;

    private const int Kept = 64;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestHole = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LargestStep = TimeSpan.FromSeconds(2);

    /// <summary>After this time venues' clocks have been compared with ours anew, if they can be.</summary>
    private static readonly TimeSpan Compared = TimeSpan.FromMinutes(5);

    private readonly Lock _using = new();
    private readonly List<ClockBreak> _breaks = [];
    private readonly List<(long At, long Ms)> _steps = [];
    private (long At, DateTimeOffset Wall)? _last;
    private long _count;
    private ClockState _state = new(null, null, null, null);

    /// <summary>What the clock has done; may be read by other threads.</summary>
    public ClockState State => Volatile.Read(ref _state);

    /// <summary>Number of the last break; 0 before the first.</summary>
    public long LastNumber
    {
        get
        {
            lock (_using)
                return _count;
        }
    }

    /// <summary>How far the clock was moved lately, both ways, in milliseconds: it may be wrong by as much.</summary>
    public (long ForwardMs, long BackMs) LatelyMoved
    {
        get
        {
            lock (_using)
            {
                if (_steps.Count == 0)
                    return default;
                _steps.RemoveAll(step => time.GetElapsedTime(step.At) > Compared);
                return (_steps.Where(step => step.Ms > 0).Sum(step => step.Ms), -_steps.Where(step => step.Ms < 0).Sum(step => step.Ms));
            }
        }
    }

    /// <summary>Watches until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Start();
        while (true)
        {
            await TaskDelay.ForAsync(Tick, time, cancellationToken);
            Observe();
        }
    }

    /// <summary>Begins to compare; before that nothing is a break.</summary>
    public void Start()
    {
        lock (_using)
            _last ??= (time.GetTimestamp(), time.GetUtcNow());
    }

    /// <summary>Compares both clocks with the last time; does nothing before <see cref="Start"/>.</summary>
    public void Observe()
    {
        lock (_using)
        {
            if (_last is not { } last)
                return;
            var now = (At: time.GetTimestamp(), Wall: time.GetUtcNow());
            _last = now;
            var passed = time.GetElapsedTime(last.At, now.At);
            var step = now.Wall - last.Wall - passed;
            if (step.Duration() > LargestStep)
                Step(last.Wall, now.Wall, step);
            if (passed > LongestHole)
                StandStill(last.Wall, now.Wall, passed, isRecorded: step.Duration() > LargestStep);
        }
    }

    /// <summary>The breaks after a number, in order.</summary>
    public IReadOnlyList<ClockBreak> Since(long number)
    {
        lock (_using)
            return _count <= number ? [] : [.. _breaks.Where(broken => broken.Number > number)];
    }

    private void Step(DateTimeOffset from, DateTimeOffset now, TimeSpan step)
    {
        Volatile.Write(ref _state, _state with { LastStep = step, SteppedAt = now });
        if (_steps.Count == Kept)
            _steps.RemoveAt(0);
        _steps.Add((time.GetTimestamp(), (long)step.TotalMilliseconds));
        // Back it goes from where it had come since the last look. A step back over a standstill may still end later than
        // it began; it is then a hole like any other.
        Add(now < from ? now - step : from, now, GapReason.ClockStepped);
        logger.ClockMoved(step < TimeSpan.Zero ? "back" : "forward", step.Duration().TotalSeconds);
    }

    private void StandStill(DateTimeOffset from, DateTimeOffset now, TimeSpan passed, bool isRecorded)
    {
        Volatile.Write(ref _state, _state with { LastStandstill = passed, StoodStillAt = now });
        if (!isRecorded)
            Add(from, now, GapReason.Standstill);
        logger.StoodStill(passed.TotalSeconds);
    }

    private void Add(DateTimeOffset from, DateTimeOffset now, GapReason reason)
    {
        if (_breaks.Count == Kept)
            _breaks.RemoveAt(0);
        _breaks.Add(new(++_count, from.ToUnixTimeMilliseconds(), now.ToUnixTimeMilliseconds(), reason));
    }
}
