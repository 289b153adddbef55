using LiqMon.Live;

namespace LiqMon.Api;

/// <summary>
/// Server-sent events for pages: <c>tick</c>, at most once a second, when something has happened. A page needs no more, because
/// it fetches what has changed; the events of <c>/api/stream</c> would cost it a megabyte a minute.
/// </summary>
internal static class TickStream
{
    private static readonly byte[] Opening = "retry: 3000\n\n"u8.ToArray();
    private static readonly byte[] Tick = "event: tick\ndata: 1\n\n"u8.ToArray();
    private static readonly byte[] Heartbeat = ": heartbeat\n\n"u8.ToArray();
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(1);

    /// <summary>Serves one page until it leaves or the monitor stops.</summary>
    internal static async Task ServeAsync(HttpContext context, ApiSources sources, ApiOptions options, CancellationToken stopping)
    {
        using var subscription = sources.Live.Subscribe();
        if (subscription is null)
        {
            context.Response.Headers.RetryAfter = "10";
            await Problems.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "Too many pages are live; this one looks anew each few seconds.")
                .ConfigureAwait(false);
            return;
        }

        context.Features.Get<HttpConnection>()?.Become(ConnectionUse.Streaming);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            await SendAsync(context, Opening, ended.Token).ConfigureAwait(false);
            await ForwardAsync(context, subscription, options, ended.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The page was left or the monitor stops: the stream just ends.
        }
    }

    private static async Task ForwardAsync(HttpContext context, LiveSubscription subscription, ApiOptions options, CancellationToken cancellation)
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
                await SendAsync(context, Heartbeat, cancellation).ConfigureAwait(false);
                continue;
            }

            do
            {
                TakeAll(subscription);
                await SendAsync(context, Tick, cancellation).ConfigureAwait(false);
            }
            while (await HappensAgainAsync(subscription, options.Time, cancellation).ConfigureAwait(false));
            waiting = subscription.Reader.WaitToReadAsync(cancellation).AsTask();
        }
    }

    /// <summary>Lets a second pass; what comes meanwhile is taken off often, so that the queue never fills.</summary>
    private static async Task<bool> HappensAgainAsync(LiveSubscription subscription, TimeProvider time, CancellationToken cancellation)
    {
        var happened = false;
        for (var passed = TimeSpan.Zero; passed < Apart; passed += Gathering)
        {
            await Task.Delay(Gathering, time, cancellation).ConfigureAwait(false);
            happened |= TakeAll(subscription);
        }

        return happened;
    }

    private static bool TakeAll(LiveSubscription subscription)
    {
        var any = false;
        while (subscription.Reader.TryRead(out _))
            any = true;
        return any;
    }

    private static async Task SendAsync(HttpContext context, byte[] frame, CancellationToken cancellation)
    {
        await context.Response.Body.WriteAsync(frame, cancellation).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(cancellation).ConfigureAwait(false);
    }
}
