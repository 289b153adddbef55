using System.Text.Json;
using LiqMon.Context;
using LiqMon.Http;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Doctor;

/// <summary>Whether a source of market context answers, by one of the calls that a monitor makes. LiqMon counts without it.</summary>
internal sealed class SourceCheck(ContextPoll poll, RestClient rest, string dataDirectory, TimeProvider time) : ICheck
{
    private const int MostShown = 8;

    public string Name => poll.Source;

    public CheckState WhenOverdue => CheckState.Warn;

    public async Task<CheckResult> RunAsync(CancellationToken cancellation)
    {
        if (!poll.Place.IsLoopback && IsSimulated())
            return CheckResult.Skipped("not queried: the store holds simulated data, and real prices beside it would mislead");
        var answer = await rest.GetAsync(poll.Request, cancellation);
        if (answer.Verdict == RestStatus.RateLimited)
            return Missing(answer.Detail, "Too many requests came from this address; a monitor tries again by itself.");
        if (answer.Verdict != RestStatus.Ok)
            return Missing(answer.Detail, answer.Reason == GapReason.TlsFailed ? VenueAdvice.Certificate : "Look at the network, name resolution and firewall.");
        try
        {
            var samples = poll.Read(answer.Body, time.GetUtcNow().ToUnixTimeMilliseconds());
            return samples.Count == 0
                ? Missing("the answer is out of date", "Look whether this machine's clock is right.")
                : CheckResult.Ok($"{Text(samples)} ({poll.Place.Authority})");
        }
        catch (JsonException failure)
        {
            return Missing($"the answer cannot be read: {failure.Message}", "The source may have changed; please report this line.");
        }
    }

    private static string Text(IReadOnlyList<ContextSample> samples) => samples.Count <= MostShown
        ? string.Join(", ", samples.Select(sample => $"{sample.Name} {NumberText.Price(sample.Value)}"))
        : $"{NumberText.Count(samples.Count)} numbers, from {Timestamps.Of(Timestamps.FromUnixMs(samples.Min(sample => sample.TimeMs)))} on";

    private CheckResult Missing(string? error, string advice) => CheckResult.Warn(
        $"{error}; what it says about the market is missing",
        $"{advice} {poll.Setting} moves the source, and {poll.Setting}=off leaves it out.");

    private bool IsSimulated()
    {
        try
        {
            using var reader = StoreReader.Open(dataDirectory);
            return reader.State.IsSimulated();
        }
        catch (StoreException)
        {
            return false; // Reported by the checks of the store.
        }
    }
}
