using LiqMon.Http;
using LiqMon.Text;

namespace LiqMon.Alerts;

/// <summary>What became of a test.</summary>
/// <param name="Target">The target's name.</param>
/// <param name="Service">Its service.</param>
/// <param name="Outcome">Whether the service took it.</param>
/// <param name="Detail">Why not; null when it did.</param>
public sealed record AlertTestResult(string Target, string Service, AlertResultStatus Outcome, string? Detail);

/// <summary>Posts a test to targets, each once.</summary>
public static class AlertTest
{
    /// <summary>Posts to all of them at once.</summary>
    public static async Task<IReadOnlyList<AlertTestResult>> RunAsync(
        IReadOnlyList<AlertTarget> targets, TimeProvider time, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(time);
        using var http = RestClient.NewHttpClient();
        var client = new AlertClient(http, time);
        return await Task.WhenAll(targets.Select(async target =>
        {
            var answer = await client.PostAsync(Alert.OfTest(time.GetUtcNow()), target, cancellation).ConfigureAwait(false);
            return new AlertTestResult(
                target.Name, EnumNames.Of(target.Service), answer.Verdict, answer.Verdict == AlertResultStatus.Sent ? null : Detail(answer));
        })).ConfigureAwait(false);
    }

    private static string Detail(AlertResult answer) => answer.RetryAfter is { } wait
        ? $"{answer.Detail} (asks to wait {wait.TotalSeconds:0} s)"
        : answer.Detail;
}
