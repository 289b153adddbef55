using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LiqMon.Http;

namespace LiqMon.Influx;

/// <summary>
/// Stands between the network and the clients, so that no answer can hurt them. A refusal is read up to a limit and passed
/// on in the form that InfluxDB 2 documents, <c>{"message":"…"}</c>, whatever its charset and size. <c>Retry-After</c> is
/// passed on as whole seconds: InfluxDB.Client 5.1.0 throws FormatException at a date or a fraction and OverflowException
/// at a large number, and the status is lost with it.
/// </summary>
internal sealed class ResponseGuard(TimeProvider time, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>How much of a refusal is read.</summary>
    internal const int MaxRefusalBytes = 64 * 1024;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.UserAgent.Clear();
        request.Headers.UserAgent.ParseAdd(UserAgent.Text);
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            LimitRetryAfter(response.Headers);
            if (!response.IsSuccessStatusCode)
            {
                using var refusal = response.Content;
                response.Content = Message(await ReadStartAsync(refusal, cancellationToken).ConfigureAwait(false));
            }
        }
        catch
        {
            response.Dispose();
            throw;
        }

        return response;
    }

    private void LimitRetryAfter(HttpResponseHeaders headers)
    {
        const string Name = "Retry-After";
        if (!headers.TryGetValues(Name, out var values))
            return;
        var pause = RetryAfterHeader.Read(values.First(), time.GetUtcNow());
        headers.Remove(Name);
        if (pause is { Ticks: > 0 } seconds)
            headers.TryAddWithoutValidation(Name, seconds.TotalSeconds.ToString("0", CultureInfo.InvariantCulture));
    }

    private static async Task<string> ReadStartAsync(HttpContent content, CancellationToken cancellation)
    {
        var start = new byte[MaxRefusalBytes];
        var stream = await content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var length = await stream.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
            return Encoding.UTF8.GetString(start, 0, length);
        }
    }

    private static ByteArrayContent Message(string body)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString("message", ServerMessage.Of(body));
            writer.WriteEndObject();
        }

        return new ByteArrayContent(json.ToArray()) { Headers = { ContentType = new("application/json") } };
    }
}
