using LiqMon.Http;
using LiqMon.Market;
using LiqMon.Text;
using LiqMon.Venues;

namespace LiqMon.Doctor;

/// <summary>Whether each kind of REST call that a venue is polled with is answered and can be read.</summary>
internal sealed class PollsCheck(VenueProbeSession visit, TimeProvider time) : ICheck
{
    public string Name => "polls";

    public async Task<CheckResult> RunAsync(CancellationToken cancellation)
    {
        var polls = visit.Venue.Polls(visit.Sample).DistinctBy(poll => poll.Request.Name).ToList();
        if (polls.Count == 0)
            return CheckResult.Skipped(visit.Contracts == 0 ? "without its contracts there is nothing to ask" : "nothing of it is polled");
        var readings = visit.Intake.NewReadings();
        var failed = new List<string>();
        var reasons = new List<GapReason?>();
        long read = 0;
        foreach (var request in polls.Select(poll => poll.Request))
        {
            var answer = await visit.Rest.GetAsync(request, cancellation);
            if (answer.Verdict != RestStatus.Ok)
            {
                failed.Add($"{request.Name}: {answer.Detail}");
                reasons.Add(answer.Reason);
                continue;
            }

            var nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
            var outcome = await visit.Intake.TakePollAsync(request.Name, readings, answer.Body, nowMs, cancellation);
            if (outcome.Kind is FrameKind.Malformed or FrameKind.Nack)
                failed.Add($"{request.Name}: {LogSanitizer.Of(outcome.Detail)}");
            read += readings.Market.Count + readings.Liquidations.Count;
        }

        return failed.Count > 0
            ? CheckResult.Fail(string.Join("; ", failed), VenueAdvice.Of(visit, "RestUrl", reasons))
            : CheckResult.Ok($"{string.Join(", ", polls.Select(poll => poll.Request.Name))} answered, {NumberText.Count(read)} readings");
    }
}
