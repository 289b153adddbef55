using LiqMon.Api;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;

namespace LiqMon.Tests.Api;

/// <summary>An answer whose time limit passes while it is being sent is whole.</summary>
public sealed class SendingTests
{
    [Fact]
    public async Task A_limit_that_passes_once_the_answer_is_ready_cuts_nothing()
    {
        using var limit = new CancellationTokenSource();
        var context = new DefaultHttpContext { RequestAborted = limit.Token };
        context.Features.Set<IHttpRequestTimeoutFeature>(new LateTimer(limit));
        using var body = new MemoryStream();
        context.Response.Body = body;

        await new AnswerResult(new TwoParts()).ExecuteAsync(context);

        Assert.True(limit.IsCancellationRequested);
        Assert.Equal([1, 2], body.ToArray());
    }

    [Fact]
    public async Task A_caller_that_has_gone_ends_it()
    {
        using var gone = new CancellationTokenSource();
        var context = new DefaultHttpContext();
        context.Features.Set<IConnectionLifetimeFeature>(new Connection { ConnectionClosed = gone.Token });
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new AnswerResult(new TwoParts()).ExecuteAsync(context));
    }

    /// <summary>A timer whose callback was on its way when it was switched off.</summary>
    private sealed class LateTimer(CancellationTokenSource limit) : IHttpRequestTimeoutFeature
    {
        public CancellationToken RequestTimeoutToken => limit.Token;

        public void DisableTimeout() => limit.Cancel();
    }

    private sealed class Connection : IConnectionLifetimeFeature
    {
        public CancellationToken ConnectionClosed { get; set; }

        public void Abort()
        {
        }
    }

    private sealed class TwoParts : IAnswerBody
    {
        public long? Length => 2;

        public async Task SendAsync(Stream to, CancellationToken cancellation)
        {
            await to.WriteAsync(new byte[] { 1 }, cancellation);
            cancellation.ThrowIfCancellationRequested();
            await to.WriteAsync(new byte[] { 2 }, cancellation);
        }

        public void Dispose()
        {
        }
    }
}
