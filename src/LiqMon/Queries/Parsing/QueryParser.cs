using System.Globalization;
using LiqMon.External;
using LiqMon.Maps;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Queries;

/// <summary>
/// Understands the texts of a question, the same for command line and HTTP. Collects every error, so that a person
/// corrects them all at once; each says what is accepted.
/// </summary>
public sealed class QueryParser
{
    /// <summary>Most rows one answer lists.</summary>
    public const int MaxRows = 100_000;

    /// <summary>Longest span that a question with one answer may ask about, in days.</summary>
    public const int MaxDays = 400;

    /// <summary>Stands for a comma that parts no names while they are parted; no name holds a control character.</summary>
    private const string CommaOfName = "\u0001";

    /// <summary>Rows of a list that names no limit.</summary>
    public const int DefaultRows = 50;

    /// <summary>Least distance from the price that a map may reach, percent.</summary>
    public const int LeastRange = 1;

    /// <summary>Largest distance, percent.</summary>
    public const int MostRange = 50;

    private const long DayMs = 86_400_000;

    private readonly IReadOnlyList<KnownVenue> _venues;
    private readonly Func<string, string> _name;
    private readonly List<string> _errors = [];

    /// <summary>Prepares to read.</summary>
    /// <param name="venues">The venues that may be requested.</param>
    /// <param name="name">How the asker calls a parameter: <c>min_usd</c> is <c>--min-usd</c> on the command line.</param>
    public QueryParser(IReadOnlyList<KnownVenue> venues, Func<string, string> name)
    {
        _venues = venues;
        _name = name;
    }

    /// <summary>Longest span that may be queried for, in days.</summary>
    public int LongestDays { get; init; } = MaxDays;

    /// <summary>The window of a question that names none.</summary>
    public string DefaultWindow { get; init; } = "24h";

    /// <summary>Whether the question is about exactly one asset.</summary>
    public bool NeedsOneAsset { get; init; }

    /// <summary>What was wrong, in the order of the parameters.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Reads a question; null when there are <see cref="Errors"/>.</summary>
    /// <param name="text">The query.</param>
    /// <param name="groupings">What the question may be broken down by; the first is the default.</param>
    /// <param name="now">The present.</param>
    public SpanQuery? Read(RawQuery text, IReadOnlyList<Grouping> groupings, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(groupings);
        var nowMs = now.ToUnixTimeMilliseconds();
        var assets = Assets(text.Assets);
        if (NeedsOneAsset && assets is not { Count: 1 } && _errors.Count == 0)
            Wrong("asset", "name one, such as BTC");
        var venues = Venues(text.Venues);
        var window = text.Window ?? (text.From is null && text.To is null && text.Over is null ? DefaultWindow : null);
        var over = Over(text, nowMs);
        var (from, to) = over is { } heat ? (heat.FromMs, heat.ToMs) : text.Over is null ? Span(text, window, nowMs) : default;
        var cursor = Cursor(text.Cursor);
        if (cursor is not null)
        {
            // All parts of a list are of the span of the first.
            (from, to) = (cursor.FromMs, cursor.ToMs);
            window = cursor.IsWindow ? window ?? LengthText.Of(to - from) : null;
        }

        var by = By(text.By, groupings);
        var compare = Compare(text.Compare);
        if (text.WithEstimate && compare is not null)
            Wrong("estimate", $"does not go with {_name("compare")}: sources are compared with what was reported");
        var minimum = MinUsd(text.MinUsd);
        var limit = Limit(text.Limit);
        var side = Side(text.Side);
        var range = Range(text.Range);
        var model = Model(text.Model);
        var horizon = Horizon(text.Horizon);
        if (_errors.Count == 0 && by == Grouping.Hour && to - from > 40 * DayMs)
            Wrong("by", "hour is for spans of at most 40 days; use day");
        if (_errors.Count > 0)
            return null;

        // A window is (now − W, now], a pair of times [from, to); the store only knows the latter kind.
        var shift = window is null ? 0 : 1;
        return new SpanQuery
        {
            Filter = new LiquidationFilter
            {
                Assets = assets,
                Venues = venues,
                FromMs = from + shift,
                ToMs = Math.Min(to, nowMs) + shift,
                IncludeTraditional = text.IncludeTraditional,
            },
            DisplayFromMs = from,
            DisplayToMs = to,
            NowMs = nowMs,
            Window = window,
            By = by,
            WithExternal = text.WithExternal,
            WithEstimate = text.WithEstimate,
            Compare = compare,
            MinUsd = minimum,
            Side = side,
            Limit = limit,
            Cursor = cursor,
            Range = range,
            Model = model,
            Horizon = horizon,
            Over = over,
        };
    }

