using System.Net;
using System.Net.Http.Headers;
using System.Text;
using LiqMon.Http;

namespace LiqMon.Influx;

/// <summary>Makes the HTTP client that every call to InfluxDB goes through, the package's too.</summary>
internal static class InfluxHttp
{
    private const int MaxAnswerBytes = 1 << 20;

    /// <summary>A client with connections of its own.</summary>
    internal static HttpClient NewClient(InfluxOptions options, TimeProvider time) =>
        new(new GzipRequests(new ResponseGuard(time, NewHandler(options.Url))))
        {
            // Each call has a limit of its own.
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };

    /// <summary>A client for requests that are no points: only what is written may come compressed.</summary>
    internal static HttpClient NewPlainClient(InfluxOptions options, TimeProvider time) =>
        new(new ResponseGuard(time, NewHandler(options.Url)))
        {
            Timeout = options.Timeout,
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };

    /// <summary>
    /// The connections. No redirect is followed: the token is for this server only. A proxy sees nothing of it: none stands
    /// before this machine or before plain http, and through one https is a tunnel.
    /// </summary>
    internal static SocketsHttpHandler NewHandler(Uri url) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = !url.IsLoopback && url.Scheme == Uri.UriSchemeHttps,
        AutomaticDecompression = DecompressionMethods.GZip,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(10),
        ConnectCallback = HostConnector.Shared.ConnectAsync,
    };

    /// <summary>How LiqMon proves its right; null when it has nothing to prove it by.</summary>
    internal static AuthenticationHeaderValue? Authorization(InfluxOptions options)
    {
        if (options.Token is { } token)
            return new("Token", token.Reveal());
        return options.User is { } user
            ? new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{options.Password?.Reveal()}")))
            : null;
    }
}
