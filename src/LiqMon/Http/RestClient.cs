using System.Globalization;
using System.Net;
using System.Text;
using LiqMon.Configuration;
using LiqMon.Market;
using LiqMon.Threading;
using LiqMon.Venues;

namespace LiqMon.Http;

/// <summary>
/// REST calls to one venue. Keeps to half of what the venue allows, for other programs share the address; obeys every
/// request to slow down. What can go wrong on a network is a value. May be used by several threads at once.
/// </summary>
public sealed class RestClient
{
    /// <summary>Largest answer, decompressed.</summary>
    public const int BodyLimit = 16 * 1024 * 1024;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    private readonly HttpClient _http;
    private readonly RestLimit _limit;
    private readonly IReadOnlyDictionary<string, string> _headers;
    private readonly VenueOptions _options;
    private readonly HostRateLimits _pauses;
    private readonly TimeProvider _time;

    /// <summary>A client over the HTTP client that all venues share; see <see cref="NewHttpClient"/>.</summary>
    public RestClient(HttpClient http, VenueProfile profile, VenueOptions options, HostRateLimits pauses, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(profile);
        _http = http;
        _limit = profile.RestLimit;
        _headers = profile.RequestHeaders;
        _options = options;
        _pauses = pauses;
        _time = time;
    }

    /// <summary>A client of somebody who is no venue.</summary>
    public RestClient(HttpClient http, RestLimit limit, Uri place, HostRateLimits pauses, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(limit);
        _http = http;
        _limit = limit;
        _headers = new Dictionary<string, string>();
        _options = new VenueOptions { RestUrl = place };
        _pauses = pauses;
        _time = time;
    }

    /// <summary>The HTTP client for all venues: follows no redirect, so that no other host is ever called.</summary>
    /// <param name="observed">Sees every call and answer; null for nobody.</param>
    public static HttpClient NewHttpClient(DelegatingHandler? observed = null)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Brotli,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectTimeout = TimeSpan.FromSeconds(10),
            ConnectCallback = HostConnector.Shared.ConnectAsync,
        };
        if (observed is not null)
            observed.InnerHandler = handler;
        var http = new HttpClient((HttpMessageHandler?)observed ?? handler) { Timeout = Timeout, MaxResponseContentBufferSize = BodyLimit };
        http.DefaultRequestHeaders.UserAgent.ParseAdd(UserAgent.Text);
        return http;
    }

    /// <summary>Makes a call when budget and pauses allow it: GET, or POST for a request with a body.</summary>
    public async Task<RestResult> GetAsync(RestRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var url = _options.Rest(request.Url);
        var pause = _pauses.Of(url);
        // Of the host, not of this client: the venue counts all that come from one address.
        var budget = pause.Budget(_limit.WeightPerMinute / 2.0);
        if (budget.Reserve(request.Weight) is { Ticks: > 0 } wait)
            await TaskDelay.ForAsync(wait, _time, cancellationToken);
        await pause.WaitAsync(cancellationToken);
        // The client's own limit ends with the headers.
        using var timeout = new CancellationTokenSource(Timeout, _time);
        using var inTime = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var message = Message(request, url);
            using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, inTime.Token);
            ObserveUsedWeight(response, budget);
            var status = (int)response.StatusCode;
            if (response.IsSuccessStatusCode)
            {
                var body = await BodyAsync(response.Content, inTime.Token);
                if (body is null)
                    return TooLarge(url);
                pause.Reset();
                return new RestResult(RestStatus.Ok, body.Bytes, status) { Memory = body };
            }

            var retryAfter = response.Headers.TryGetValues("Retry-After", out var values)
                ? ConnectionFailure.RetryAfterOf(values.FirstOrDefault(), _time.GetUtcNow())
                : null;
            pause.Record(status, retryAfter, _limit.ForbiddenPause);
            var fault = ConnectionFailure.OfStatus(status, retryAfter, url.Authority);
            var verdict = status is 418 or 429 ? RestStatus.RateLimited : RestStatus.Refused;
            return new RestResult(verdict, default, status, fault.Reason, fault.Detail, retryAfter);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            var fault = ConnectionFailure.OfConnect(failure, url.Authority);
            return new RestResult(RestStatus.Failed, default, 0, fault.Reason, fault.Detail);
        }
    }

    private static async Task<PooledBody?> BodyAsync(HttpContent content, CancellationToken cancellation)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellation);
        return await PooledBody.ReadAsync(stream, content.Headers.ContentLength, BodyLimit, cancellation);
    }

    private static RestResult TooLarge(Uri url) => new(
        RestStatus.Failed, default, 0, GapReason.OversizedFrame, $"an answer was larger than {BodyLimit / 1024 / 1024} MiB ({url.Authority})");

    private HttpRequestMessage Message(RestRequest request, Uri url)
    {
        var message = request.Body is { } body
            ? new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(body, Encoding.UTF8, "application/json") }
            : new HttpRequestMessage(HttpMethod.Get, url);
        foreach (var (name, value) in _headers)
            message.Headers.TryAddWithoutValidation(name, value);
        return message;
    }

    private void ObserveUsedWeight(HttpResponseMessage response, TokenBucket budget)
    {
        if (_limit.UsedWeightHeader is { } name && response.Headers.TryGetValues(name, out var values)
            && int.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var used))
            budget.Observe(used);
    }
}
