using System.Text.Json;
using LiqMon.Feeds.Sockets;
using LiqMon.Market;
using LiqMon.Text;

namespace LiqMon.Doctor;

/// <summary>
/// Whether Grafana answers and has its own database. Asks without credentials. Source: Grafana HTTP API, "Health API",
/// which answers 503 when the database fails, and may be set to show strangers no version.
/// </summary>
internal sealed class GrafanaCheck(Uri url, HttpClient http) : ICheck
{
    private const string Path = "/api/health";

    public string Name => "server";

    public async Task<CheckResult> RunAsync(CancellationToken cancellation)
    {
        try
        {
            using var response = await http.GetAsync(new Uri(url, Path), cancellation);
            return Evaluate((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellation));
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            var why = ConnectionFailure.OfConnect(failure, url.Authority);
            return CheckResult.Fail(why.Detail, why.Reason == GapReason.TlsFailed ? VenueAdvice.Certificate : "Start Grafana, or correct Grafana:Url.");
        }
    }

    private static (string? Database, string? Version) Read(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object ? (Text(root, "database"), Text(root, "version")) : default;
        }
        // The second: escapes that make no text.
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return default;
        }
    }

    private static string? Text(JsonElement element, string property) =>
        element.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private CheckResult Evaluate(int status, byte[] body)
    {
        if (Read(body) is not ({ } database, var version))
        {
            return CheckResult.Fail(
                $"{url.Authority} answers HTTP {status} to {Path}, but not as Grafana does", "It may be another program, or a proxy; correct Grafana:Url.");
        }

        var text = $"Grafana {(version is null ? "" : LogSanitizer.Of(version) + " ")}answers at {url.Authority}, database: {LogSanitizer.Of(database)}";
        return status == 200 && database == "ok"
            ? CheckResult.Ok(text)
            : CheckResult.Fail($"{text} (HTTP {status})", "Grafana cannot use the database of its own settings and dashboards; its log says why.");
    }
}
