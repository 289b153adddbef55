using System.Globalization;
using System.Text;
using LiqMon.Influx;

namespace LiqMon.Doctor;

/// <summary>One call on InfluxDB, shared by its checks: one point of a measurement of its own is written and looked for.</summary>
internal sealed class InfluxProbeSession(InfluxOptions options, InfluxClient client, TimeProvider time)
{
    private const string Measurement = "liqmon_doctor";
    private const long HourMs = 3_600_000;

    private readonly long _nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Where it is, for people.</summary>
    public InfluxOptions Options => options;

    /// <summary>Whether the server answered.</summary>
    public bool IsReached { get; private set; }

    /// <summary>The version that the server names; null when it names none.</summary>
    public string? Version { get; private set; }

    /// <summary>Whether it is an InfluxDB 2 with a token, which may be made for one right only.</summary>
    public bool HasTokenOfItsOwn => options.Token is not null && Version?.TrimStart('v').StartsWith("2.", StringComparison.Ordinal) is true;

    /// <summary>Whether the point was taken.</summary>
    public bool IsWritten { get; private set; }

    /// <summary>Asks whether somebody is there.</summary>
    public async Task<InfluxReply> PingAsync(CancellationToken cancellation)
    {
        var reply = await client.GetAsync("ping", cancellation);
        IsReached = reply.Status > 0;
        Version = reply.Version;
        return reply;
    }

    /// <summary>Writes the point; in an hour it takes the place of itself.</summary>
    public async Task<WriteResult> WriteAsync(CancellationToken cancellation)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{Measurement} checked_ms={_nowMs}i {_nowMs / HourMs * HourMs}000000\n");
        var answer = await client.WriteAsync(Encoding.UTF8.GetBytes(line), cancellation);
        IsWritten = answer.Verdict == WriteStatus.Stored;
        return answer;
    }

    /// <summary>Looks for the point, in InfluxQL.</summary>
    public Task<InfluxReply> ReadAsync(CancellationToken cancellation) => client.GetAsync(
        $"query?db={Uri.EscapeDataString(options.Target)}&epoch=ms&q={Uri.EscapeDataString($"SELECT last(\"checked_ms\") FROM \"{Measurement}\"")}",
        cancellation);

    /// <summary>Looks for the point as VictoriaMetrics wants to be queried, which answers every InfluxQL with nothing.</summary>
    public Task<InfluxReply> ReadVictoriaAsync(CancellationToken cancellation) =>
        client.GetAsync($"api/v1/export?match[]={Measurement}_checked_ms", cancellation);

    /// <summary>Whether an answer holds the point.</summary>
    public bool Holds(InfluxReply reply) => reply.Body.Contains(_nowMs.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
