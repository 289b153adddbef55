using LiqMon.Influx;

namespace LiqMon.Doctor;

/// <summary>Whether InfluxDB answers at its address.</summary>
internal sealed class InfluxServerCheck(InfluxProbeSession visit) : ICheck
{
    public string Name => "server";

    public async Task<CheckResult> RunAsync(CancellationToken cancellation)
    {
        var reply = await visit.PingAsync(cancellation);
        var place = visit.Options.Url.Authority;
        return reply.Status switch
        {
            0 => CheckResult.Fail(reply.Body, "Start InfluxDB, or correct Influx:Url. What is not written is kept and delivered later."),
            < 300 => CheckResult.Ok(reply.Version is { } version ? $"InfluxDB {version} answers at {place}" : $"a server answers at {place}"),
            _ => CheckResult.Warn($"{place} answers HTTP {reply.Status} to /ping", "It may be another program, or a proxy; the next line says whether it takes points."),
        };
    }
}

/// <summary>Whether the address, the token or user, and the bucket or database are such that points are taken.</summary>
internal sealed class InfluxWriteCheck(InfluxProbeSession visit) : ICheck
{
    public string Name => "write";

    public async Task<CheckResult> RunAsync(CancellationToken cancellation)
    {
        if (!visit.IsReached)
            return CheckResult.Skipped("nobody answers");
        var answer = await visit.WriteAsync(cancellation);
        var options = visit.Options;
        var isV2 = options.Api == InfluxApi.V2;
        return answer.Verdict switch
        {
            WriteStatus.Stored => CheckResult.Ok($"a point was written to {options.Target}"),
            WriteStatus.Denied when answer.Message.Contains("404", StringComparison.Ordinal) => CheckResult.Fail(
                answer.Message, isV2 ? "Create the bucket, or correct Influx:Bucket and Influx:Org." : "Create the database, or correct Influx:Database."),
            WriteStatus.Denied => CheckResult.Fail(
                answer.Message, isV2 ? "Give LiqMon a token that may write the bucket: Influx:Token_FILE." : "Check Influx:User and Influx:Password; the user must be allowed to write the database."),
            _ => CheckResult.Fail(answer.Message, "The log of InfluxDB says more."),
        };
    }
}

/// <summary>Whether what was written can be read. LiqMon itself needs no right to read.</summary>
internal sealed class InfluxReadCheck(InfluxProbeSession visit) : ICheck
{
    public string Name => "read back";

    public async Task<CheckResult> RunAsync(CancellationToken cancellation)
    {
        if (!visit.IsWritten)
            return CheckResult.Skipped("nothing was written");
        var reply = await visit.ReadAsync(cancellation);
        return reply.Status switch
        {
            200 when visit.Holds(reply) && visit.HasTokenOfItsOwn => CheckResult.Warn(
                "the point is there: the token may read what it writes, which LiqMon does not need",
                "Make one that may only write: liqmon influx setup does, and one for Grafana that may only read."),
            200 when visit.Holds(reply) => CheckResult.Ok("the point is there"),
            // InfluxDB 1.x and 2.x say so inside of an answer that is otherwise well.
            401 or 403 => MayOnlyWrite(),
            200 when reply.Body.Contains("authorized", StringComparison.Ordinal) => MayOnlyWrite(),
            200 when await visit.ReadVictoriaAsync(cancellation) is { Status: 200 } victoria => visit.Holds(victoria)
                ? CheckResult.Ok("the point is there")
                : CheckResult.Skipped("VictoriaMetrics shows what was written only after some seconds"),
            200 => CheckResult.Fail($"the point is not found: {reply.Body}", "Does the database of this name belong to the bucket that was written?"),
            0 => CheckResult.Fail(reply.Body),
            _ => CheckResult.Skipped($"the server does not answer InfluxQL for {visit.Options.Target} (HTTP {reply.Status})"),
        };
    }

    private static CheckResult MayOnlyWrite() => CheckResult.Ok("LiqMon may write and not read, which is all it needs");
}
