using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LiqMon.Http;
using LiqMon.Text;

namespace LiqMon.Alerts;

/// <summary>What became of an alert.</summary>
public enum AlertResultStatus
{
    /// <summary>The service has it.</summary>
    Sent,

    /// <summary>The service could not be reached, or asks to wait.</summary>
    Later,

    /// <summary>The service will not take it, however often it is tried.</summary>
    Refused,
}

/// <summary>A verdict with what the service answered.</summary>
/// <param name="Verdict">What became of it.</param>
/// <param name="Detail">Why, for people, without any secret; empty when sent.</param>
/// <param name="RetryAfter">For how long the service asks to be left alone.</param>
public readonly record struct AlertResult(AlertResultStatus Verdict, string Detail = "", TimeSpan? RetryAfter = null);

/// <summary>
/// Posts alerts. Whatever can go wrong on a network is a value; no redirect is followed, so that no other host than the
/// one in the settings is ever called.
/// </summary>
/// <param name="http">A client that follows no redirect; see <see cref="RestClient.NewHttpClient"/>.</param>
/// <param name="time">The clock.</param>
public sealed class AlertClient(HttpClient http, TimeProvider time)
{
    private const int MaxDetail = 200;

    /// <summary>The longest pause that is granted: a mistaken answer must not silence a target.</summary>
    internal static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(15);

    /// <summary>Posts one alert, once.</summary>
    public async Task<AlertResult> PostAsync(Alert alert, AlertTarget target, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(target);
        using var request = new HttpRequestMessage(HttpMethod.Post, target.Url.Reveal()) { Content = new ByteArrayContent(AlertBody.Of(alert, target)) };
        request.Content.Headers.ContentType = new("application/json") { CharSet = "utf-8" };
        if (target.Token is { } token)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Reveal());
        try
        {
            using var answer = await http.SendAsync(request, cancellation).ConfigureAwait(false);
            if (answer.IsSuccessStatusCode)
                return new(AlertResultStatus.Sent);
            // As UTF-8, whatever charset it names: one that is unknown would throw.
            var body = Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false));
            var verdict = (int)answer.StatusCode is 408 or 425 or 429 or >= 500 ? AlertResultStatus.Later : AlertResultStatus.Refused;
            return new(verdict, Detail($"HTTP {(int)answer.StatusCode}: {body.Trim()}", target), verdict == AlertResultStatus.Later ? RetryAfter(answer.Headers.RetryAfter, body) : null);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new(AlertResultStatus.Later, "no answer in time");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return new(AlertResultStatus.Later, Detail(failure.GetBaseException().Message, target));
        }
    }

    private static string Detail(string text, AlertTarget target)
    {
        foreach (var secret in target.Secrets)
            text = text.Replace(secret, "***", StringComparison.Ordinal);
        text = TerminalText.Of(text.Length > MaxDetail ? text[..MaxDetail] + "…" : text);
        return text.TrimEnd(' ', ':');
    }

    /// <summary>The header; else what Discord (<c>retry_after</c>) and Telegram (<c>parameters.retry_after</c>) say in the body, in seconds.</summary>
    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header, string body)
    {
        var requested = header?.Delta ?? header?.Date - time.GetUtcNow() ?? OfBody(body);
        return requested > LongestPause ? LongestPause : requested;
    }

    private static TimeSpan? OfBody(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("parameters", out var parameters))
                root = parameters;
            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("retry_after", out var seconds)
                && seconds.ValueKind == JsonValueKind.Number && seconds.TryGetDouble(out var wait) && wait is >= 0 and < 86_400
                ? TimeSpan.FromSeconds(wait)
                : null;
        }
        catch (JsonException)
        {
            // Not JSON: nothing is requested.
            return null;
        }
    }
}
