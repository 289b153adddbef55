using System.CommandLine;
using System.Text.RegularExpressions;
using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Text;
using LiqMon.Venues;

namespace LiqMon.Cli;

/// <summary>The options of a command that asks about a span.</summary>
public sealed partial class QueryOptions
{
    private const int LongestExportDays = 36_500;

    // Which others there are only a store knows, and a shell that completes does not wait for one.
    private static readonly string[] UsualAssets = ["BTC", "ETH", "SOL", "XRP", "DOGE", "BNB"];

    private readonly Argument<string[]> _what = new("what")
    {
        HelpName = "ASSET|SPAN",
        Arity = ArgumentArity.ZeroOrMore,
        Description = "The same as --asset and --window in short: BTC, 7d, or both",
    };

    private readonly Option<string[]> _asset = new("--asset") { HelpName = "ASSET", Description = "Asset such as BTC; repeat it or put commas between (all)" };
    private readonly Option<string[]> _venue = new("--venue") { HelpName = "VENUE", Description = "Venue id such as binance; repeat it or put commas between (all)" };
    private readonly Option<string?> _window = new("--window") { HelpName = "W", Description = $"Span up to now: {string.Join(' ', SpanText.Presets)} or any number with m, h, d, w (24h)" };
    private readonly Option<string?> _from = new("--from") { HelpName = "TIME", Description = "Start, inclusive: 2026-11-20 or 2026-11-20T12:30:00, UTC" };
    private readonly Option<string?> _to = new("--to") { HelpName = "TIME", Description = "End, exclusive (now)" };
    private readonly Option<bool> _traditional = new("--include-traditional") { Description = "Count stocks, metals and currencies too" };
    private readonly Option<string?> _by = new("--by") { HelpName = "GROUP" };
    private readonly Option<string?> _minUsd = new("--min-usd") { HelpName = "USD", Description = "Least dollars of an order: 100000, 250k, 1M" };
    private readonly Option<string?> _limit = new("--limit") { HelpName = "N", Description = $"Most rows, up to {QueryParser.MaxRows} (50)" };
    private readonly Option<string?> _cursor = new("--cursor") { HelpName = "CURSOR", Description = "What follows a list that was cut: the next of its JSON; the other options stay the same" };
    private readonly Option<string?> _compare = new("--compare") { HelpName = "NAME", Description = "Beside the totals of an imported source, such as coinglass" };
    private readonly Option<string?> _range = new("--range") { HelpName = "PERCENT", Description = "How far from the price to look, from 1% to 50% (10%)" };
    private readonly Option<string?> _model = new("--model") { HelpName = "path|oi", Description = "What the map is made from: the path of the price, or open interest" };
    private readonly Option<string?> _horizon = new("--horizon") { HelpName = "H", Description = "Length of the windows of --score, such as 1h (4h)" };
    private readonly Option<string?> _over = new("--over") { HelpName = "LENGTH", Description = "The map over time instead, from 1h to 7d up to --to (now): dollars by time and price" };
    private readonly Option<bool> _estimate = new("--estimate") { Description = "Estimate, apart from the totals, what sampled feeds hide, with a range" };
    private readonly Option<string?> _side = new("--side") { HelpName = "long|short", Description = "Only this liquidated side (both)" };
    private readonly Option<bool> _details = new("--details") { Description = "Show too each venue's coverage, and why the list is not complete" };
    private readonly IReadOnlyList<Grouping> _groupings;
    private readonly bool _isExport;
    private readonly bool _isMap;
    private bool _compares;
    private bool _estimates;
    private bool _hasSide;

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="groupings">What it may be broken down by; the first is the default, a single one is no choice. None for a
    /// list of orders.</param>
    public QueryOptions(Command command, params IReadOnlyList<Grouping> groupings)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(groupings);
        _groupings = groupings;
        command.Arguments.Add(_what);
        Complete();
        foreach (var option in new Option[] { _asset, _venue, _window, _from, _to, _traditional })
            command.Options.Add(option);
        if (groupings.Count > 1)
        {
            var names = groupings.Where(g => g != Grouping.None).Select(g => EnumNames.Of(g));
            _by.Description = "Break down by " + string.Join(", ", names);
            command.Options.Add(_by);
        }
        else if (groupings.Count == 0)
        {
            _hasSide = true;
            foreach (var option in new Option[] { _side, _minUsd, _limit, _cursor, _details })
                command.Options.Add(option);
        }
    }

    private QueryOptions(Command command)
    {
        (_groupings, _isExport) = ([], true);
        Complete();
        foreach (var option in new Option[] { _asset, _venue, _window, _from, _to, _traditional, _minUsd })
            command.Options.Add(option);
    }

    private QueryOptions(Command command, bool isMap)
    {
        (_groupings, _isMap) = ([], isMap);
        Complete();
        _asset.Description = "Asset such as BTC";
        _window.Description = $"Span up to now in which positions were opened, at most {MapQuery.LongestDays}d ({MapQuery.DefaultWindow})";
        command.Arguments.Add(_what);
        foreach (var option in new Option[] { _asset, _venue, _window, _from, _to, _traditional, _range, _model, _over, _horizon })
            command.Options.Add(option);
    }

    /// <summary>The options of a command that lists cascades.</summary>
    public static QueryOptions OfCascades(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        var options = new QueryOptions(command, groupings: []);
        // Cascades are looked for in crypto assets alone.
        command.Options.Remove(options._traditional);
        options._minUsd.Description = "Least dollars of a cascade, both sides: 100000, 250k, 1M";
        return options;
    }

    /// <summary>The options of a command that maps the positions of one asset.</summary>
    public static QueryOptions OfMap(Command command) => new(command, isMap: true);

    /// <summary>The options of a command that writes everything of a span, however long.</summary>
    public static QueryOptions OfExport(Command command) => new(command);

    /// <summary>Lets the question ask for an estimate too.</summary>
    public void AddEstimate(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        command.Options.Add(_estimate);
        _estimates = true;
    }

    /// <summary>Lets the question be compared with an external source.</summary>
    public void AddCompare(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        command.Options.Add(_compare);
        _compares = true;
    }

    /// <summary>Whether any of the span's options or arguments is given.</summary>
    internal bool IsGiven(ParseResult parsed) =>
        parsed.GetValue(_what) is { Length: > 0 } || parsed.GetValue(_asset) is { Length: > 0 } || parsed.GetValue(_venue) is { Length: > 0 }
        || parsed.GetValue(_traditional) || new[] { _window, _from, _to }.Any(option => parsed.GetValue(option) is not null);

    /// <summary>Whether what is behind the line on completeness is wanted; Markdown, which is kept and passed on, always has it.</summary>
    internal bool HasDetails(ParseResult parsed, OutputFormat format) => format == OutputFormat.Md || parsed.GetValue(_details);

    /// <summary>Whether the length of a score's windows is named.</summary>
    internal bool HasHorizon(ParseResult parsed) => parsed.GetValue(_horizon) is not null;

    /// <summary>The question the command line asks.</summary>
    /// <exception cref="UsageException">It cannot be understood.</exception>
    public SpanQuery Read(ParseResult parsed, IReadOnlyList<KnownVenue> venues, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        var (assets, window) = What(parsed);
        var text = new RawQuery
        {
            Assets = assets,
            Venues = parsed.GetValue(_venue) ?? [],
            Window = window,
            From = parsed.GetValue(_from),
            To = parsed.GetValue(_to),
            IncludeTraditional = parsed.GetValue(_traditional),
            By = _groupings.Count > 1 ? parsed.GetValue(_by) : null,
            WithEstimate = _estimates && parsed.GetValue(_estimate),
            Compare = _compares ? parsed.GetValue(_compare) : null,
            MinUsd = _groupings.Count > 0 || _isMap ? null : parsed.GetValue(_minUsd),
            Limit = _groupings.Count > 0 || _isExport || _isMap ? null : parsed.GetValue(_limit),
            Cursor = _hasSide ? parsed.GetValue(_cursor) : null,
            Side = _hasSide ? parsed.GetValue(_side) : null,
            Range = _isMap ? parsed.GetValue(_range) : null,
            Model = _isMap ? parsed.GetValue(_model) : null,
            Horizon = _isMap ? parsed.GetValue(_horizon) : null,
            Over = _isMap ? parsed.GetValue(_over) : null,
        };
        var reading = _isMap ? MapQuery.Reading(venues, Name) : new QueryParser(venues, Name)
        {
            LongestDays = _isExport ? LongestExportDays : QueryParser.MaxDays,
        };
        return reading.Read(text, _groupings, now) ?? throw new UsageException(reading.Errors);
    }

    /// <summary>What a shell offers as values.</summary>
    private void Complete()
    {
        _venue.CompletionSources.Add([.. VenueCatalog.All.Select(venue => venue.Profile.Id)]);
        _window.CompletionSources.Add([.. SpanText.Presets]);
        _what.CompletionSources.Add([.. UsualAssets, .. SpanText.Presets]);
        _asset.CompletionSources.Add(UsualAssets);
        _model.CompletionSources.Add("path", "oi");
        _by.CompletionSources.Add([.. _groupings.Where(grouping => grouping != Grouping.None).Select(grouping => EnumNames.Of(grouping))]);
        _side.CompletionSources.Add([.. Enum.GetValues<LiquidatedSide>().Select(side => EnumNames.Of(side))]);
    }

    /// <summary>Assets and window, named by options or in short.</summary>
    private (IReadOnlyList<string> Assets, string? Window) What(ParseResult parsed)
    {
        var words = _isExport ? [] : parsed.GetValue(_what) ?? [];
        // What looks like an option and is none would be taken for an asset.
        if (words.FirstOrDefault(word => word.StartsWith('-')) is { } unknown)
            throw new UsageException([$"Unrecognized option {QueryParser.Shown(unknown)}.", .. Suggestions.For(parsed, unknown) is { } meant ? [meant] : Array.Empty<string>()]);
        var spans = words.Where(word => MeansSpan().IsMatch(word)).ToList();
        var (assets, window) = (parsed.GetValue(_asset) ?? [], parsed.GetValue(_window));
        if (spans.Count + (window is null ? 0 : 1) > 1)
            throw new UsageException($"{QueryParser.Shown(spans[^1])}: the span is named twice");
        return ([.. assets, .. words.Except(spans)], window ?? spans.FirstOrDefault());
    }

    [GeneratedRegex("^[0-9]{1,4}[a-zA-Z]$")]
    private static partial Regex MeansSpan();

    private static string Name(string name) => "--" + name.Replace('_', '-');
}