    private List<string>? Assets(IReadOnlyList<string> texts)
    {
        List<string> assets = [];
        HashSet<string> wrong = [];
        if (texts.Any(text => !Names([text]).Any()))
            Wrong("asset", "is empty; write names such as BTC or BTC,ETH, or leave it out for all");
        foreach (var text in Names(texts))
        {
            if (text.Equals("all", StringComparison.OrdinalIgnoreCase))
                return null;
            if (!AssetNames.IsName(text))
                wrong.Add(text);
            else if (AssetNames.Normalise(text).Asset is var asset && !assets.Contains(asset))
                assets.Add(asset);
        }

        if (wrong.Count > 0)
            Wrong("asset", $"{Several(wrong)} cannot be an asset; write names such as BTC or BTC,ETH, or all");
        return assets.Count == 0 ? null : assets;
    }

    private List<string>? Venues(IReadOnlyList<string> texts)
    {
        List<string> venues = [];
        HashSet<string> wrong = [];
        if (texts.Any(text => !Split([text]).Any()))
            Wrong("venue", $"is empty; the venues are {string.Join(", ", _venues.Select(v => v.Id))}, or leave it out for all");
        foreach (var text in Split(texts))
        {
            if (text.Equals("all", StringComparison.OrdinalIgnoreCase))
                return null;
            if (_venues.FirstOrDefault(v => v.Id.Equals(text, StringComparison.OrdinalIgnoreCase)) is not { } venue)
                wrong.Add(text);
            else if (!venues.Contains(venue.Id))
                venues.Add(venue.Id);
        }

        if (wrong.Count > 0)
            Wrong("venue", $"{Several(wrong)} {(wrong.Count == 1 ? "is" : "are")} not known; the venues are {string.Join(", ", _venues.Select(v => v.Id))}");
        return venues.Count == 0 ? null : venues;
    }

    private (long From, long To) Span(RawQuery text, string? window, long nowMs)
    {
        if (window is not null)
        {
            if (text.From is not null || text.To is not null)
                Wrong("window", $"goes alone; to name a start and an end, use {_name("from")} and {_name("to")} only");
            else if (SpanText.TryWindow(window, out var length) && length <= TimeSpan.FromDays(LongestDays))
                return (nowMs - (long)length.TotalMilliseconds, nowMs);
            else
                Wrong("window", $"{Shown(window)} is not a window; write a number and m, h, d or w, such as 15m, 24h or 7d, "
                    + $"at most {LongestDays}d");
            return default;
        }

        if (text.From is null)
        {
            Wrong("to", $"needs {_name("from")} as well");
            return default;
        }

        var from = Time("from", text.From);
        var to = text.To is null ? nowMs : Time("to", text.To);
        if (from is null || to is null)
            return default;
        if (from >= to)
            Wrong("from", text.To is null ? "lies in the future" : $"must be before {_name("to")}");
        else if (from >= nowMs)
            Wrong("from", "lies in the future");
        else if (to - from > LongestDays * DayMs)
            Wrong("from", $"and {_name("to")} may lie at most {LongestDays} days apart");
        return (from.Value, to.Value);
    }

    private HeatSpan? Over(RawQuery text, long nowMs)
    {
        if (text.Over is not { } named)
            return null;
        if (text.Window is not null || text.From is not null)
            Wrong("over", $"goes without {_name("window")} and {_name("from")}; {_name("to")} names its end");
        else if (!SpanText.TryWindow(named, out var length) || length < HeatSpan.Shortest || length > HeatSpan.Longest)
            Wrong("over", $"{Shown(named)} is not a length of time from {HeatSpan.Shortest.TotalHours:0}h to {HeatSpan.Longest.TotalDays:0}d; write 24h or 7d");
        else if ((text.To is null ? nowMs : Time("to", text.To)) is { } end)
            return HeatSpan.Of(length, Math.Min(end, nowMs));
        return null;
    }

    private long? Time(string name, string text)
    {
        if (SpanText.TryTime(text, out var time))
            return time.ToUnixTimeMilliseconds();
        Wrong(name, $"{Shown(text)} is not a time; write 2026-11-20 or 2026-11-20T12:30:00, in UTC");
        return null;
    }

