using System.Net;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Api;

/// <summary>
/// Stands before every endpoint: refuses foreign host names, other verbs and callers without the key, sets the safe
/// headers, and lets nothing of an error out.
/// </summary>
internal sealed class ApiGuard
{
    private readonly HashSet<string> _hosts;
    private readonly ApiKey? _key;
    private readonly MinuteLog _log;

    /// <summary>A guard for these options.</summary>
    internal ApiGuard(ApiOptions options, MinuteLog log)
    {
        ArgumentNullException.ThrowIfNull(options);
        _key = options.Key;
        _log = log;
        _hosts = new HashSet<string>(["localhost", "127.0.0.1", "[::1]", .. options.AllowedHosts], StringComparer.OrdinalIgnoreCase);
        var bound = options.Listen.Address;
        if (!bound.Equals(IPAddress.Any) && !bound.Equals(IPAddress.IPv6Any))
            _hosts.Add(new HostString(bound.ToString(), 1).Host);
    }

    /// <summary>Whether only the headers of an answer are wanted. The endpoints see every such request as a GET.</summary>
    internal static bool IsHead(HttpContext context) => context.Items.ContainsKey(typeof(ApiGuard));

    /// <summary>Handles one request.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers["Referrer-Policy"] = "no-referrer";
        if (Refusal(context) is var (status, refusal) && status != 0)
        {
            if (status == StatusCodes.Status405MethodNotAllowed)
                headers.Allow = "GET, HEAD";
            if (status == StatusCodes.Status401Unauthorized)
                headers.WWWAuthenticate = ApiKey.Challenge;
            await Problems.WriteAsync(context, status, refusal).ConfigureAwait(false);
            return;
        }

        if (HttpMethods.IsHead(context.Request.Method))
        {
            // Kestrel knows what was sent, and drops the body.
            context.Items[typeof(ApiGuard)] = true;
            context.Request.Method = HttpMethods.Get;
        }

        var connection = context.Features.Get<HttpConnection>();
        connection?.Become(ConnectionUse.Answering);
        try
        {
            await next(context).ConfigureAwait(false);
            if (context.Response is { StatusCode: StatusCodes.Status504GatewayTimeout, HasStarted: false })
                _log.Warn($"an answer to {TerminalText.Of(context.Request.Path.ToString())} took too long");
            if (context.Response is { StatusCode: >= 400, HasStarted: false, ContentType: null })
                await Problems.WriteAsync(context, context.Response.StatusCode, Problems.TextOf(context.Response.StatusCode)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone; there is nobody to answer.
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            var (code, text) = Failure(error);
            if (code >= 500)
                _log.Warn($"a request to {TerminalText.Of(context.Request.Path.ToString())} failed", error);
            if (code == StatusCodes.Status503ServiceUnavailable)
                headers.RetryAfter = "2";
            await Problems.WriteAsync(context, code, text).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // Its first bytes are gone. A connection that ends early shows the caller that the rest is missing.
            if (error is not OperationCanceledException)
                _log.Warn($"an answer to {TerminalText.Of(context.Request.Path.ToString())} was cut", error);
            context.Abort();
        }
        finally
        {
            connection?.Become(ConnectionUse.Idle);
        }
    }

    private (int Status, string Error) Refusal(HttpContext context)
    {
        if (!_hosts.Contains(context.Request.Host.Host))
            return (StatusCodes.Status400BadRequest, "This host name is not allowed here; the setting AllowedHosts lists those that are.");
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
            return (StatusCodes.Status405MethodNotAllowed, Problems.TextOf(StatusCodes.Status405MethodNotAllowed));
        var open = _key is null || context.Request.Path.StartsWithSegments("/healthz", StringComparison.Ordinal);
        return open || _key!.Opens(context.Request)
            ? default
            : (StatusCodes.Status401Unauthorized, "Not authorised.");
    }

    private static (int Status, string Error) Failure(Exception error) => error switch
    {
        BadHttpRequestException bad => (bad.StatusCode, Problems.TextOf(bad.StatusCode)),
        StoreException { Failure: StoreFailure.Busy } => (503, "The store is busy; try again."),
        // The caller is still there: something that others share has ended.
        OperationCanceledException => (503, Problems.TextOf(503)),
        StoreException => (503, "The store cannot be read; the monitor's log has the reason."),
        _ => (500, Problems.TextOf(500)),
    };
}
