using LiqMon.Configuration;
using LiqMon.Http;
using LiqMon.Market;
using LiqMon.Threading;
using LiqMon.Venues;

namespace LiqMon.External;

/// <summary>Calls Coinalyze with a key, at the rate it allows, and again where it makes sense. One task at a time.</summary>
internal sealed class CoinalyzeClient
{
    private const int Tries = 5;
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);

    private readonly RestClient _rest;
    private readonly Throttle _pacer;
    private readonly TimeProvider _time;

    /// <param name="settings">Where, with which key.</param>
    /// <param name="http">Makes the calls.</param>
    /// <param name="pace">Least time between two calls.</param>
    /// <param name="time">Clock.</param>
    public CoinalyzeClient(CoinalyzeSettings settings, HttpClient http, TimeSpan pace, TimeProvider time)
    {
        _time = time;
        _pacer = new Throttle(pace, time);
        // It is called by the rules for venues: no redirects, limits of size, pauses when it asks for one.
        var profile = new VenueProfile
        {
            Id = Coinalyze.Source,
            Name = "Coinalyze",
            FeedClass = FeedClass.Derived,
            FeedNote = "sums in buckets of time",
            OpenInterestNote = "not requested",
            BackfillNote = "with a key",
            RequestHeaders = new Dictionary<string, string> { [Coinalyze.KeyHeader] = settings.Key!.Reveal() },
            // The pace alone holds calls back.
            RestLimit = new() { WeightPerMinute = 100 * Coinalyze.CallsPerMinute },
        };
        _rest = new RestClient(http, profile, new VenueOptions { RestUrl = settings.Url }, new HostRateLimits(time), time);
    }

    /// <summary>Least time between two calls that keeps to the rate Coinalyze allows.</summary>
    public static TimeSpan Pace => TimeSpan.FromMinutes(1) / Coinalyze.CallsPerMinute;

    /// <summary>Calls until there is an answer, a few times; a request to slow down is obeyed before the next.</summary>
    /// <returns>The answer, or why there is none.</returns>
    public async Task<(ReadOnlyMemory<byte>? Body, string? Error)> GetAsync(RestRequest request, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            await _pacer.WaitTurnAsync(cancellation);
            var answer = await _rest.GetAsync(request, cancellation);
            if (answer.Verdict == RestStatus.Ok)
                return (answer.Body, null);
            if (attempt == Tries || answer.Status is >= 400 and < 500 and not 429)
                return (null, $"{request.Name}: {answer.Detail}" + (answer.Status is 401 or 403 ? "; is the key right?" : ""));
            if (answer.Verdict != RestStatus.RateLimited)
                await TaskDelay.ForAsync(FirstRetry * (1 << (attempt - 1)), _time, cancellation);
        }
    }
}
