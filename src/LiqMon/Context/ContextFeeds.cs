using System.Text.Json;
using System.Threading.Channels;
using LiqMon.Configuration;
using LiqMon.Http;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Threading;
using LiqMon.Venues;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiqMon.Context;

/// <summary>
/// Asks the external sources, each for itself and at its own pace, and hands what they say to the store. A source that
/// fails is tried again at its next turn, no sooner than it wants; nothing takes its place.
/// </summary>
internal sealed class ContextFeeds
{
    /// <summary>How much each source is queried at most. All of these allow far more; CoinGecko is queried six times an hour.</summary>
    internal static readonly RestLimit Limit = new() { WeightPerMinute = 60 };

    private readonly ContextSetup _setup;
    private readonly IReadOnlyList<ContextPoll> _polls;
    private readonly Dictionary<string, RestClient> _clients;

    internal ContextFeeds(ContextSetup setup)
    {
        _setup = setup;
        _polls = [.. ContextPoll.All(setup.Options).Where(poll => poll.Venue is not { } venue || setup.Venues.ContainsKey(venue))];
        _clients = _polls.DistinctBy(poll => poll.Source).ToDictionary(
            poll => poll.Source, poll => new RestClient(setup.Http, Limit, poll.Place, setup.Pauses, setup.Time));
    }

    /// <summary>Starts asking until cancelled; none of the tasks ends before that unless it fails.</summary>
    internal IEnumerable<Task> Start(CancellationToken cancellation) => _polls.Select(poll => RepeatAsync(poll, cancellation));

    private async Task RepeatAsync(ContextPoll poll, CancellationToken cancellation)
    {
        await TaskDelay.ForAsync(UntilDue(poll), _setup.Time, cancellation).ConfigureAwait(false);
        foreach (var request in poll.Past(_setup.Time.GetUtcNow().ToUnixTimeMilliseconds()))
        {
            // A source that says nothing now is tried again soon enough, for the present.
            if (await SendAsync(poll, request, cancellation).ConfigureAwait(false) is not null)
                break;
        }

        var failures = _setup.Failures.Of(poll.Source);
        var part = poll.Request.Url.AbsolutePath;
        while (!cancellation.IsCancellationRequested)
        {
            var failure = await SendAsync(poll, poll.Request, cancellation).ConfigureAwait(false);
            if (failure is not null)
                failures.Failed(part, failure, detail => _setup.Log.SourceFailed(poll.Source, detail));
            else
                failures.Recovered(part);
            await TaskDelay.ForAsync(failure is null ? poll.Every : poll.AfterFailure, _setup.Time, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>How long a start waits because the last run has had the answer.</summary>
    private TimeSpan UntilDue(ContextPoll poll)
    {
        if (poll.LastAnswer is not { } name)
            return TimeSpan.Zero;
        var nowMs = _setup.Time.GetUtcNow().ToUnixTimeMilliseconds();
        try
        {
            using var reader = _setup.Open();
            return reader.Context.Series(poll.Source, name, nowMs - (long)poll.Every.TotalMilliseconds, nowMs + 1) is [.., var last]
                ? TimeSpan.FromMilliseconds(last.TimeMs - nowMs) + poll.Every
                : TimeSpan.Zero;
        }
        catch (StoreException failure)
        {
            _setup.Log.LastAnswerUnknown(poll.Source, failure.Message);
            return TimeSpan.Zero;
        }
    }

    /// <summary>Asks, counts and hands on; null when there was a value, and otherwise why not.</summary>
    private async Task<ConnectionFailure?> SendAsync(ContextPoll poll, RestRequest request, CancellationToken cancellation)
    {
        var error = await ReadAsync(poll, request, cancellation).ConfigureAwait(false);
        if (error is null)
            _setup.Counters.Answered(poll.Source, _setup.Time.GetUtcNow());
        else
            _setup.Counters.Failed(poll.Source);
        return error;
    }

    private async Task<ConnectionFailure?> ReadAsync(ContextPoll poll, RestRequest request, CancellationToken cancellation)
    {
        using var answer = await _clients[poll.Source].GetAsync(request, cancellation).ConfigureAwait(false);
        if (answer.Verdict != RestStatus.Ok)
            return answer.Failure;
        IReadOnlyList<ContextSample> samples;
        try
        {
            samples = poll.Read(answer.Body, _setup.Time.GetUtcNow().ToUnixTimeMilliseconds());
        }
        catch (JsonException)
        {
            return new(GapReason.Unreadable, "the answer is not readable");
        }

        foreach (var sample in samples)
            await _setup.Store.WriteAsync(StoreItem.Of(sample), cancellation).ConfigureAwait(false);
        return samples.Count == 0 ? new(GapReason.Silent, "the answer is out of date") : null;
    }
}

/// <summary>What the parts that watch the market around the venues are made of.</summary>
internal sealed record ContextSetup
{
    /// <summary>The user's settings.</summary>
    public required ContextOptions Options { get; init; }

    /// <summary>The venues that are watched, with the user's settings.</summary>
    public required IReadOnlyDictionary<string, VenueOptions> Venues { get; init; }

    /// <summary>The HTTP client that everything shares.</summary>
    public required HttpClient Http { get; init; }

    /// <summary>The pauses that hosts have requested.</summary>
    public required HostRateLimits Pauses { get; init; }

    /// <summary>Logs what keeps failing, by source.</summary>
    public FailureLogs Failures { get => field ??= new FailureLogs(Time, NullLoggerFactory.Instance); init; }

    /// <summary>Takes what was read; waits when it is full.</summary>
    public required ChannelWriter<StoreItem> Store { get; init; }

    /// <summary>Counts answers and failures.</summary>
    public required SourceCounters Counters { get; init; }

    /// <summary>Opens the store for reading.</summary>
    public required Func<StoreReader> Open { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The log.</summary>
    public required ILogger Log { get; init; }
}
