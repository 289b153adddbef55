using Microsoft.AspNetCore.Http.Timeouts;

namespace LiqMon.Api;

/// <summary>
/// A whole answer as the result of an endpoint. Several callers may send the same one; what it holds is given back when
/// all have.
/// </summary>
internal sealed class AnswerResult(AnswerBuffer buffer) : IResult, IDisposable
{
    private int _owners = 1;

    /// <summary>Its bytes.</summary>
    internal long Length { get; } = buffer.Length;

    /// <summary>One more owns it. Only while somebody does.</summary>
    internal AnswerResult Share()
    {
        Interlocked.Increment(ref _owners);
        return this;
    }

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using (this)
        {
            // From here on the caller's pace counts, and Kestrel drops those that are too slow.
            httpContext.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
            httpContext.Response.ContentType = "application/json; charset=utf-8";
            httpContext.Response.ContentLength = buffer.Length;
            await buffer.SendAsync(httpContext.Response.Body, httpContext.RequestAborted).ConfigureAwait(false);
        }
    }

    /// <summary>Gives up one owner's share.</summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _owners) == 0)
            buffer.Dispose();
    }
}
