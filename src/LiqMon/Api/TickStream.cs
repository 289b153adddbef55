using LiqMon.Live;

namespace LiqMon.Api;

/// <summary>
/// Server-sent events for pages: <c>tick</c>, at most once a second, when something has happened. A page needs no more, because
/// it fetches what has changed; the events of <c>/api/stream</c> would cost it a megabyte a minute.
/// </summary>
internal static class TickStream
{
    private static readonly byte[] Tick = "event: tick\ndata: 1\n\n"u8.ToArray();
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(1);

    /// <summary>Serves one page until it leaves or the monitor stops.</summary>
    internal static Task ServeAsync(HttpContext context, EventStreams streams, TimeProvider time, CancellationToken stopping) => streams.ServeAsync(
        context, static (_, _) => Task.CompletedTask, (subscription, body, cancellation) => ForwardAsync(subscription, body, time, cancellation), stopping);

    private static async Task ForwardAsync(LiveSubscription subscription, Stream body, TimeProvider time, CancellationToken cancellation)
    {
        TakeAll(subscription);
        do
        {
            await body.WriteAsync(Tick, cancellation).ConfigureAwait(false);
            await body.FlushAsync(cancellation).ConfigureAwait(false);
        }
        while (await HappensAgainAsync(subscription, time, cancellation).ConfigureAwait(false));
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
}
