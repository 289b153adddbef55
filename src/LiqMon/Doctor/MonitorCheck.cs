using System.Net;
using System.Text.Json;
using LiqMon.Http;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Doctor;

/// <summary>Whether a monitor runs at the configured address, and whether it commits.</summary>
internal sealed class MonitorCheck(IPEndPoint listen, string dataDirectory, HttpClient http, TimeProvider time) : ICheck
{
    private static readonly TimeSpan LongestQuiet = TimeSpan.FromMinutes(3);

    public string Name => "monitor";

    public CheckState WhenOverdue => CheckState.Warn;

    public async Task<CheckResult> RunAsync(CancellationToken cancellation)
    {
        var address = listen.Address.Equals(IPAddress.Any) ? IPAddress.Loopback
            : listen.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback
            : listen.Address;
        var url = new Uri($"http://{new IPEndPoint(address, listen.Port)}/healthz/ready");
        try
        {
            using var response = await http.GetAsync(url, cancellation);
            var words = await response.Content.ReadAsStringAsync(cancellation);
            return Read(words) is { } ready
                ? Evaluate(url, ready)
                : CheckResult.Warn($"something that is no LiqMon answers at {url.Authority}", "Choose another address with --listen.");
        }
        catch (HttpRequestException failure)
        {
            return CheckResult.Skipped($"no monitor runs here ({ConnectionFailure.OfConnect(failure, url.Authority).Detail})");
        }
    }

    private static ReadinessResult? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, QueryJson.Default.ReadinessResult) is { Reasons: not null, Missing: not null } ready ? ready : null;
        }
        catch (JsonException)
        {
            return null; // No answer of LiqMon's.
        }
    }

    private CheckResult Evaluate(Uri url, ReadinessResult ready)
    {
        var watch = WatchText.Of(new WatchResult(ready.VenuesLive, ready.VenuesExpected, ready.Missing) { Clocks = ready.Clocks ?? [] });
        if (!ready.Ready)
            return CheckResult.Warn($"a monitor at {url.Authority} is not ready: {string.Join("; ", ready.Reasons)}; {watch}", "Its log says more.");
        return QuietFor() is { } quiet && quiet > LongestQuiet
            ? CheckResult.Warn(
                $"a monitor at {url.Authority} is ready, but nothing has been committed here for {FloorReasons.Length(quiet)}",
                "It may write to another data folder; otherwise its log says why.")
            : CheckResult.Ok($"a monitor runs at {url.Authority}; {watch}");
    }

    private TimeSpan? QuietFor()
    {
        try
        {
            using var reader = StoreReader.Open(dataDirectory);
            return reader.State.LastCommit().TimeMs is { } committed ? time.GetUtcNow() - Timestamps.FromUnixMs(committed) : null;
        }
        catch (StoreException)
        {
            return null; // Reported by the checks of the store.
        }
    }
}
