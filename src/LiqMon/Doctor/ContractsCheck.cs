using System.Globalization;
using LiqMon.Text;

namespace LiqMon.Doctor;

/// <summary>Whether a venue answers over REST and lists contracts, and what time it says it is.</summary>
internal sealed class ContractsCheck(VenueProbeSession visit, TimeProvider time) : ICheck
{
    public string Name => "REST";

    public async Task<CheckResult> RunAsync(CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        var error = await visit.LoadAsync(cancellation);
        var took = time.GetElapsedTime(started);
        if (error is not null)
            return CheckResult.Fail($"contracts could not be listed: {error}", VenueAdvice.Of(visit, "RestUrl", visit.ListFailure));
        var contracts = visit.Contracts;
        return contracts == 0
            ? CheckResult.Fail("it lists no contract of the assets to watch", $"Look at {visit.Setting("Assets")}.")
            : CheckResult.Ok(string.Create(
                CultureInfo.InvariantCulture, $"{NumberText.Count(contracts)} contracts in {took.TotalMilliseconds:0} ms{Clock()}"));
    }

    private string Clock() => visit.Clock is { } clock
        ? string.Create(CultureInfo.InvariantCulture, $", its clock {clock.Ms:+0;-0;0} ms ± {Math.Ceiling(clock.UncertaintyMs):0} ms from ours")
        : "";
}
