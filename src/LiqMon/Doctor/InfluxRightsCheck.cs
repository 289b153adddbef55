using LiqMon.Influx;

namespace LiqMon.Doctor;

/// <summary>Whether the token may do more than LiqMon needs, which is to write one bucket.</summary>
internal sealed class InfluxRightsCheck(InfluxProbeSession visit, ServerInspection inspection) : ICheck
{
    public string Name => "rights";

    public async Task<CheckResult> RunAsync(CancellationToken cancellation)
    {
        if (!visit.IsWritten)
            return CheckResult.Skipped("nothing was written");
        if (visit.Options.Token is null)
            return CheckResult.Skipped("there is no token");
        var tokens = await inspection.VisibleTokensAsync(cancellation);
        return tokens switch
        {
            { Status: 200, Value: > 0 } => CheckResult.Warn(
                "the token is shown tokens of InfluxDB, so it may do more than write",
                $"Make one that may only write: influx auth create --write-bucket ID of {visit.Options.Target}."),
            { Status: 200 or 401 or 403 } => CheckResult.Ok("the token may write and is not shown InfluxDB's tokens"),
            _ => CheckResult.Skipped("the server does not list tokens as InfluxDB 2 does"),
        };
    }
}
