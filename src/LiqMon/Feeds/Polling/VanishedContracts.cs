using LiqMon.Venues;

namespace LiqMon.Feeds.Polling;

/// <summary>
/// Contracts whose open interest a poll has brought and brings no more. That alone ends none: an answer may be short. May
/// be used by several threads at once.
/// </summary>
internal sealed class VanishedContracts
{
    private readonly Lock _using = new();
    private readonly Dictionary<(Uri Url, string? Body), HashSet<string>> _last = [];
    private readonly HashSet<string> _gone = new(StringComparer.Ordinal);

    /// <summary>Takes what an answer brought.</summary>
    /// <param name="poll">The poll.</param>
    /// <param name="readings">Its readings.</param>
    /// <returns>Whether a contract is missing that was there before.</returns>
    public bool Follow((Uri Url, string? Body) poll, ReadOnlySpan<MarketReading> readings)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (ref readonly var reading in readings)
        {
            if (reading.OpenInterest is not null || reading.OpenInterestUsd is not null)
                found.Add(reading.Symbol.Text);
        }

        lock (_using)
        {
            // Most polls of a venue may bring no open interest at all.
            if (found.Count == 0 && !_last.ContainsKey(poll))
                return false;
            var before = _gone.Count;
            _gone.ExceptWith(found);
            before = Math.Min(before, _gone.Count);
            if (_last.TryGetValue(poll, out var last))
                _gone.UnionWith(last.Where(symbol => !found.Contains(symbol)));
            _last[poll] = found;
            return _gone.Count > before;
        }
    }

    /// <summary>Whether the polls bring a contract no more.</summary>
    /// <param name="wireName">What the venue's messages call it.</param>
    public bool IsGone(string wireName)
    {
        lock (_using)
            return _gone.Contains(wireName);
    }
}
