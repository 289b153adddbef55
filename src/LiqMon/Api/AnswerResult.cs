namespace LiqMon.Api;

/// <summary>
/// An answer as the result of an endpoint. Several callers may send the same one; what it holds is given back when
/// all have.
/// </summary>
internal sealed class AnswerResult(IAnswerBody body) : IResult, IDisposable
{
    private int _owners = 1;

    /// <summary>Its bytes; of one that is made while it is sent, more than any.</summary>
    internal long Length { get; } = body.Length ?? long.MaxValue;

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
            var ended = Sending.Begin(httpContext);
            httpContext.Response.ContentType = "application/json; charset=utf-8";
            httpContext.Response.ContentLength = body.Length;
            await body.SendAsync(httpContext.Response.Body, ended).ConfigureAwait(false);
        }
    }

    /// <summary>Gives up one owner's share.</summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _owners) == 0)
            body.Dispose();
    }
}
