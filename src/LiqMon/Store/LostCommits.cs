namespace LiqMon.Store;

/// <summary>Commits that were durable once and that the store does not hold any more.</summary>
/// <param name="Commits">How many.</param>
/// <param name="FromMs">When the newest one that is left was made, Unix milliseconds.</param>
/// <param name="ToMs">When the newest missing one was made, Unix milliseconds.</param>
/// <param name="FoundMs">When they were found missing, Unix milliseconds.</param>
public sealed record LostCommits(long Commits, long FromMs, long ToMs, long FoundMs);
