using System.Text.Json;

namespace LiqMon.Tests.Grafana;

/// <summary>A dashboard as it ships.</summary>
internal sealed class Dashboard
{
    private readonly JsonElement _root;

    private Dashboard(string file)
    {
        Name = Path.GetFileName(file);
        Text = File.ReadAllText(file);
        using var document = JsonDocument.Parse(Text);
        _root = document.RootElement.Clone();
    }

    internal static IReadOnlyList<Dashboard> All { get; } =
        [.. Directory.GetFiles(RepositoryFiles.Path("grafana", "dashboards"), "*.json").Order(StringComparer.Ordinal).Select(file => new Dashboard(file))];

    internal string Name { get; }

    internal string Text { get; }

    internal JsonElement Root => _root;

    internal string Uid => _root.GetProperty("uid").GetString()!;

    /// <summary>All panels but the headings of rows.</summary>
    internal IEnumerable<JsonElement> Panels =>
        _root.GetProperty("panels").EnumerateArray().Where(panel => panel.GetProperty("type").GetString() != "row");

    internal IEnumerable<JsonElement> Variables => _root.GetProperty("templating").GetProperty("list").EnumerateArray();

    /// <summary>Every InfluxQL statement in it: of panels, of annotations and of variables.</summary>
    internal IEnumerable<DashboardQuery> Queries =>
    [
        .. Panels.SelectMany(panel => panel.GetProperty("targets").EnumerateArray().Select(target =>
            new DashboardQuery(this, $"{panel.GetProperty("title").GetString()}, {target.GetProperty("refId").GetString()}", target.GetProperty("query").GetString()!)
            {
                Span = panel.TryGetProperty("timeFrom", out var span) ? span.GetString() : null,
            })),
        .. _root.GetProperty("annotations").GetProperty("list").EnumerateArray().Select(annotation =>
            new DashboardQuery(this, $"annotation {annotation.GetProperty("name").GetString()}", annotation.GetProperty("target").GetProperty("query").GetString()!)),
        .. Variables.Where(variable => variable.GetProperty("type").GetString() == "query").Select(variable =>
            new DashboardQuery(this, $"variable {variable.GetProperty("name").GetString()}", variable.GetProperty("query").GetString()!)),
    ];

    public override string ToString() => Name;
}

/// <summary>One InfluxQL statement of a dashboard.</summary>
internal sealed record DashboardQuery(Dashboard Dashboard, string Where, string Text)
{
    /// <summary>The panel's own span of time, such as <c>24h</c>; null for the dashboard's.</summary>
    internal string? Span { get; init; }

    /// <summary>The statement as Grafana sends it.</summary>
    /// <param name="asset">The chosen asset; null for all.</param>
    /// <param name="venues">The chosen venues; null for all.</param>
    internal string Fill(string? asset, IReadOnlyList<string>? venues) => Text
        .Replace("${asset:text}", asset ?? "All", StringComparison.Ordinal)
        .Replace("$asset", asset ?? ".*", StringComparison.Ordinal)
        .Replace("$venue", venues is null ? ".*" : $"({string.Join('|', venues)})", StringComparison.Ordinal)
        .Replace("$window", "24h", StringComparison.Ordinal)
        .Replace("$min_usd", "10000", StringComparison.Ordinal)
        .Replace("$timeFilter", $"time > now() - {Span ?? "24h"}", StringComparison.Ordinal)
        .Replace("$__interval", "1m", StringComparison.Ordinal);

    public override string ToString() => $"{Dashboard.Name}: {Where}";
}
