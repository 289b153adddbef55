namespace LiqMon.Tests;

/// <summary>A clock that stands still until it is moved. Timers fire while it moves, each at its own moment.</summary>
internal sealed class FakeTime : TimeProvider
{
    private readonly Lock _using = new();
    private readonly List<FakeTimer> _timers = [];
    private long _ticks = TimeSpan.TicksPerDay;
    private TimeSpan _wallOffset;
    private readonly DateTimeOffset _start = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public override DateTimeOffset GetUtcNow() => _start + _wallOffset + TimeSpan.FromTicks(GetTimestamp() - TimeSpan.TicksPerDay);

    /// <summary>How many wait for it.</summary>
    public int Timers
    {
        get
        {
            lock (_using)
                return _timers.Count;
        }
    }

    /// <summary>Sets the wall clock forward or back, as a time server would.</summary>
    public void StepWall(TimeSpan step) => _wallOffset += step;

    public void Advance(TimeSpan span)
    {
        var target = GetTimestamp() + span.Ticks;
        while (true)
        {
            FakeTimer? due;
            lock (_using)
            {
                due = _timers.Where(timer => timer.DueAt <= target).MinBy(timer => timer.DueAt);
                Interlocked.Exchange(ref _ticks, due is null ? target : Math.Max(_ticks, due.DueAt));
                due?.Rearm();
            }

            if (due is null)
                return;
            due.Fire();
        }
    }

    /// <summary>Moves as a process that stood still sees it: every timer that is due fires late, at the new moment.</summary>
    public void Jump(TimeSpan span)
    {
        Interlocked.Add(ref _ticks, span.Ticks);
        Advance(TimeSpan.Zero);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class FakeTimer(FakeTime time, Action callback) : ITimer
    {
        private TimeSpan _period;

        public long DueAt { get; private set; } = long.MaxValue;

        public void Rearm() => DueAt = _period > TimeSpan.Zero ? DueAt + _period.Ticks : long.MaxValue;

        public void Fire() => callback();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._using)
            {
                _period = period;
                DueAt = dueTime < TimeSpan.Zero ? long.MaxValue : time.GetTimestamp() + dueTime.Ticks;
                if (!time._timers.Contains(this))
                    time._timers.Add(this);
            }

            return true;
        }

        public void Dispose()
        {
            lock (time._using)
                time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
