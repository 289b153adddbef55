using LiqMon.Influx;

namespace LiqMon.Doctor;

/// <summary>Whether InfluxDB 2 has started up.</summary>
internal sealed class InfluxReadyCheck(InfluxProbeSession visit, ServerInspection inspection) : ICheck
{
    public string Name => "ready";

    public async Task<CheckResult> RunAsync(CancellationToken cancellation)
    {
        if (!visit.IsReached)
            return CheckResult.Skipped("nobody answers");
        if (await inspection.IsReadyAsync(cancellation))
            return CheckResult.Ok("InfluxDB is ready");
        return visit.Version?.TrimStart('v').StartsWith("2.", StringComparison.Ordinal) is true
            ? CheckResult.Warn("InfluxDB is not ready yet", "Wait until it has started; what is not written is kept.")
            : CheckResult.Skipped("only InfluxDB 2 says whether it is ready");
    }
}
