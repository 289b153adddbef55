using System.Net.Http.Headers;

namespace LiqMon.Influx;

/// <summary>Writes by <c>/write</c> of InfluxDB 1.x, which InfluxDB.Client does not have.</summary>
/// <param name="options">Where to write.</param>
/// <param name="http">From <see cref="InfluxHttp.NewClient"/>; its owner disposes it.</param>
/// <param name="time">The clock.</param>
internal sealed class WriteClientV1(InfluxOptions options, HttpClient http, TimeProvider time) : IWriteClient
{
    private readonly Uri _url = options.WriteUrl;
    private readonly AuthenticationHeaderValue? _authorization = InfluxHttp.Authorization(options);

    /// <inheritdoc/>
    public async Task<WriteResult> WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _url) { Content = new ReadOnlyMemoryContent(lines) };
        request.Headers.Authorization = _authorization;
        using var patience = new CancellationTokenSource(options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            if (answer.IsSuccessStatusCode)
                return new(WriteStatus.Stored);
            var body = await answer.Content.ReadAsStringAsync(either.Token).ConfigureAwait(false);
            return WriteVerdicts.Of((int)answer.StatusCode, ServerMessage.Of(body), answer.Headers.RetryAfter?.Delta);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return WriteVerdicts.TimedOut(options);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or InvalidOperationException)
        {
            return WriteVerdicts.Unreachable(options, failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // It owns nothing.
    }
}
