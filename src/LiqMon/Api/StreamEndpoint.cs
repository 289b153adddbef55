using LiqMon.Queries;

namespace LiqMon.Api;

/// <summary>
/// The live stream as server-sent events: <c>liquidation</c>, <c>squeeze</c>, <c>cascade</c>, <c>status</c>, and
/// <c>dropped</c> when this caller was too slow. A comment shows each 15 s that the connection lives.
/// </summary>
public static class StreamEndpoint
{
    private static readonly byte[] Opening = "retry: 3000\n\n"u8.ToArray();
    private static readonly byte[] Heartbeat = ": heartbeat\n\n"u8.ToArray();

    /// <summary>Serves one subscriber until it leaves or the monitor stops.</summary>
    public static async Task ServeAsync(
        HttpContext context, ApiSources sources, ApiOptions options, CancellationToken left, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(options);
        using var subscription = sources.Live.Subscribe();
        if (subscription is null)
        {
            context.Response.Headers.RetryAfter = "10";
            await Problems.WriteAsync(context, 503, "Too many subscribers of the live stream; try again later.").ConfigureAwait(false);
            return;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(left, stopping);
        context.Response.ContentType = "text/event-stream";
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
                var frame = LiveBroadcaster.Frame("dropped", new DroppedResult(dropped), ApiJson.Default.DroppedResult);
                await body.WriteAsync(frame, cancellation).ConfigureAwait(false);
            }

            while (subscription.Reader.TryRead(out var frame))
                await body.WriteAsync(frame, cancellation).ConfigureAwait(false);
            await body.FlushAsync(cancellation).ConfigureAwait(false);
            waiting = subscription.Reader.WaitToReadAsync(cancellation).AsTask();
        }
    }
}
