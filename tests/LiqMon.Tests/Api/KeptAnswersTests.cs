using LiqMon.Api;
using Microsoft.AspNetCore.Http;

namespace LiqMon.Tests.Api;

/// <summary>A small answer serves for a moment those who ask the same.</summary>
public sealed class KeptAnswersTests : IDisposable
{
    private readonly AnswerMemory _memory = new(8 << 20);
    private readonly FakeTime _time = new();
    private readonly SharedAnswers _shared;
    private int _asked;

    public KeptAnswersTests() => _shared = new(_time, TimeSpan.FromMilliseconds(500));

    public void Dispose() => _shared.Dispose();

    [Fact]
    public async Task Until_it_is_old_it_is_not_asked_for_again()
    {
        Assert.Equal(["1", "1", "2"], [await AskAsync("a"), await AskAsync("a"), await AskAsync("b")]);
        _time.Advance(TimeSpan.FromMilliseconds(499));
        Assert.Equal("1", await AskAsync("a"));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(["3", "3"], [await AskAsync("a"), await AskAsync("a")]);
    }

    [Fact]
    public async Task What_is_kept_is_bounded_and_given_back()
    {
        for (var question = 0; question < 500; question++)
            await AskAsync($"{question}");
        Assert.InRange(_memory.Used, 1, 64 * 64 * 1024);
        _shared.Dispose();
        Assert.Equal(0, _memory.Used);
    }

    [Fact]
    public async Task A_large_answer_and_an_error_are_not_kept()
    {
        await AskAsync("large", bytes: 100_000);
        Assert.Equal(0, _memory.Used);
        await AskAsync("large", bytes: 100_000);
        Assert.Equal(2, _asked);

        for (var times = 0; times < 2; times++)
        {
            await _shared.AskAsync(
                "busy",
                _ =>
                {
                    _asked++;
                    return Task.FromResult(Problems.Busy());
                },
                CancellationToken.None);
        }

        Assert.Equal(4, _asked);
    }

    private async Task<string> AskAsync(string question, int bytes = 0)
    {
        var result = await _shared.AskAsync(question, _ => Task.FromResult<IResult>(Whole($"{++_asked}{new string(' ', bytes)}")), CancellationToken.None);
        var context = new DefaultHttpContext();
        using var body = new MemoryStream();
        context.Response.Body = body;
        await result.ExecuteAsync(context);
        return System.Text.Encoding.UTF8.GetString(body.ToArray()).Trim();
    }

    private AnswerResult Whole(string text)
    {
        var buffer = new AnswerBuffer(_memory, 1 << 20);
        System.Text.Encoding.UTF8.GetBytes(text, buffer.GetSpan(text.Length));
        buffer.Advance(text.Length);
        return new AnswerResult(buffer);
    }
}
