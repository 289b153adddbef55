using System.Text.Json;

namespace LiqMon.Tests.Influx;

/// <summary>
/// A real VictoriaMetrics: the installed <c>victoria-metrics</c>, started on a free port with temporary data, or the
/// server whose address the environment names.
/// </summary>
internal sealed class VictoriaServer : IAsyncDisposable
{
    private static readonly Uri? Given = Uri.TryCreate(Environment.GetEnvironmentVariable("LIQMON_TEST_VICTORIA_URL"), UriKind.Absolute, out var url) ? url : null;
    private static readonly string? Program = ServerProcess.Find("victoria-metrics");

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(2) };
    private readonly ServerProcess? _process;

    private VictoriaServer(ServerProcess? process) => _process = process;

    internal static string? WhyMissing => Given is not null || Program is not null
        ? null
        : "There is no victoria-metrics; install it with 'apt-get install victoria-metrics', or set LIQMON_TEST_VICTORIA_URL to the address of a running one.";

    internal Uri Url => _process?.Url ?? Given!;

    internal static async Task<VictoriaServer> StartAsync() => new(Given is null
        ? await ServerProcess.StartAsync(
            Program!,
            (folder, port) =>
            [
                $"-storageDataPath={folder}/data", $"-httpListenAddr=127.0.0.1:{port}", "-retentionPeriod=100y", "-memory.allowedBytes=256MB",
            ],
            "health")
        : null);

    /// <summary>All samples of the series that a selector matches.</summary>
    internal async Task<IReadOnlyList<VictoriaSeries>> ExportAsync(string selector)
    {
        // What was written a moment ago is searchable only after a flush.
        using (await _http.GetAsync(new Uri(Url, "internal/force_flush")))
        using (var answer = await _http.GetAsync(new Uri(Url, "api/v1/export?match[]=" + Uri.EscapeDataString(selector))))
        {
            answer.EnsureSuccessStatusCode();
            var lines = (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return [.. lines.Select(Series)];
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _http.Dispose();
    }

    private static VictoriaSeries Series(string line)
    {
        using var json = JsonDocument.Parse(line);
        return new(
            json.RootElement.GetProperty("metric").EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString()!),
            [.. json.RootElement.GetProperty("timestamps").EnumerateArray().Select(time => time.GetInt64())],
            [.. json.RootElement.GetProperty("values").EnumerateArray().Select(value => value.GetDouble())]);
    }
}

/// <summary>One series as VictoriaMetrics holds it.</summary>
/// <param name="Labels">Its labels; the metric's name is <c>__name__</c>.</param>
/// <param name="TimesMs">Times of its samples, Unix milliseconds.</param>
/// <param name="Values">Their values.</param>
internal sealed record VictoriaSeries(IReadOnlyDictionary<string, string> Labels, IReadOnlyList<long> TimesMs, IReadOnlyList<double> Values);
