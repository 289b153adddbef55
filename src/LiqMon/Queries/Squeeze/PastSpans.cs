namespace LiqMon.Queries;

/// <summary>
/// The totals of spans that a total is ranked among, as they were last read: they are cut at whole minutes, so questions of one
/// minute compare with the same. May be used by several threads.
/// </summary>
internal sealed class PastSpans
{
    private const int MostQuestions = 256;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long EndMs, IReadOnlyList<decimal> Usd)> _kept = new(StringComparer.Ordinal);

    /// <summary>Dollars of each span before a moment that may be compared.</summary>
    /// <param name="question">What makes questions the same but for the time.</param>
    /// <param name="endMs">Where the newest span ends, a whole minute, Unix milliseconds.</param>
    /// <param name="read">Reads them.</param>
    internal IReadOnlyList<decimal> Of(string question, long endMs, Func<IReadOnlyList<decimal>> read)
    {
        lock (_gate)
        {
            if (_kept.TryGetValue(question, out var kept) && kept.EndMs == endMs)
                return kept.Usd;
        }

        var usd = read();
        lock (_gate)
        {
            if (_kept.Count >= MostQuestions)
                _kept.Clear();
            _kept[question] = (endMs, usd);
        }

        return usd;
    }
}
