using System.Globalization;
using LiqMon.Queries;

namespace LiqMon.Dashboard;

/// <summary>What a visitor wants to see. All of it stands in the address, so that a page can be kept and shared.</summary>
public sealed record PageQuery
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss";

    /// <summary>The path: <c>/</c> or <c>/asset/BTC</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The span of everything but the cards and the chart: the chosen bar, or the window.</summary>
    public required SpanQuery Span { get; init; }

    /// <summary>The same with the filters of the list of orders.</summary>
    public required SpanQuery Orders { get; init; }

    /// <summary>The window of the chart.</summary>
    public required ChartWindow Window { get; init; }

    /// <summary>The length of its bars: <c>1h</c>.</summary>
    public required string Bar { get; init; }

    /// <summary>Whether a span was chosen instead of the window.</summary>
    public bool IsSpanChosen => Span.Window is null;

    /// <summary>What a table is sorted by: <c>assets.longs</c>, with <c>-</c> before it for the largest first; null for its own order.</summary>
    public string? Sort { get; init; }

    /// <summary>Whether a whole table is wanted, not what fits a page.</summary>
    public bool IsWhole { get; init; }

    /// <summary>The parameters of the address that differ from what is usual, in one order.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Parameters { get; init; }

    /// <summary>The address.</summary>
    public string Address => Join(Path, Parameters);

    /// <summary>Reads a request; null when there are errors.</summary>
    /// <param name="path">The path.</param>
    /// <param name="pathAsset">The asset that the path names; null for none.</param>
    /// <param name="query">The parameters; those that are empty are not given.</param>
    /// <param name="venues">The venues that are known.</param>
    /// <param name="now">The present.</param>
    /// <param name="errors">What is wrong, and what is accepted.</param>
    public static PageQuery? Read(
        string path, string? pathAsset, IQueryCollection query, IReadOnlyList<KnownVenue> venues, DateTimeOffset now, out IReadOnlyList<string> errors)
    {
        List<string> wrong = [];
        var asset = pathAsset ?? Text("asset");
        var window = ChartWindow.All.FirstOrDefault(one => one.Name == (Text("window") ?? ChartWindow.Default.Name));
        if (window is null)
            wrong.Add($"window: {QueryParser.Shown(Text("window")!)} is not one of {string.Join(", ", ChartWindow.All.Select(one => one.Name))}");
        var bar = Text("bar") is { } named && (window?.Bars.Contains(named) ?? true) ? named : window?.Usual ?? "";
        if (Text("bar") is { } length && !ChartWindow.All.Any(one => one.Bars.Contains(length)))
            wrong.Add($"bar: {QueryParser.Shown(length)} is not one of {string.Join(", ", ChartWindow.All.SelectMany(one => one.Bars).Distinct())}");
        var (from, to) = (Text("from"), Text("to"));
        var raw = new RawQuery
        {
            Assets = asset is null ? [] : [asset],
            From = from,
            To = to,
            Window = from is null && to is null ? window?.Name ?? ChartWindow.Default.Name : null,
            MinUsd = Text("min"),
            Side = Text("side"),
            Venues = Text("venue") is { } venue ? [venue] : [],
        };
        var parser = new QueryParser(venues, name => name == "min_usd" ? "min" : name);
        var orders = parser.Read(raw, [], now);
        wrong.AddRange(parser.Errors);
        if (orders?.Filter.Assets is { Count: > 1 })
            wrong.Add("asset: one, or all");
        errors = wrong;
        if (wrong.Count > 0 || orders is null)
            return null;
        return new PageQuery
        {
            Path = path,
            Orders = orders,
            Span = orders with { Filter = orders.Filter with { Venues = null }, MinUsd = 0, Side = null },
            Window = window!,
            Bar = bar,
            Sort = Text("sort"),
            Parameters = Usual(new()
            {
                ["asset"] = pathAsset is null && orders.AssetText != "ALL" ? orders.AssetText : null,
                ["window"] = window == ChartWindow.Default ? null : window!.Name,
                ["bar"] = bar == window!.Usual ? null : bar,
                ["from"] = from,
                ["to"] = to,
                ["min"] = orders.MinUsd == 0 ? null : orders.MinUsd.ToString(CultureInfo.InvariantCulture),
                ["side"] = Text("side"),
                ["venue"] = orders.Filter.Venues is { } one ? string.Join(',', one) : null,
                ["sort"] = Text("sort"),
            }),
        };

        string? Text(string name) => query[name].ToString() is { Length: > 0 } text ? text : null;
    }

    /// <summary>The address with some parameters changed; null takes one away.</summary>
    public string With(params (string Name, string? Value)[] changes) => Of(Path, changes);

    /// <summary>The same on another path.</summary>
    public string Of(string path, params (string Name, string? Value)[] changes) => Join(path,
    [
        .. Parameters.Where(parameter => changes.All(change => change.Name != parameter.Key)),
        .. changes.Where(change => change.Value is not null).Select(change => KeyValuePair.Create(change.Name, change.Value!)),
    ]);

    /// <summary>The page of an asset, with the same window and span.</summary>
    public string AssetPage(string asset) => Of("/asset/" + Uri.EscapeDataString(asset), ("asset", null), ("sort", null), ("venue", null), ("min", null), ("side", null));

    /// <summary>A time as addresses carry it.</summary>
    public static string TimeOf(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static List<KeyValuePair<string, string>> Usual(Dictionary<string, string?> parameters) =>
        [.. parameters.Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Key, pair.Value!))];

    private static string Join(string path, IReadOnlyList<KeyValuePair<string, string>> parameters) => parameters.Count == 0 ? path
        : path + "?" + string.Join('&', parameters.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value).Replace("%3A", ":", StringComparison.Ordinal)}"));
}
