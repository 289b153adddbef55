using System.Collections.Concurrent;

namespace LiqMon.Context;

/// <summary>How often each source of market context answered and failed. Thread-safe.</summary>
public sealed class SourceCounters
{
    private readonly ConcurrentDictionary<string, SourceCount> _counts = new(StringComparer.Ordinal);

    /// <summary>All sources that were queried, in order of name.</summary>
    public IReadOnlyList<SourceCount> All => [.. _counts.Values.OrderBy(count => count.Source, StringComparer.Ordinal)];

    internal void Answered(string source, DateTimeOffset now) => _counts.AddOrUpdate(
        source, _ => new SourceCount(source, 1, 0, now), (_, count) => count with { Answers = count.Answers + 1, LastAnswer = now });

    internal void Failed(string source) => _counts.AddOrUpdate(
        source, _ => new SourceCount(source, 0, 1, null), (_, count) => count with { Failures = count.Failures + 1 });
}

/// <summary>What one source of market context did.</summary>
/// <param name="Source">Its name: <c>coinbase</c>, or a venue's id.</param>
/// <param name="Answers">Calls that gave a value.</param>
/// <param name="Failures">Calls that did not: refused, out of reach, unreadable or out of date.</param>
/// <param name="LastAnswer">The last call that gave a value; null if none did.</param>
public sealed record SourceCount(string Source, long Answers, long Failures, DateTimeOffset? LastAnswer);
