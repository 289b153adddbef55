namespace LiqMon.Tests.Influx;

/// <summary>An installed InfluxDB 1.x.</summary>
internal static class InfluxDaemon
{
    /// <summary>Where it is installed, or null.</summary>
    internal static string? Program { get; } = ServerProcess.Find("influxd");

    /// <summary>Starts it on a free port, with data in a temporary folder.</summary>
    internal static Task<ServerProcess> StartAsync() => ServerProcess.StartAsync(Program!, Arguments, "ping");

    private static string[] Arguments(string folder, int port)
    {
        var config = Path.Combine(folder, "influxdb.conf");
        File.WriteAllText(
            config,
            $"""
            reporting-disabled = true
            bind-address = "127.0.0.1:0"
            [meta]
            dir = "{folder}/meta"
            [data]
            dir = "{folder}/data"
            wal-dir = "{folder}/wal"
            query-log-enabled = false
            [monitor]
            store-enabled = false
            [subscriber]
            enabled = false
            [continuous_queries]
            enabled = false
            [http]
            bind-address = "127.0.0.1:{port}"
            log-enabled = false
            """);
        return ["-config", config];
    }
}
