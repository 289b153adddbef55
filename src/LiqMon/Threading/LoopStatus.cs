namespace LiqMon.Threading;

/// <summary>What a background loop is doing.</summary>
public enum LoopState
{
    /// <summary>It runs.</summary>
    Running,

    /// <summary>It failed and waits to be started again.</summary>
    Waiting,

    /// <summary>It has ended, because the process stops or because there is nothing more to do.</summary>
    Ended,
}

/// <summary>How a background loop fares.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">What it is doing.</param>
/// <param name="Faults">How often it failed since the start of the process.</param>
/// <param name="LastFault">The last fault, for people; null for none.</param>
/// <param name="FailedAt">When that was.</param>
/// <param name="StartsAt">When it starts again; null while it runs.</param>
/// <param name="FailedLately">Whether the last fault is less than five minutes old.</param>
public readonly record struct LoopStatus(
    string Name, LoopState State, long Faults, string? LastFault, DateTimeOffset? FailedAt, DateTimeOffset? StartsAt, bool FailedLately);
