using LiqMon.Queries;

namespace LiqMon.Api;

/// <summary>
/// The live stream as server-sent events: <c>liquidation</c>, <c>squeeze</c>, <c>cascade</c>, <c>status</c>, and
/// <c>dropped</c> when this caller was too slow. A comment shows each 15 s that the connection lives.
/// </summary>
public static class StreamEndpoint
{
    private const string EventStream = "text/event-stream";
    private static readonly byte[] Opening = "retry: 3000\n\n"u8.ToArray();
    private static readonly byte[] Heartbeat = ": heartbeat\n\n"u8.ToArray();

    /// <summary>Serves one subscriber until it leaves or the monitor stops.</summary>
    internal static async Task ServeAsync(
        HttpContext context, ApiSources sources, ApiOptions options, StreamPlaces places, CancellationToken left, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(options);
        if (ApiGuard.IsHead(context))
        {
            context.Response.ContentType = EventStream;
            return;
        }

        var address = context.Connection.RemoteIpAddress?.ToString() ?? "";
        if (!places.TryEnter(address))
        {
            await RefuseAsync(context, 429, "Too many live streams from this address; end one, or try again later.").ConfigureAwait(false);
            return;
        }

        try
        {
            using var subscription = sources.Live.Subscribe();
            if (subscription is null)
                await RefuseAsync(context, 503, "Too many subscribers of the live stream; try again later.").ConfigureAwait(false);
            else
                await ServeAsync(context, sources, options, subscription, left, stopping).ConfigureAwait(false);
        }
        finally
        {
            places.Leave(address);
        }
    }

    private static Task RefuseAsync(HttpContext context, int status, string error)
    {
        context.Response.Headers.RetryAfter = "10";
        return Problems.WriteAsync(context, status, error);
    }

    private static async Task ServeAsync(
        HttpContext context, ApiSources sources, ApiOptions options, LiveSubscription subscription, CancellationToken left, CancellationToken stopping)
    {
        context.Features.Get<HttpConnection>()?.Become(ConnectionUse.Streaming);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(left, stopping);
        context.Response.ContentType = EventStream;
        context.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            await context.Response.Body.WriteAsync(Opening, ended.Token).ConfigureAwait(false);
            foreach (var status in sources.Status())
            {
                var frame = LiveBroadcaster.Frame("status", status, QueryJson.Default.StatusResult);
                await context.Response.Body.WriteAsync(frame, ended.Token).ConfigureAwait(false);
            }

            await context.Response.Body.FlushAsync(ended.Token).ConfigureAwait(false);
            await ForwardAsync(context.Response.Body, subscription, options, ended.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The subscriber left or the monitor stops: the stream just ends.
        }
    }

    private static async Task ForwardAsync(
        Stream body, LiveSubscription subscription, ApiOptions options, CancellationToken cancellation)
    {
        var waiting = subscription.Reader.WaitToReadAsync(cancellation).AsTask();
        while (true)
        {
            try
            {
                if (!await waiting.WaitAsync(options.StreamHeartbeat, options.Time, cancellation).ConfigureAwait(false))
                    return;
            }
            catch (TimeoutException)
            {
                await body.WriteAsync(Heartbeat, cancellation).ConfigureAwait(false);
                await body.FlushAsync(cancellation).ConfigureAwait(false);
                continue;
            }

            if (subscription.TakeDropped() is > 0 and var dropped)
            {
                var frame = LiveBroadcaster.Frame("dropped", new DroppedResult(dropped), QueryJson.Default.DroppedResult);
                await body.WriteAsync(frame, cancellation).ConfigureAwait(false);
            }

            while (subscription.Reader.TryRead(out var frame))
                await body.WriteAsync(frame, cancellation).ConfigureAwait(false);
            await body.FlushAsync(cancellation).ConfigureAwait(false);
            waiting = subscription.Reader.WaitToReadAsync(cancellation).AsTask();
        }
    }
}
