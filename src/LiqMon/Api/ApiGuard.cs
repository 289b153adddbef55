using System.Net;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Api;

/// <summary>
/// Stands before every endpoint: refuses foreign host names, other verbs and callers without the key, sets the safe
/// headers, and lets nothing of an error out.
/// </summary>
public sealed class ApiGuard
{
    private readonly HashSet<string> _hosts;
    private readonly ApiKey? _key;
    private readonly ILogger _log;

    /// <summary>A guard for these options.</summary>
    public ApiGuard(ApiOptions options, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(options);
        _key = options.Key;
        _log = log;
        _hosts = new HashSet<string>(["localhost", "127.0.0.1", "[::1]", .. options.AllowedHosts], StringComparer.OrdinalIgnoreCase);
        var bound = options.Listen.Address;
        if (!bound.Equals(IPAddress.Any) && !bound.Equals(IPAddress.IPv6Any))
            _hosts.Add(new HostString(bound.ToString(), 1).Host);
    }

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
                headers.Allow = HttpMethods.Get;
            await Problems.WriteAsync(context, status, refusal).ConfigureAwait(false);
            return;
        }

        try
        {
            await next(context).ConfigureAwait(false);
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
                _log.RequestFailed(TerminalText.Of(context.Request.Path.ToString()), error);
            await Problems.WriteAsync(context, code, text).ConfigureAwait(false);
        }
    }

    private (int Status, string Error) Refusal(HttpContext context)
    {
        if (!_hosts.Contains(context.Request.Host.Host))
            return (StatusCodes.Status400BadRequest, "This host name is not allowed here; the setting AllowedHosts lists those that are.");
        if (!HttpMethods.IsGet(context.Request.Method))
            return (StatusCodes.Status405MethodNotAllowed, "Only GET is answered here.");
        var open = _key is null || context.Request.Path.StartsWithSegments("/healthz", StringComparison.Ordinal);
        var sent = context.Request.Headers[ApiKey.Header];
        return open || (sent.Count == 1 && _key!.Matches(sent[0]))
            ? default
            : (StatusCodes.Status401Unauthorized, "Not authorised.");
    }

    private static (int Status, string Error) Failure(Exception error) => error switch
    {
        BadHttpRequestException bad => (bad.StatusCode, Problems.TextOf(bad.StatusCode)),
        StoreException { Failure: StoreFailure.Busy } => (503, "The store is busy; try again."),
        StoreException => (503, "The store cannot be read; the monitor's log has the reason."),
        _ => (500, Problems.TextOf(500)),
    };
}