    private Grouping By(string? text, IReadOnlyList<Grouping> groupings)
    {
        if (text is null)
            return groupings.Count == 0 ? Grouping.None : groupings[0];
        foreach (var grouping in groupings)
        {
            if (grouping != Grouping.None && EnumNames.Of(grouping).Equals(text, StringComparison.OrdinalIgnoreCase))
                return grouping;
        }

        var accepted = string.Join(", ", groupings.Where(g => g != Grouping.None).Select(g => EnumNames.Of(g)));
        Wrong("by", $"{Shown(text)} is not one of {accepted}");
        return Grouping.None;
    }

    private string? Compare(string? text)
    {
        if (text is null)
            return null;
        if (SourceName.TryRead(text, out var name))
            return name;
        Wrong("compare", $"{Shown(text)} cannot be a source; write {SourceName.Rule}");
        return null;
    }

    private decimal MinUsd(string? text)
    {
        if (text is null)
            return 0;
        if (AmountText.TryRead(text, out var dollars))
            return dollars;
        Wrong("min_usd", $"{Shown(text)} is not an amount; write dollars such as 100000, 2500.50, 250k or 1M");
        return 0;
    }

    private LiquidatedSide? Side(string? text)
    {
        foreach (var side in Enum.GetValues<LiquidatedSide>())
        {
            if (EnumNames.Of(side).Equals(text, StringComparison.OrdinalIgnoreCase))
                return side;
        }

        if (text is not null)
            Wrong("side", $"{Shown(text)} is neither long nor short");
        return null;
    }

    private int Limit(string? text)
    {
        if (text is null)
            return DefaultRows;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaxRows)
            return limit;
        Wrong("limit", $"{Shown(text)} is not a number of rows from 1 to {MaxRows}");
        return 0;
    }

    private ListCursor? Cursor(string? text)
    {
        if (text is null)
            return null;
        if (ListCursor.TryRead(text) is { } cursor && cursor.ToMs - cursor.FromMs <= LongestDays * DayMs)
            return cursor;
        Wrong("cursor", $"{Shown(text)} is not one; write the text that an answer of the same question had as next");
        return null;
    }

    private double Range(string? text)
    {
        if (text is null)
            return MapQuery.DefaultRange;
        if (decimal.TryParse(text.TrimEnd('%'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
            && percent is >= LeastRange and <= MostRange)
            return (double)(percent / 100);
        Wrong("range", $"{Shown(text)} is not a distance from the price; write percent from {LeastRange} to {MostRange}, such as 10%");
        return MapQuery.DefaultRange;
    }

    private Forecast Model(string? text)
    {
        if (text is null)
            return MapQuery.DefaultModel;
        if (MapQuery.Models.TryGetValue(text, out var model))
            return model;
        Wrong("model", $"{Shown(text)} is not a map; there are {string.Join(", ", MapQuery.Models.Keys)}");
        return MapQuery.DefaultModel;
    }

    private TimeSpan Horizon(string? text)
    {
        if (text is null)
            return MapQuery.DefaultHorizon;
        if (SpanText.TryDuration(text, out var horizon))
            return horizon;
        Wrong("horizon", $"{Shown(text)} is not a length of time; write a number and s, m, h, d or w, such as 1h");
        return MapQuery.DefaultHorizon;
    }

    private void Wrong(string name, string what) => _errors.Add($"{_name(name)}: {what}");

    private static IEnumerable<string> Split(IReadOnlyList<string> texts) => texts.SelectMany(text =>
        text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    /// <summary>Names between commas; a comma that is part of a name has a backslash before it: <c>BUFFI\,UNISWAP_V3</c>.</summary>
    private static IEnumerable<string> Names(IReadOnlyList<string> texts) => Split(
        [.. texts.Select(text => text.Replace("\\,", CommaOfName, StringComparison.Ordinal))])
        .Select(text => text.Replace(CommaOfName, ",", StringComparison.Ordinal));

    /// <summary>The first three of what was wrong in one way, and how many more: an error is for reading, whatever was asked.</summary>
    private static string Several(HashSet<string> texts) =>
        string.Join(", ", texts.Take(3).Select(Shown)) + (texts.Count > 3 ? $" and {NumberText.Count(texts.Count - 3)} more" : "");

    internal static string Shown(string text) => $"'{TerminalText.Of(text.Length > 60 ? text[..60] + "…" : text)}'";
}
