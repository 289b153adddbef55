namespace LiqMon.Queries;

/// <summary>What readiness is decided from.</summary>
public sealed record ReadinessFacts
{
    /// <summary>Who is watched.</summary>
    public required WatchResult Watch { get; init; }

    /// <summary>Whether any feed at all of a venue that should be watched is live.</summary>
    public required bool IsAnyFeedLive { get; init; }

    /// <summary>Free bytes of the disk; null when the system does not report it.</summary>
    public long? FreeBytes { get; init; }

    /// <summary>Bytes that the store leaves free.</summary>
    public long ReserveBytes { get; init; }

    /// <summary>Commits that failed in a row and are tried again.</summary>
    public long FailedCommits { get; init; }

    /// <summary>Whether items wait for the store.</summary>
    public bool ItemsWait { get; init; }

    /// <summary>How long ago the last commit was, at most since the start of the process; negative when it lies ahead of the clock.</summary>
    public TimeSpan? SinceCommit { get; init; }

    /// <summary>Why the store cannot be read; null when it can.</summary>
    public string? StoreError { get; init; }

    /// <summary>Background loops that have failed lately, a sentence each.</summary>
    public IReadOnlyList<string> FailedLoops { get; init; } = [];

    /// <summary>
    /// Of each live venue that states times, milliseconds by which this machine's clock is ahead of the venue's, delivery
    /// included; negative when it is behind.
    /// </summary>
    public IReadOnlyList<long> VenueLagsMs { get; init; } = [];
}
