using System.Text;
using LiqMon.Configuration;

namespace LiqMon.Influx;

/// <summary>Tries whether a token may do what it is for, and nothing else.</summary>
internal static class TokenRights
{
    private const string Measurement = "liqmon_doctor";

    /// <summary>Whether it may write and read the bucket.</summary>
    internal static async Task<(bool Writes, bool Reads)> TryAsync(InfluxOptions options, Secret token, TimeProvider time, CancellationToken cancellation)
    {
        using var client = new InfluxClient(options with { Token = token }, time);
        var nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        var written = await client.WriteAsync(Encoding.UTF8.GetBytes($"{Measurement} checked_ms={nowMs}i {nowMs}000000\n"), cancellation).ConfigureAwait(false);
        // InfluxDB 2 says within an answer that is otherwise well that somebody may not read.
        var read = await client.GetAsync(
            $"query?db={Uri.EscapeDataString(options.Target)}&q={Uri.EscapeDataString("SHOW MEASUREMENTS LIMIT 1")}", cancellation).ConfigureAwait(false);
        return (written.Verdict == WriteStatus.Stored, read.Status == 200 && !read.Body.Contains("\"error\"", StringComparison.Ordinal));
    }
}
