using System.Globalization;
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

    /// <summary>Those that ask InfluxDB.</summary>
    internal static IEnumerable<Dashboard> OfInfluxDb => All.Where(dashboard => dashboard.Source == "influxdb");

    internal string Name { get; }

    /// <summary>The kind of data source that it asks.</summary>
    internal string Source => Variables.First().GetProperty("query").GetString()!;

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
    /// <param name="now">The end of the span that is looked at.</param>
    internal string Fill(string? asset, IReadOnlyList<string>? venues, DateTimeOffset now) => GrafanaMacros.Expand(
        Chosen(asset, venues), (now - Length).ToUnixTimeMilliseconds(), now.ToUnixTimeMilliseconds(), TimeSpan.FromMinutes(1));

    private TimeSpan Length => Span is null ? TimeSpan.FromHours(24)
        : Span.EndsWith('h') ? TimeSpan.FromHours(int.Parse(Span[..^1], CultureInfo.InvariantCulture))
        : TimeSpan.FromDays(int.Parse(Span[..^1], CultureInfo.InvariantCulture));

    private string Chosen(string? asset, IReadOnlyList<string>? venues) => Text
        .Replace("${asset:text}", asset ?? "All", StringComparison.Ordinal)
        .Replace("${venue:text}", venues is null ? "All" : string.Join(" + ", venues), StringComparison.Ordinal)
        // While none is chosen, the largest: Bitcoin in every market of the tests.
        .Replace("$one_asset", asset ?? "BTC", StringComparison.Ordinal)
        .Replace("$asset", asset ?? ".*", StringComparison.Ordinal)
        .Replace("$venue", venues is null ? ".*" : $"({string.Join('|', venues)})", StringComparison.Ordinal)
        .Replace("$window", "24h", StringComparison.Ordinal)
        .Replace("$min_usd", "10000", StringComparison.Ordinal);

    public override string ToString() => $"{Dashboard.Name}: {Where}";
}
