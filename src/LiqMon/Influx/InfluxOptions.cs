using LiqMon.Configuration;

namespace LiqMon.Influx;

/// <summary>How InfluxDB is written to.</summary>
public enum InfluxApi
{
    /// <summary><c>/api/v2/write</c> with a token: InfluxDB 2.x, 3 and 1.8 or later, VictoriaMetrics.</summary>
    V2,

    /// <summary><c>/write</c> with user and password, or without: InfluxDB 1.x.</summary>
    V1,
}

/// <summary>Where points are written, and with what right.</summary>
public sealed record InfluxOptions
{
    /// <summary>Name of the cursor in the store.</summary>
    public const string Destination = "influx";

    /// <summary>Address of the server, with a path before the API's own where a proxy wants one.</summary>
    public required Uri Url { get; init; }

    /// <summary>The API.</summary>
    public required InfluxApi Api { get; init; }

    /// <summary>The bucket (v2) or database (v1).</summary>
    public required string Target { get; init; }

    /// <summary>The organisation (v2), where the server asks for one.</summary>
    public string? Organisation { get; init; }

    /// <summary>The retention policy (v1); null for the database's default.</summary>
    public string? RetentionPolicy { get; init; }

    /// <summary>Token (v2).</summary>
    public Secret? Token { get; init; }

    /// <summary>User (v1).</summary>
    public string? User { get; init; }

    /// <summary>The user's password (v1).</summary>
    public Secret? Password { get; init; }

    /// <summary>How long one request may take. Default 30 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Most points of one request. Default 5,000, which is what InfluxDB advises.</summary>
    public int BatchPoints { get; init; } = 5_000;

    /// <summary>How often the points of the moment are written. Default 10 s.</summary>
    public TimeSpan MomentsEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The name under which this process reports about itself. Default: the machine's.</summary>
    public string Collector { get; init; } = Environment.MachineName;

    /// <summary>The server and what is written to there, for people.</summary>
    public string Name => $"{Target} at {Url.GetLeftPart(UriPartial.Path).TrimEnd('/')}";

    /// <summary>
    /// What makes it another place than before: address, bucket or database, organisation, retention policy. Another place is
    /// written from the beginning; another token or user is not another place.
    /// </summary>
    public string Identity => string.Join(' ', new[] { Name, Organisation, RetentionPolicy }.Where(part => part is not null));

    /// <summary>The address of the first API; the package knows the second's.</summary>
    internal Uri WriteUrl => Under($"write?db={Uri.EscapeDataString(Target)}&precision=ns{Parameter("rp", RetentionPolicy)}");

    /// <summary>An address below the server's.</summary>
    internal Uri Under(string path) => new(Url.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/" + path);

    private static string Parameter(string name, string? value) => value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";
}
