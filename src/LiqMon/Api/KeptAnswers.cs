namespace LiqMon.Api;

/// <summary>
/// Small answers as they were a moment ago: many tabs, panels and programs ask the same each second. May be used by several threads.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="holds">For how long an answer serves.</param>
internal sealed class KeptAnswers(TimeProvider time, TimeSpan holds) : IDisposable
{
    private const int MostAnswers = 64;
    private const long MostBytes = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (AnswerResult Answer, long MadeAt)> _answers = new(StringComparer.Ordinal);

    /// <summary>The answer to a question if it is new enough, for one more to send.</summary>
    internal AnswerResult? Find(string question)
    {
        lock (_gate)
            return _answers.TryGetValue(question, out var kept) && IsFresh(kept.MadeAt) ? kept.Answer.Share() : null;
    }

    /// <summary>Keeps an answer that somebody still owns.</summary>
    internal void Keep(string question, AnswerResult answer)
    {
        if (holds <= TimeSpan.Zero || answer.Length > MostBytes)
            return;
        lock (_gate)
        {
            foreach (var (past, kept) in _answers.Where(one => !IsFresh(one.Value.MadeAt) || one.Key == question).ToList())
            {
                _answers.Remove(past);
                kept.Answer.Dispose();
            }

            if (_answers.Count < MostAnswers)
                _answers.Add(question, (answer.Share(), time.GetTimestamp()));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var (answer, _) in _answers.Values)
                answer.Dispose();
            _answers.Clear();
        }
    }

    private bool IsFresh(long madeAt) => time.GetElapsedTime(madeAt) < holds;
}
