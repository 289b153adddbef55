using InfluxDB.Client;
using InfluxDB.Client.Api.Client;
using InfluxDB.Client.Api.Domain;
using InfluxDB.Client.Core.Exceptions;
using Bucket = InfluxDB.Client.Api.Domain.Bucket;

namespace LiqMon.Influx;

/// <summary>What InfluxDB 2 says about itself, queried by InfluxDB.Client. Other servers answer none of it.</summary>
/// <param name="options">Where it is.</param>
/// <param name="http">From <see cref="InfluxHttp.NewClient"/>; its owner disposes it.</param>
internal sealed class ServerInspection(InfluxOptions options, HttpClient http) : IDisposable
{
    private readonly InfluxDBClient _client = WriteClientV2.NewPackageClient(options, http);

    /// <summary>Whether <c>/ready</c> says so. The package returns the same for a server that has no such page.</summary>
    internal async Task<bool> IsReadyAsync(CancellationToken cancellation)
    {
        var ready = await _client.ReadyAsync().WaitAsync(cancellation).ConfigureAwait(false);
        return ready?.Status == Ready.StatusEnum.Ready;
    }

    /// <summary>The bucket as <c>/api/v2/buckets</c> shows it to this token.</summary>
    internal Task<Inspected<InfluxDB.Client.Api.Domain.Bucket?>> BucketAsync(CancellationToken cancellation) => AskAsync(
        async () =>
        {
            var found = await _client.GetBucketsApi()
                .FindBucketsAsync(org: options.Organisation, name: options.Target, cancellationToken: cancellation).ConfigureAwait(false);
            return found is [var first, ..] ? first : null;
        },
        cancellation);

    /// <summary>How many tokens <c>/api/v2/authorizations</c> shows to this token.</summary>
    internal Task<Inspected<int>> VisibleTokensAsync(CancellationToken cancellation) => AskAsync(
        async () => (await _client.GetAuthorizationsApi().FindAuthorizationsAsync(cancellation).ConfigureAwait(false))?.Count ?? 0, cancellation);

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static async Task<Inspected<T>> AskAsync<T>(Func<Task<T>> ask, CancellationToken cancellation)
    {
        try
        {
            return new(200, "", await ask().ConfigureAwait(false));
        }
        catch (HttpException refusal)
        {
            // The package reports a cancellation as a refusal with status 0.
            cancellation.ThrowIfCancellationRequested();
            return new(refusal.Status, refusal.ErrorBody?["message"]?.ToString() ?? refusal.Message, default!);
        }
        catch (Exception failure) when (failure is ApiException or NullReferenceException)
        {
            // Another server's answer, which the package cannot read; at an empty one it runs into null.
            return new(-1, failure.Message, default!);
        }
    }
}

/// <summary>An answer of InfluxDB 2.</summary>
/// <param name="Status">HTTP status; 0 when there was no answer, −1 when it is none of InfluxDB 2's.</param>
/// <param name="Message">Why it was refused.</param>
/// <param name="Value">What was requested, when the status is 200.</param>
internal readonly record struct Inspected<T>(int Status, string Message, T Value);
