using LiqMon.Api;
using Microsoft.AspNetCore.Http;

namespace LiqMon.Tests.Api;

/// <summary>One answer for all who ask the same at the same time.</summary>
public sealed class SharedAnswersTests : IDisposable
{
    private readonly AnswerMemory _memory = new(1 << 20);
    private readonly SharedAnswers _shared = new(TimeProvider.System, TimeSpan.Zero);

    public void Dispose() => _shared.Dispose();

    [Fact]
    public async Task All_receive_the_one_answer_whole_and_its_memory_is_given_back()
    {
        var (asked, go) = (0, new TaskCompletionSource());
        var callers = Enumerable.Range(0, 20).Select(_ => _shared.AskAsync(
            "same",
            async _ =>
            {
                asked++;
                await go.Task;
                return Whole(new string('x', 100_000));
            },
            CancellationToken.None)).ToList();
        go.SetResult();
        var bodies = await Task.WhenAll(callers.Select(async caller => await BodyAsync(await caller)));

        Assert.Equal(1, asked);
        Assert.All(bodies, body => Assert.Equal(bodies[0], body));
        Assert.True(bodies[0].Length > 100_000);
        Assert.Equal((0, 0L), (_shared.Count, _memory.Used));
    }

    [Fact]
    public async Task Another_question_and_a_later_one_are_asked_for_themselves()
    {
        var asked = 0;
        foreach (var question in (string[])["a", "b", "a"])
            await BodyAsync(await _shared.AskAsync(question, _ => Task.FromResult(Whole($"{++asked}")), CancellationToken.None));

        Assert.Equal(3, asked);
        Assert.Equal(0, _memory.Used);
    }

    [Fact]
    public async Task Who_leaves_breaks_nothing_off_until_the_last_does()
    {
        var stopped = new TaskCompletionSource();
        CancellationToken flight = default;
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        Task<IResult> Ask(CancellationToken left) => _shared.AskAsync(
            "same",
            async stop =>
            {
                flight = stop;
                await using (stop.Register(stopped.SetResult))
                    await stopped.Task;
                stop.ThrowIfCancellationRequested();
                return Whole("never");
            },
            left);
        var (one, other) = (Ask(first.Token), Ask(second.Token));

        await first.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        Assert.False(flight.IsCancellationRequested);
        Assert.Equal(1, _shared.Count);
        await second.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => other);
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(0, _shared.Count);
    }

    [Fact]
    public async Task An_answer_that_comes_after_all_have_left_holds_no_memory()
    {
        var (go, isMade) = (new TaskCompletionSource(), new TaskCompletionSource());
        using var left = new CancellationTokenSource();
        var caller = _shared.AskAsync(
            "same",
            async _ =>
            {
                await go.Task;
                var answer = Whole("late");
                isMade.SetResult();
                return answer;
            },
            left.Token);
        await left.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => caller);
        go.SetResult();

        await isMade.Task;
        await Until.TrueAsync(() => _memory.Used == 0, "the memory is given back");
    }

    [Fact]
    public async Task A_failure_reaches_everybody_and_is_over()
    {
        var go = new TaskCompletionSource();
        var callers = Enumerable.Range(0, 3).Select(_ => _shared.AskAsync(
            "same",
            async _ =>
            {
                await go.Task;
                throw new InvalidOperationException("by design");
            },
            CancellationToken.None)).ToList();
        go.SetResult();

        foreach (var caller in callers)
            await Assert.ThrowsAsync<InvalidOperationException>(() => caller);
        Assert.Equal(0, _shared.Count);
    }

    private IResult Whole(string text) => new WholeAnswer(_memory, 1 << 20).Of(new ProblemResult(text), ApiJson.Default.ProblemResult);

    private static async Task<string> BodyAsync(IResult answer)
    {
        using var body = new MemoryStream();
        var http = new DefaultHttpContext { Response = { Body = body } };
        await answer.ExecuteAsync(http);
        Assert.Equal(body.Length, http.Response.ContentLength);
        return System.Text.Encoding.UTF8.GetString(body.ToArray());
    }
}
