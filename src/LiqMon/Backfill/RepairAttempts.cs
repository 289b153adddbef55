using LiqMon.Store;

namespace LiqMon.Backfill;

/// <summary>What has been tried in vain, and when it is tried again: ever more rarely, but never given up. One task at a time.</summary>
/// <typeparam name="TKey">What names a thing to repair.</typeparam>
/// <param name="options">How long the pauses are.</param>
internal sealed class RepairAttempts<TKey>(GapRepairOptions options)
    where TKey : notnull
{
    private readonly Dictionary<TKey, Attempt> _attempts = [];

    /// <summary>Whether nothing waits to be tried again.</summary>
    public bool IsEmpty => _attempts.Count == 0;

    /// <summary>Whether it may be tried now.</summary>
    public bool IsDue(TKey key, long nowMs) => !_attempts.TryGetValue(key, out var attempt) || attempt.DueMs <= nowMs;

    /// <summary>It was tried in vain.</summary>
    /// <param name="key">What.</param>
    /// <param name="span">Its time.</param>
    /// <param name="nowMs">Now, Unix milliseconds.</param>
    /// <returns>How often that was, and the pause until the next attempt.</returns>
    public (int Failures, TimeSpan Pause) Fail(TKey key, CoverageGap span, long nowMs)
    {
        var failures = _attempts.TryGetValue(key, out var earlier) ? earlier.Failures + 1 : 1;
        var pause = failures >= options.Attempts ? options.LongestPause : options.FirstPause * Math.Pow(2, failures - 1);
        pause = pause < options.LongestPause ? pause : options.LongestPause;
        _attempts[key] = new(failures, span, nowMs + (long)pause.TotalMilliseconds);
        return (failures, pause);
    }

    /// <summary>It is too early to judge it: that is no failure.</summary>
    /// <param name="key">What.</param>
    /// <param name="span">Its time.</param>
    /// <param name="untilMs">When it may be tried again, Unix milliseconds.</param>
    public void Wait(TKey key, CoverageGap span, long untilMs) =>
        _attempts[key] = new(_attempts.TryGetValue(key, out var earlier) ? earlier.Failures : 0, span, untilMs);

    /// <summary>It is repaired.</summary>
    public void Remove(TKey key) => _attempts.Remove(key);

    /// <summary>Takes out what ended before a moment: the history has left it behind.</summary>
    public IReadOnlyList<(CoverageGap Span, int Failures)> TakeBefore(long oldestMs)
    {
        var taken = _attempts.Where(attempt => attempt.Value.Span.ToMs <= oldestMs).ToList();
        foreach (var (key, _) in taken)
            _attempts.Remove(key);
        return [.. taken.Select(attempt => (attempt.Value.Span, attempt.Value.Failures))];
    }

    private sealed record Attempt(int Failures, CoverageGap Span, long DueMs);
}
