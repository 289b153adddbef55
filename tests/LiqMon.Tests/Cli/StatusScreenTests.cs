using System.Globalization;
using LiqMon.Cli.Live;
using LiqMon.Feeds;
using LiqMon.Market;

namespace LiqMon.Tests.Cli;

/// <summary>The status screen at sizes of terminals.</summary>
public sealed class StatusScreenTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<int, int> Sizes => new() { { 80, 24 }, { 100, 30 }, { 200, 50 }, { 80, 60 }, { 132, 24 }, { 40, 10 }, { 20, 5 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void No_line_is_wider_and_no_screen_higher_than_the_terminal(int width, int height)
    {
        foreach (var state in (ScreenState[])[new(), new(Top: 7), new(Top: 1_000), new(Help: true), new(Feeds: true), new(Top: 20, Feeds: true)])
        {
            var lines = Lines(Draw(width, height, state));
            Assert.InRange(lines.Count, 1, height);
            Assert.All(lines, line => Assert.InRange(ScreenLine.Columns(line), 0, width));
        }
    }

    [Theory]
    [InlineData(80, 24)]
    [InlineData(100, 30)]
    [InlineData(200, 50)]
    public void Title_address_and_that_it_is_simulated_stay_in_view(int width, int height)
    {
        foreach (var state in (ScreenState[])[new(), new(Top: 12), new(Help: true), new(Feeds: true)])
        {
            var first = Lines(Draw(width, height, state))[0];
            Assert.StartsWith("LiqMon demo: SIMULATED DATA  http://127.0.0.1:8190", first, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(80, 24)]
    [InlineData(100, 30)]
    [InlineData(200, 50)]
    public void The_worst_venues_come_first_and_the_rest_is_counted(int width, int height)
    {
        var screen = Draw(width, height, new());
        var lines = Lines(screen);
        var head = lines.FindIndex(line => line.StartsWith("venue ", StringComparison.Ordinal));
        Assert.Equal(["venue-05", "venue-11", "venue-17"], lines.Skip(head + 1).Take(3).Select(line => line[..8]));
        Assert.Contains("down", lines[head + 1], StringComparison.Ordinal);
        Assert.Equal(25, screen.Rows);
        if (screen.Page < 25)
            Assert.StartsWith(FormattableString.Invariant($"venues 1–{screen.Page} of 25"), lines[^1], StringComparison.Ordinal);
        else
            Assert.Contains(lines, line => line.StartsWith("venue-24", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(80, 24)]
    [InlineData(100, 30)]
    public void Paging_shows_every_venue_once_and_ends_at_the_last(int width, int height)
    {
        var seen = new HashSet<string>();
        ScreenState? state = new();
        for (var turns = 0; turns < 25; turns++)
        {
            var screen = Draw(width, height, state!);
            seen.UnionWith(Lines(screen).Where(line => line.StartsWith("venue-", StringComparison.Ordinal)).Select(line => line[..8]));
            state = state!.After(Key(ConsoleKey.PageDown), screen.Page, screen.Rows);
        }

        Assert.Equal(25, seen.Count);
        var last = Draw(width, height, state!);
        Assert.Equal(25, last.Top + last.Page);
        Assert.Equal(last.Top - 1, state!.After(Key(ConsoleKey.UpArrow), last.Page, last.Rows)!.Top);
        Assert.Equal(0, state.After(Key(ConsoleKey.Home), last.Page, last.Rows)!.Top);
    }

    [Fact]
    public void What_is_cut_shows_it()
    {
        var cut = Lines(Draw(80, 24, new())).Where(line => ScreenLine.Columns(line) == 80).ToList();
        Assert.NotEmpty(cut);
        Assert.All(cut, line => Assert.EndsWith("…", line, StringComparison.Ordinal));
        Assert.Equal("币…", ScreenLine.Fit("币安人生", 4));
        Assert.Equal("币安", ScreenLine.Fit("币安", 4));
    }

    [Fact]
    public void Keys_end_it_and_explain_it()
    {
        Assert.Null(new ScreenState().After(new ConsoleKeyInfo('q', ConsoleKey.Q, false, false, false), 5, 25));
        var help = new ScreenState().After(new ConsoleKeyInfo('?', ConsoleKey.Oem2, true, false, false), 5, 25)!;
        Assert.True(help.Help);
        Assert.Contains(Lines(Draw(80, 24, help)), line => line.Contains("PageDown", StringComparison.Ordinal));
        Assert.False(help.After(Key(ConsoleKey.Escape), 5, 25)!.Help);
    }

    private static ConsoleKeyInfo Key(ConsoleKey key) => new('\0', key, false, false, false);

    private static StatusScreen Draw(int width, int height, ScreenState state) => new(Status(), state, width, height, Now, hasKeys: true);

    private static List<string> Lines(StatusScreen screen) =>
        [.. screen.Lines.Select(line => string.Concat(line.Segments.Select(segment => segment.Text)))];

    private static StatusSnapshot Status() => new()
    {
        Title = "LiqMon demo: SIMULATED DATA",
        Address = "http://127.0.0.1:8190",
        Data = "/a/folder/with/a/long/name/that/does/not/fit/beside/the/rest/liqmon-demo",
        Summary = "13 of 16 venues live; 91.2% of the last hour's normal volume covered",
        Notes = ["Every figure is made up by venues simulated on this machine. A cascade begins after one minute."],
        Windows =
        [
            .. ((string[])["1m", "5m", "1h", "24h", "7d"]).Select(window =>
                new WindowLine(window, "$893.1M", "$1.25B", "+$455.0M", "1,234,567", "$12.5M short 1000000BABYDOGEUSDT-PERPETUAL hyperliquid")),
        ],
        Venues = [.. Enumerable.Range(0, 25).Select(Venue)],
        Log = [.. Enumerable.Range(0, 6).Select(at => $"12:00:0{at} WARN  1001 okx public: the connection was closed, and a sentence that goes on and on")],
    };

    // Every sixth from the fifth on is down.
    private static VenueLine Venue(int at)
    {
        var isDown = at % 6 == 5;
        var feed = new FeedStatus(
            "public", isDown ? FeedState.BackingOff : FeedState.Live, Now.AddMinutes(-3), Now.AddSeconds(-1), Now, 2,
            isDown ? GapReason.Unreachable : null, isDown ? "unreachable: connection refused (stream.venue.example:443)" : null);
        return new(string.Create(CultureInfo.InvariantCulture, $"venue-{at:00}"), [feed], null, 123.4, 0.5, isDown ? 0.42m : 0.999m);
    }
}
