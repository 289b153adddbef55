using LiqMon.Queries;
using LiqMon.Store;

namespace LiqMon.Api;

/// <summary>
/// Two ways to the store: one for questions that cost little, one for those that cost much. However many of the second
/// kind wait, the first are answered.
/// </summary>
/// <param name="answers">The store's answers.</param>
/// <param name="options">How many places each has.</param>
public sealed class QueryLanes(StoreQueries answers, ApiOptions options) : IDisposable
{
    private const long DayMs = 86_400_000;
    private const int FewRows = 1_000;

    private readonly QueryLimiter _cheap = new(options.CheapQuestions, options.WaitingQuestions);
    private readonly QueryLimiter _dear = new(options.DearQuestions, options.WaitingQuestions);
    private readonly SharedAnswers _shared = new(options.Time, options.AnswersServe);
    private readonly WholeAnswer _whole = new(new AnswerMemory(options.AnswersBytes), options.AnswerBytes);

    /// <summary>
    /// Whether a question costs little, judged before anything is read: a day at most, no breakdown by time, few rows, and
    /// nothing that looks at more than the span itself.
    /// </summary>
    public static bool IsCheap(SpanQuery question)
    {
        ArgumentNullException.ThrowIfNull(question);
        return question is { WithEstimate: false, WithExternal: false, Compare: null, Limit: <= FewRows }
            && question.By is not (Grouping.Day or Grouping.Hour)
            && question.Filter.ToMs - question.Filter.FromMs <= DayMs;
    }

    /// <summary>
    /// Asks in one of the lanes. The answer is made whole before it is sent. A question that is being answered or has just been
    /// is not asked again: its answer is at most so much older than its caller.
    /// </summary>
    /// <param name="name">What makes questions the same; see <see cref="NameOf"/>.</param>
    /// <param name="isCheap">See <see cref="IsCheap"/>.</param>
    /// <param name="question">Asks, and makes the answer.</param>
    /// <param name="cancellation">This caller leaves. The question ends, wherever it is, with the last that waits for it.</param>
    internal Task<IResult> AskAsync(string name, bool isCheap, Func<StoreQueries, WholeAnswer, IResult> question, CancellationToken cancellation) =>
        _shared.AskAsync(name, stop => AskAsync(isCheap ? _cheap : _dear, question, stop), cancellation);

    /// <summary>The path with its parameters in one order.</summary>
    internal static string NameOf(HttpRequest request) => request.Path + "?" + string.Join(
        '&',
        request.Query.SelectMany(parameter => parameter.Value.Select(value => $"{Uri.EscapeDataString(parameter.Key)}={Uri.EscapeDataString(value ?? "")}"))
            .Order(StringComparer.Ordinal));

    private async Task<IResult> AskAsync(QueryLimiter lane, Func<StoreQueries, WholeAnswer, IResult> question, CancellationToken cancellation)
    {
        var (isAnswered, answer) = await lane.AskAsync(stop => question(answers.Until(stop), _whole), cancellation).ConfigureAwait(false);
        return isAnswered ? answer! : Problems.Busy();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _shared.Dispose();
        _cheap.Dispose();
        _dear.Dispose();
    }
}
