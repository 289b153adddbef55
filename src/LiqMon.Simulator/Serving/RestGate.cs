using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace LiqMon.Simulator;

/// <summary>Between HTTP and a venue's REST answers, with the faults of REST.</summary>
internal static class RestGate
{
    public static async Task AnswerAsync(VenueHost host, HttpContext http)
    {
        if (host.Has(Misbehaviour.RestDown))
        {
            Refuse(http, StatusCodes.Status503ServiceUnavailable, host.Detail.RetryAfter);
            return;
        }
        if (host.Has(Misbehaviour.RestRateLimited))
        {
            Refuse(http, StatusCodes.Status429TooManyRequests, host.Detail.RetryAfter ?? TimeSpan.FromSeconds(1));
            return;
        }
        var nowMs = host.NowMs;
        ClientRequest? request = Request(http);
        if (HttpMethods.IsPost(http.Request.Method)) request = request with { Body = await BodyAsync(http) };
        else if (!HttpMethods.IsGet(http.Request.Method)) request = null;
        var whole = http.Request.Path + http.Request.QueryString.ToString() + request?.Body;
        if (host.Faults.ErrorOf(whole, nowMs) is { } error)
        {
            Refuse(http, error, null);
            return;
        }
        var instead = request is null ? null : host.Detail.RestInstead?.Invoke(http.Request.Path + http.Request.QueryString.ToString(), request.Body);
        var answer = request is null ? null
            : instead is null ? host.Venue.Answer(host.Faults.Understood(request, nowMs), host.VenueMs)
            : new RestAnswer(StatusCodes.Status200OK, Encoding.UTF8.GetBytes(instead));
        if (answer is not null && instead is null) answer = host.Faults.Answered(answer, whole, nowMs);
        if (host.Faults.ClockOffsetMs(nowMs) is not 0 and var offsetMs)
            http.Response.Headers.Date = DateTimeOffset.FromUnixTimeMilliseconds(nowMs + offsetMs).ToString("R", CultureInfo.InvariantCulture);
        // In the ledger before it is on its way, like a frame.
        if (answer?.Carries is { } carried) host.Ledger.Promise(carried);
        await WriteAsync(http, answer);
    }

    /// <summary>Writes an answer; 404 when there is none.</summary>
    public static async Task WriteAsync(HttpContext http, RestAnswer? answer)
    {
        http.Response.StatusCode = answer?.Status ?? StatusCodes.Status404NotFound;
        if (answer is null) return;
        foreach (var (name, value) in answer.Headers ?? new Dictionary<string, string>()) http.Response.Headers[name] = value;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = answer.Body.Length;
        await http.Response.Body.WriteAsync(answer.Body, http.RequestAborted);
    }

    public static void Refuse(HttpContext http, int status, TimeSpan? retryAfter)
    {
        http.Response.StatusCode = status;
        if (retryAfter is { } pause)
            http.Response.Headers.RetryAfter = Math.Ceiling(pause.TotalSeconds).ToString(CultureInfo.InvariantCulture);
    }

    public static ClientRequest Request(HttpContext http) => new(
        http.Request.Path.Value ?? "/",
        http.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()));

    public static async Task<string> BodyAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        return await reader.ReadToEndAsync(http.RequestAborted);
    }
}
