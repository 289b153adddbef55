using LiqMon.Api;

namespace LiqMon.Dashboard;

/// <summary>
/// A page as the result of an endpoint: whole, or nothing when the visitor has it already (304), or only what has changed since
/// the version that the visitor has (226, RFC 3229).
/// </summary>
/// <param name="page">The page.</param>
/// <param name="cache">Knows the versions that visitors may have.</param>
internal sealed class PageResult(PageVersion page, PageCache cache) : IResult
{
    /// <summary>The name of the way in which changes are written; see <see cref="PageDelta"/>.</summary>
    internal const string Manipulation = "liqmon-pieces";

    private const string ContentSecurity =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        var had = request.Headers.IfNoneMatch.ToString();
        response.Headers.ContentSecurityPolicy = ContentSecurity;
        response.Headers.ETag = page.Tag;
        response.Headers.Vary = "Accept-Encoding, A-IM, If-None-Match";
        if (had == page.Tag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var coding = ContentCoding.For(request);
        if (coding != ContentCoding.None)
            response.Headers.ContentEncoding = coding;
        var older = had.Length > 0 && request.Headers["A-IM"] == Manipulation ? cache.Find(had) : null;
        byte[] body;
        if (older is null)
        {
            response.StatusCode = page.Status;
            response.ContentType = "text/html; charset=utf-8";
            body = page.In(coding);
        }
        else
        {
            response.StatusCode = StatusCodes.Status226IMUsed;
            response.ContentType = "application/json; charset=utf-8";
            response.Headers["IM"] = Manipulation;
            response.Headers["Delta-Base"] = older.Tag;
            body = page.Since(older, coding);
        }

        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, Sending.Begin(httpContext)).ConfigureAwait(false);
    }
}
