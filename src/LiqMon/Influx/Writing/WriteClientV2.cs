using System.Text;
using InfluxDB.Client;
using InfluxDB.Client.Api.Domain;
using InfluxDB.Client.Core.Exceptions;

namespace LiqMon.Influx;

/// <summary>
/// Writes by <c>/api/v2/write</c> with InfluxDB.Client: one awaited request for each batch, the batch as one string. The
/// package's background WriteApi takes points that it later loses, so it is banned.
/// </summary>
/// <param name="options">Where to write.</param>
/// <param name="http">From <see cref="InfluxHttp.NewClient"/>; its owner disposes it.</param>
/// <param name="time">The clock.</param>
internal sealed class WriteClientV2(InfluxOptions options, HttpClient http, TimeProvider time) : IWriteClient
{
    private readonly InfluxDBClient _client = NewPackageClient(options, http);

    /// <summary>A client of the package for these options.</summary>
    internal static InfluxDBClient NewPackageClient(InfluxOptions options, HttpClient http)
    {
        var settings = new InfluxDBClientOptions(options.Url.GetLeftPart(UriPartial.Path))
        {
            HttpClient = http,
            // The package insists on a name; servers without organisations ignore it. It sends this one to them itself.
            Org = options.Organisation ?? "-",
            Bucket = options.Target,
            // Its time-out looks like a cancellation, so the limit is kept here.
            Timeout = Timeout.InfiniteTimeSpan,
            AllowHttpRedirects = false,
        };
        if (options.Token is { } token)
            settings.Token = token.Reveal();
        return new InfluxDBClient(settings);
    }

    /// <inheritdoc/>
    public async Task<WriteResult> WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            await _client.GetWriteApiAsync()
                .WriteRecordAsync(Encoding.UTF8.GetString(lines.Span), WritePrecision.Ns, cancellationToken: either.Token)
                .ConfigureAwait(false);
            return new(WriteStatus.Stored);
        }
        catch (HttpException refusal) when (refusal.Status > 0)
        {
            var pause = refusal.RetryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
            return WriteVerdicts.Of(refusal.Status, refusal.ErrorBody?["message"]?.ToString() ?? "", pause);
        }
        catch (Exception failure) when (failure is HttpException or HttpRequestException or IOException or InvalidOperationException
            or OperationCanceledException)
        {
            // The package reports a cancellation, a time-out and a broken connection alike: as status 0.
            cancellation.ThrowIfCancellationRequested();
            return patience.IsCancellationRequested ? WriteVerdicts.TimedOut(options) : WriteVerdicts.Unreachable(options, failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
