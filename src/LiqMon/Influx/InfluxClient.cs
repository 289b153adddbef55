using System.Net.Http.Headers;
using LiqMon.Text;

namespace LiqMon.Influx;

/// <summary>Writes line protocol by the API that the options name. Whatever can go wrong on a network is a value.</summary>
public sealed class InfluxClient : IDisposable
{
    private readonly InfluxOptions _options;
    private readonly HttpClient _http;
    private readonly IWriteClient _write;
    private readonly AuthenticationHeaderValue? _authorization;

    /// <summary>A client with connections of its own.</summary>
    public InfluxClient(InfluxOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _authorization = InfluxHttp.Authorization(options);
        _http = InfluxHttp.NewClient(options, time);
        _write = options.Api == InfluxApi.V2 ? new WriteClientV2(options, _http, time) : new WriteClientV1(options, _http, time);
        Inspection = options.Api == InfluxApi.V2 ? new ServerInspection(options, _http) : null;
    }

    /// <summary>What InfluxDB 2 says about itself; null for 1.x.</summary>
    internal ServerInspection? Inspection { get; }

    /// <summary>Writes some lines.</summary>
    public Task<WriteResult> WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellation) => _write.WriteAsync(lines, cancellation);

    /// <summary>Asks a server something that is no write.</summary>
    /// <param name="path">Path and query below the server's address.</param>
    /// <param name="cancellation">Cancels.</param>
    internal async Task<InfluxReply> GetAsync(string path, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _options.Under(path));
        request.Headers.Authorization = _authorization;
        try
        {
            using var answer = await _http.SendAsync(request, cancellation).ConfigureAwait(false);
            var version = answer.Headers.TryGetValues("X-Influxdb-Version", out var sent) ? TerminalText.Of(sent.First()) : null;
            return new((int)answer.StatusCode, TerminalText.Of((await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false)).Trim()), version);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or InvalidOperationException)
        {
            return new(0, WriteVerdicts.Unreachable(_options, failure).Message, null);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Inspection?.Dispose();
        _write.Dispose();
        _http.Dispose();
    }
}

/// <summary>What a server answered.</summary>
/// <param name="Status">HTTP status; 0 when there was no answer.</param>
/// <param name="Body">The answer, or why there was none.</param>
/// <param name="Version">The version it names.</param>
internal readonly record struct InfluxReply(int Status, string Body, string? Version);
