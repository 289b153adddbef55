using System.Text.Json;

namespace LiqMon.Tests.Influx;

/// <summary>
/// A real InfluxDB 1.x: the installed <c>influxd</c>, started on a free port with temporary data, or the server whose
/// address the environment names.
/// </summary>
internal sealed class InfluxServer : IAsyncDisposable
{
    private static readonly Uri? Given = Uri.TryCreate(Environment.GetEnvironmentVariable("LIQMON_TEST_INFLUX_URL"), UriKind.Absolute, out var url) ? url : null;

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(2) };
    private readonly List<string> _databases = [];
    private readonly ServerProcess? _process;

    private InfluxServer(ServerProcess? process) => _process = process;

    internal static string? WhyProgramMissing => InfluxDaemon.Program is null
        ? "There is no influxd; install it with 'apt-get install influxdb' (1.6 or later of the 1.x line)."
        : null;

    internal static string? WhyMissing => WhyProgramMissing is null || Given is not null
        ? null
        : WhyProgramMissing + " Or set LIQMON_TEST_INFLUX_URL to the address of a running one without a password.";

    internal Uri Url => _process?.Url ?? Given!;

    /// <summary>Starts a server, or takes the one that the environment names.</summary>
    internal static async Task<InfluxServer> StartAsync() => Given is null ? await StartOwnAsync() : new(null);

    /// <summary>Starts a server of the test's own, which it may kill.</summary>
    internal static async Task<InfluxServer> StartOwnAsync() => new(await InfluxDaemon.StartAsync());

    /// <summary>A new database.</summary>
    internal async Task<string> NewDatabaseAsync()
    {
        var name = "t" + Guid.NewGuid().ToString("N");
        await QueryAsync("", $"CREATE DATABASE \"{name}\"");
        _databases.Add(name);
        return name;
    }

    /// <summary>Runs one InfluxQL statement; each row as the texts of its columns, tags of a series first.</summary>
    internal async Task<IReadOnlyList<IReadOnlyList<string>>> QueryAsync(string database, string query)
    {
        using var form = new FormUrlEncodedContent([new("q", query), new("db", database), new("epoch", "ns")]);
        using var answer = await _http.PostAsync(new Uri(Url, "query"), form);
        var body = await answer.Content.ReadAsStringAsync();
        using var json = JsonDocument.Parse(body);
        var result = json.RootElement.TryGetProperty("results", out var results) ? results[0] : json.RootElement;
        Assert.False(result.TryGetProperty("error", out var error), $"{query}: {error}");
        if (!result.TryGetProperty("series", out var series))
            return [];
        return
        [
            .. from one in series.EnumerateArray()
               let tags = one.TryGetProperty("tags", out var named) ? named.EnumerateObject().Select(tag => tag.Value.ToString()) : []
               from row in one.GetProperty("values").EnumerateArray()
               select (IReadOnlyList<string>)[.. tags, .. row.EnumerateArray().Select(cell => cell.ToString())],
        ];
    }

    /// <summary>Posts line protocol to <c>/write</c>, as a client other than LiqMon would.</summary>
    internal async Task<(int Status, string Body)> WriteAsync(string database, string lines)
    {
        using var content = new StringContent(lines);
        using var answer = await _http.PostAsync(new Uri(Url, $"write?db={database}&precision=ns"), content);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>
    /// Whether it may have lost what it had acknowledged. Killed in the middle of a record, InfluxDB 1.6 cuts the record off at
    /// the start, but goes on writing behind where it ended: at the next start all that was written in between cannot be read.
    /// </summary>
    internal bool MayHaveLostWrites => _process?.HasWritten("File corrupt") == true;

    /// <summary>Ends the server without a warning; its data stay.</summary>
    internal Task KillAsync() => _process!.KillAsync();

    /// <summary>Starts it again with its data.</summary>
    internal Task RestartAsync() => _process!.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
        else
        {
            foreach (var database in _databases)
                await QueryAsync("", $"DROP DATABASE \"{database}\"");
        }

        _http.Dispose();
    }
}
