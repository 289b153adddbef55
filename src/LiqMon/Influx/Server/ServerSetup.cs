using InfluxDB.Client;
using InfluxDB.Client.Api.Client;
using InfluxDB.Client.Api.Domain;
using InfluxDB.Client.Api.Service;
using InfluxDB.Client.Core.Exceptions;

namespace LiqMon.Influx;

/// <summary>
/// Makes in an InfluxDB 2 what LiqMon and Grafana need, by InfluxDB.Client: the bucket, the name under which InfluxQL finds
/// it, and a token for each that may do nothing else. What is there already is kept.
/// </summary>
/// <param name="options">The server, with a token that may make all this.</param>
/// <param name="http">From <see cref="InfluxHttp.NewPlainClient"/>; its owner disposes it.</param>
internal sealed class ServerSetup(InfluxOptions options, HttpClient http) : IDisposable
{
    private const string Buckets = "buckets";

    private readonly InfluxDBClient _client = WriteClientV2.NewPackageClient(options, http);

    /// <summary>Makes the bucket, or has the one of that name keep its points for as long.</summary>
    /// <param name="keep">How long points are kept; zero is for ever.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <returns>The bucket, and whether it is new.</returns>
    /// <exception cref="ServerSetupException">The server refuses.</exception>
    internal Task<(SetUpBucket Bucket, bool IsNew)> MakeBucketAsync(TimeSpan keep, CancellationToken cancellation) => AskAsync(
        async () =>
        {
            var rule = new BucketRetentionRules(BucketRetentionRules.TypeEnum.Expire, (long)keep.TotalSeconds);
            var organisations = await _client.GetOrganizationsApi().FindOrganizationsAsync(org: options.Organisation, cancellationToken: cancellation).ConfigureAwait(false);
            if (organisations is not [var organisation, ..])
                throw new ServerSetupException($"there is no organisation {options.Organisation}");
            var found = await _client.GetBucketsApi().FindBucketsAsync(
                org: options.Organisation, name: options.Target, cancellationToken: cancellation).ConfigureAwait(false);
            if (found is not [var bucket, ..])
            {
                var made = await _client.GetBucketsApi().CreateBucketAsync(
                    new PostBucketRequest(orgID: organisation.Id, name: options.Target, retentionRules: [rule]), cancellation).ConfigureAwait(false);
                return (new SetUpBucket(organisation.Id, made.Id), true);
            }

            bucket.RetentionRules = [rule];
            await _client.GetBucketsApi().UpdateBucketAsync(bucket, cancellation).ConfigureAwait(false);
            return (new SetUpBucket(organisation.Id, bucket.Id), false);
        },
        cancellation);

    /// <summary>
    /// Sees to it that InfluxQL finds the bucket as a database of its name. Newer servers do so by themselves, by a virtual
    /// mapping; where there is none, one is made.
    /// </summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ServerSetupException">The server refuses.</exception>
    internal Task<bool> MapDatabaseAsync(SetUpBucket bucket, CancellationToken cancellation) => AskAsync(
        async () =>
        {
            var service = _client.CreateService<DBRPsService>(typeof(DBRPsService));
            var known = await service.GetDBRPsAsync(orgID: bucket.OrganisationId, bucketID: bucket.Id, cancellationToken: cancellation).ConfigureAwait(false);
            if (known.Content?.Any(mapping => mapping.Database == options.Target) is true)
                return true;
            var mapping = new DBRPCreate(
                orgID: bucket.OrganisationId, bucketID: bucket.Id, database: options.Target, retentionPolicy: "autogen", _default: true);
            await service.PostDBRPAsync(mapping, cancellationToken: cancellation).ConfigureAwait(false);
            return false;
        },
        cancellation);

    /// <summary>A new token that may write the bucket and nothing else.</summary>
    /// <exception cref="ServerSetupException">The server refuses.</exception>
    internal Task<Configuration.Secret> NewWriterAsync(SetUpBucket bucket, CancellationToken cancellation) =>
        NewTokenAsync(bucket, Permission.ActionEnum.Write, $"LiqMon writes {options.Target}", cancellation);

    /// <summary>A new token that may read the bucket and nothing else.</summary>
    /// <exception cref="ServerSetupException">The server refuses.</exception>
    internal Task<Configuration.Secret> NewReaderAsync(SetUpBucket bucket, CancellationToken cancellation) =>
        NewTokenAsync(bucket, Permission.ActionEnum.Read, $"Grafana reads {options.Target}", cancellation);

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private Task<Configuration.Secret> NewTokenAsync(
        SetUpBucket bucket, Permission.ActionEnum right, string description, CancellationToken cancellation) => AskAsync(
        async () =>
        {
            var resource = new PermissionResource(type: Buckets, id: bucket.Id, orgID: bucket.OrganisationId);
            var request = new AuthorizationPostRequest(orgID: bucket.OrganisationId, permissions: [new Permission(right, resource)])
            {
                Description = description,
            };
            var made = await _client.GetAuthorizationsApi().CreateAuthorizationAsync(request, cancellation).ConfigureAwait(false);
            return new Configuration.Secret(made.Token);
        },
        cancellation);

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask, CancellationToken cancellation)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (HttpException refusal)
        {
            // The package reports a cancellation as a refusal with status 0.
            cancellation.ThrowIfCancellationRequested();
            var reason = refusal.ErrorBody?["message"]?.ToString() ?? refusal.Message;
            throw new ServerSetupException(refusal.Status > 0 ? $"HTTP {refusal.Status}: {reason}" : reason, refusal);
        }
        catch (Exception failure) when (failure is ApiException or NullReferenceException or HttpRequestException)
        {
            // Another server's answer, which the package cannot read; at an empty one it runs into null.
            throw new ServerSetupException("the server does not answer as InfluxDB 2 does: " + failure.Message, failure);
        }
    }
}

/// <summary>A bucket that is set up, as the server names it.</summary>
/// <param name="OrganisationId">Its organisation.</param>
/// <param name="Id">The bucket.</param>
internal readonly record struct SetUpBucket(string OrganisationId, string Id);

/// <summary>InfluxDB does not let itself be set up.</summary>
internal sealed class ServerSetupException(string message, Exception? inner = null) : Exception(message, inner);
