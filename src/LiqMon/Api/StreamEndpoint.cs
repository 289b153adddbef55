using LiqMon.Live;
using LiqMon.Queries;

namespace LiqMon.Api;

/// <summary>
/// The live stream as server-sent events: <c>liquidation</c>, <c>squeeze</c>, <c>cascade</c>, <c>status</c>, and
/// <c>dropped</c> when this caller was too slow.
/// </summary>
internal static class StreamEndpoint
{
    /// <summary>Serves one subscriber until it leaves or the monitor stops.</summary>
    internal static Task ServeAsync(HttpContext context, ApiSources sources, EventStreams streams, CancellationToken stopping) =>
        streams.ServeAsync(context, (body, cancellation) => BeginAsync(sources, body, cancellation), ForwardAsync, stopping);

    private static async Task BeginAsync(ApiSources sources, Stream body, CancellationToken cancellation)
    {
        foreach (var status in sources.Status())
        {
            var frame = LiveBroadcaster.Frame("status", status, QueryJson.Default.StatusResult);
            await body.WriteAsync(frame, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task ForwardAsync(LiveSubscription subscription, Stream body, CancellationToken cancellation)
    {
        if (subscription.TakeDropped() is > 0 and var dropped)
        {
            var frame = LiveBroadcaster.Frame("dropped", new DroppedResult(dropped), ApiJson.Default.DroppedResult);
            await body.WriteAsync(frame, cancellation).ConfigureAwait(false);
        }

        while (subscription.Reader.TryRead(out var frame))
            await body.WriteAsync(frame, cancellation).ConfigureAwait(false);
        await body.FlushAsync(cancellation).ConfigureAwait(false);
    }
}
