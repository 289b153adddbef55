using LiqMon.Feeds;
using LiqMon.Text;
using Spectre.Console;

namespace LiqMon.Cli.Live;

/// <summary>The venues of the status screen, in as many columns as there is room for.</summary>
/// <param name="width">Columns of the terminal.</param>
/// <param name="byFeed">Whether each feed has a line of its own.</param>
/// <param name="now">Now.</param>
internal sealed class VenueTable(int width, bool byFeed, DateTimeOffset now)
{
    private const int RatesFrom = 100;
    private const string Unreachable = "unreachable: ";
    private readonly int _feedColumns = byFeed ? 16 : 5;

    /// <summary>The titles of the columns.</summary>
    public ScreenLine Head(Style style) =>
        Row("venue", byFeed ? "feed" : "feeds", new("state", style), "last", ("msg/s", "orders/s"), "covered 1h", "why not live", style);

    /// <summary>The lines of a venue.</summary>
    public IEnumerable<ScreenLine> Rows(VenueLine venue)
    {
        if (!byFeed || venue.Feeds.Count == 0)
            return [Whole(venue)];
        return venue.Feeds.OrderBy(feed => feed.State == FeedState.Live).Select((feed, at) => Row(
            at == 0 ? venue.Venue : "", feed.Feed, State(feed.State), Age(feed.LastFrame), at == 0 ? Rates(venue) : ("", ""),
            at == 0 ? Share(venue) : "", feed.State == FeedState.Live ? "" : Short(feed.Detail ?? ""), null));
    }

    private ScreenLine Whole(VenueLine venue)
    {
        var worst = venue.Worst;
        var state = worst is null
            ? venue.Feeds.Count == 0 ? new("starting", new Style(Color.Yellow)) : State(FeedState.Live)
            : State(worst.State);
        if (worst is null && venue.RestError is not null)
            state = new(venue.Feeds.Count == 0 ? "no contracts" : "REST fails", new Style(venue.Feeds.Count == 0 ? Color.Red : Color.Yellow));
        var why = worst is null ? venue.RestError : Why(venue, worst);
        return Row(
            venue.Venue, $"{venue.Live}/{Math.Max(1, venue.Feeds.Count)}", state, Age(venue.LastFrame), Rates(venue), Share(venue), why ?? "", null);
    }

    /// <summary>Of a venue that lacks a part, which.</summary>
    private static string Why(VenueLine venue, FeedStatus worst)
    {
        var why = Short(worst.Detail ?? venue.RestError ?? "");
        return venue.Live == 0 ? why : $"{worst.Feed}: {why}";
    }

    // That it is down stands beside it; the cause must fit.
    private static string Short(string why) => why.StartsWith(Unreachable, StringComparison.Ordinal) ? why[Unreachable.Length..] : why;

    private ScreenLine Row(
        string venue, string feed, StateText state, string last, (string Frames, string Orders) rates, string share, string why, Style? style)
    {
        var line = new ScreenLine(width)
            .Cell(TerminalText.Of(venue), 12, style)
            .Cell(TerminalText.Of(feed), _feedColumns, style)
            .Cell(state.Text, 12, style ?? state.Style)
            .Cell(last, 9, style, toRight: true);
        if (width >= RatesFrom)
            line.Cell(rates.Frames, 7, style, toRight: true).Cell(rates.Orders, 8, style, toRight: true);
        return line.Cell(share, 10, style, toRight: true).Add(" ").Add(TerminalText.Of(why), style);
    }

    private static (string Frames, string Orders) Rates(VenueLine venue) =>
        (venue.FramesASecond.ToString("0", null), venue.OrdersASecond.ToString("0.0", null));

    private static string Share(VenueLine venue) => venue.Share is { } share ? NumberText.Coverage(share) : "";

    private static StateText State(FeedState state) => state switch
    {
        FeedState.Live => new("live", new Style(Color.Green)),
        FeedState.BackingOff => new("down", new Style(Color.Red)),
        _ => new(EnumNames.Of(state), new Style(Color.Yellow)),
    };

    private string Age(DateTimeOffset? last) => last is not { } at
        ? "-"
        : (now - at).TotalSeconds switch
        {
            < 1.5 => "now",
            < 120 => $"{(now - at).TotalSeconds:0} s ago",
            < 7_200 => $"{(now - at).TotalMinutes:0} min ago",
            _ => $"{(now - at).TotalHours:0} h ago",
        };

    private readonly record struct StateText(string Text, Style Style);
}
