namespace LiqMon.Tests;

/// <summary>The system's clock, moved; its timers run as ever.</summary>
internal sealed class ShiftedTime(DateTimeOffset start) : TimeProvider
{
    private readonly TimeSpan _shift = start - System.GetUtcNow();
    private long _moreTicks;

    public void Move(TimeSpan by) => Interlocked.Add(ref _moreTicks, by.Ticks);

    public override DateTimeOffset GetUtcNow() =>
        System.GetUtcNow() + _shift + TimeSpan.FromTicks(Volatile.Read(ref _moreTicks));
}
