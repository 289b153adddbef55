using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Timeouts;

namespace LiqMon.Api;

/// <summary>
/// The second half of a response: what is sent is known, so that its time limit is over and the reader's pace counts; Kestrel drops
/// readers that are too slow.
/// </summary>
internal static class Sending
{
    /// <summary>Ends the time limit of a request.</summary>
    /// <returns>
    /// Cancelled when the connection ends. Not the request's own token: its limit may have passed already, with a timer that runs late,
    /// and would cut a response in the middle.
    /// </returns>
    internal static CancellationToken Begin(HttpContext context)
    {
        context.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        return context.Features.Get<IConnectionLifetimeFeature>()?.ConnectionClosed ?? CancellationToken.None;
    }
}
