namespace LiqMon.Tests.Queries;

/// <summary>A clock that stands still; its timers are real.</summary>
internal sealed class FixedTime(DateTimeOffset now) : TimeProvider
{
    /// <summary>The moment at which the sample store is asked.</summary>
    internal static FixedTime Noon { get; } = new(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));

    public override DateTimeOffset GetUtcNow() => now;

    public override TimeZoneInfo LocalTimeZone { get; } =
        TimeZoneInfo.CreateCustomTimeZone("far", TimeSpan.FromHours(13), "far", "far");
}
