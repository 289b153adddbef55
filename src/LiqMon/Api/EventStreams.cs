using LiqMon.Live;

namespace LiqMon.Api;

/// <summary>
/// What all streams of server-sent events share: a place of the caller's address, a subscription to what happens, the head of the
/// answer, and a comment each 15 s that shows that the connection lives.
/// </summary>
/// <param name="sources">The live events.</param>
/// <param name="options">How the server behaves.</param>
internal sealed class EventStreams(ApiSources sources, ApiOptions options)
{
    private const string ContentType = "text/event-stream";
    private static readonly byte[] Opening = "retry: 3000\n\n"u8.ToArray();
    private static readonly byte[] Heartbeat = ": heartbeat\n\n"u8.ToArray();

    private readonly StreamPlaces _places = new(options.StreamsOfAddress);

    /// <summary>Serves one reader until it leaves or the monitor stops.</summary>
    /// <param name="context">The request.</param>
    /// <param name="begin">Sends what a new reader needs.</param>
    /// <param name="forward">Takes what waits in the subscription, and sends what the reader is to know of it.</param>
    /// <param name="stopping">The monitor stops.</param>
    internal async Task ServeAsync(
        HttpContext context, Func<Stream, CancellationToken, Task> begin, Func<LiveSubscription, Stream, CancellationToken, Task> forward, CancellationToken stopping)
    {
        if (ApiGuard.IsHead(context))
        {
            context.Response.ContentType = ContentType;
            return;
        }

        var address = context.Connection.RemoteIpAddress?.ToString() ?? "";
        if (!_places.TryEnter(address))
        {
            await RefuseAsync(context, 429, "Too many live streams from this address; end one, or try again later.").ConfigureAwait(false);
            return;
        }

        try
        {
            using var subscription = sources.Live.Subscribe();
            if (subscription is null)
            {
                await RefuseAsync(context, 503, "Too many subscribers of the live stream; try again later.").ConfigureAwait(false);
                return;
            }

            using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
            try
            {
                await ServeAsync(context, subscription, begin, forward, ended.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (ended.IsCancellationRequested)
            {
                // The reader left or the monitor stops: the stream just ends.
            }
        }
        finally
        {
            _places.Leave(address);
        }
    }

    private async Task ServeAsync(
        HttpContext context, LiveSubscription subscription, Func<Stream, CancellationToken, Task> begin,
        Func<LiveSubscription, Stream, CancellationToken, Task> forward, CancellationToken cancellation)
    {
        context.Features.Get<HttpConnection>()?.Become(ConnectionUse.Streaming);
        context.Response.ContentType = ContentType;
        context.Response.Headers["X-Accel-Buffering"] = "no";
        var body = context.Response.Body;
        await body.WriteAsync(Opening, cancellation).ConfigureAwait(false);
        await begin(body, cancellation).ConfigureAwait(false);
        await body.FlushAsync(cancellation).ConfigureAwait(false);
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

            await forward(subscription, body, cancellation).ConfigureAwait(false);
            waiting = subscription.Reader.WaitToReadAsync(cancellation).AsTask();
        }
    }

    private static Task RefuseAsync(HttpContext context, int status, string error)
    {
        context.Response.Headers.RetryAfter = "10";
        return Problems.WriteAsync(context, status, error);
    }
}
