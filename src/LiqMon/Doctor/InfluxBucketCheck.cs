using System.Globalization;
using InfluxDB.Client.Api.Domain;
using LiqMon.Influx;
using LiqMon.Queries;
using LiqMon.Text;
using Bucket = InfluxDB.Client.Api.Domain.Bucket;

namespace LiqMon.Doctor;

/// <summary>Whether the bucket is there and how long it keeps points. A token that may only write is not shown buckets.</summary>
internal sealed class InfluxBucketCheck(InfluxProbeSession visit, ServerInspection inspection) : ICheck
{
    public string Name => "bucket";

    public async Task<CheckResult> RunAsync(CancellationToken cancellation)
    {
        if (!visit.IsReached)
            return CheckResult.Skipped("nobody answers");
        var bucket = await inspection.BucketAsync(cancellation);
        var message = TerminalText.Of(bucket.Message);
        return bucket switch
        {
            { Status: 200, Value: { } found } => CheckResult.Ok($"{visit.Options.Target} keeps points {Kept(found)}"),
            { Status: 200 } => NotShown(),
            { Status: 401 } => CheckResult.Fail($"HTTP 401: {message}", "Give LiqMon a token of this server: Influx:Token_FILE."),
            // InfluxDB 2: organization name "x" not found; bucket "x" not found, also when the token may not read it.
            { Status: 404 } when message.StartsWith("organization", StringComparison.Ordinal) =>
                CheckResult.Fail($"HTTP 404: {message}", "Correct Influx:Org."),
            { Status: 404 } when message.StartsWith("bucket", StringComparison.Ordinal) => NotShown(),
            { Status: 403 } => NotShown(),
            _ => CheckResult.Skipped("the server does not list buckets as InfluxDB 2 does"),
        };
    }

    private CheckResult NotShown() => CheckResult.Skipped(
        $"{visit.Options.Target} is not there, or this token may not see it, which LiqMon does not need; the write shows which");

    private static string Kept(InfluxDB.Client.Api.Domain.Bucket bucket)
    {
        var seconds = bucket.RetentionRules?.Select(rule => rule.EverySeconds ?? 0).FirstOrDefault() ?? 0;
        var span = TimeSpan.FromSeconds(seconds);
        return seconds == 0 ? "for ever"
            : span.TotalDays >= 1 ? string.Create(CultureInfo.InvariantCulture, $"for {span.TotalDays:0.#} days")
            : "for " + FloorReasons.Length(span);
    }
}
