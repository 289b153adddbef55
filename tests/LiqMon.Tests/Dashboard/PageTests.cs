using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using LiqMon.Dashboard;
using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Tests.Api;

namespace LiqMon.Tests.Dashboard;

/// <summary>What the pages show of the sample: BTC long $142,500.000001 at 11:00, short $192,001 at 11:30:00.123, ETH short $900.50 at 11:45.</summary>
public sealed class PageTests
{
    [Fact]
    public async Task Bars_of_five_minutes_hold_what_happened_in_them_and_nothing_where_nobody_watched()
    {
        await using var server = await RunningServer.StartAsync(map: LivePage.Map);
        var rows = await TableAsync(server, "/?window=1h&bar=5m&format=csv&table=bars");
        Assert.Equal(["from", "to", "short_usd", "long_usd", "covered", "price", "open_interest"], rows[0]);
        Assert.Equal(12, rows.Count - 1);
        Assert.Equal("2026-11-20T11:05:00.000Z", rows[1][0]);
        Assert.Equal("2026-11-20T12:05:00.000Z", rows[^1][1]);
        Assert.Equal(("192001", "0"), (rows[6][2], rows[6][3]));
        Assert.Equal(("900.5", "0", "1"), (rows[9][2], rows[9][3], rows[9][4]));
        // From 11:50 on the connection was lost: no zero, but nothing.
        Assert.Equal(("", "", "0"), (rows[10][2], rows[10][3], rows[10][4]));
    }

    [Fact]
    public async Task Price_and_open_interest_of_an_asset_stand_at_the_ends_of_bars_that_have_a_sample()
    {
        await using var server = await RunningServer.StartAsync(map: LivePage.Map);
        var rows = (await TableAsync(server, "/asset/BTC?window=4h&bar=15m&format=csv&table=bars")).ToDictionary(row => row[1], row => (Price: row[5], Coins: row[6]));
        Assert.Equal(("", "1000"), rows["2026-11-20T10:00:00.000Z"]);
        Assert.Equal(("", ""), rows["2026-11-20T10:45:00.000Z"]);
        Assert.Equal(("95555.5", "900"), rows["2026-11-20T11:00:00.000Z"]);
        Assert.Equal(("", ""), rows["2026-11-20T11:45:00.000Z"]);
        // Over all assets coins make no sum.
        Assert.All((await TableAsync(server, "/?window=4h&bar=15m&format=csv&table=bars")).Skip(1), row => Assert.Equal("", row[6]));
    }

    [Fact]
    public async Task A_chosen_span_holds_for_tables_and_orders_and_stays_in_every_address()
    {
        await using var server = await RunningServer.StartAsync(map: LivePage.Map);
        const string Span = "from=2026-11-20T11:25:00&to=2026-11-20T11:35:00";
        Assert.Equal(["BTC"], Column(await TableAsync(server, $"/?{Span}&format=csv&table=assets"), 0));
        Assert.Equal(["192001"], Column(await TableAsync(server, $"/?{Span}&format=csv&table=orders"), 3));
        var page = WebUtility.HtmlDecode(await server.Http.GetStringAsync($"/?{Span}"));
        Assert.Contains("20 Nov 11:25–11:35 UTC", page, StringComparison.Ordinal);
        Assert.Contains($"/asset/BTC?{Span}", page, StringComparison.Ordinal);
        Assert.Contains($"name=\"from\" value=\"2026-11-20T11:25:00\"", page, StringComparison.Ordinal);
        // The way back.
        Assert.Contains("href=\"/\" ", Regex.Match(page, "<a class=\"chosen\"[^>]*>").Value.Replace("\">", "\" ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Orders_are_filtered_by_side_venue_and_size()
    {
        await using var server = await RunningServer.StartAsync(map: LivePage.Map);
        Assert.Equal(["long"], Column(await TableAsync(server, "/?side=long&format=csv&table=orders"), 2));
        Assert.Equal(["short"], Column(await TableAsync(server, "/?min=150k&format=csv&table=orders"), 2));
        Assert.Equal(3, Column(await TableAsync(server, "/?venue=binance&format=csv&table=orders"), 2).Count);
        Assert.Empty(Column(await TableAsync(server, "/?venue=okx&format=csv&table=orders"), 2));
        // The other tables are of all.
        Assert.Equal(["BTC", "ETH"], Column(await TableAsync(server, "/?side=long&min=150k&format=csv&table=assets"), 0));
    }

    [Theory]
    [InlineData("assets.total_usd", "ETH,BTC", "ascending")]
    [InlineData("-assets.total_usd", "BTC,ETH", "descending")]
    [InlineData("-assets.asset", "ETH,BTC", "descending")]
    [InlineData("interest.usd", "BTC,ETH", null)]
    [InlineData("nonsense", "BTC,ETH", null)]
    public async Task A_table_is_sorted_by_the_column_in_the_address(string sort, string assets, string? direction)
    {
        await using var server = await RunningServer.StartAsync(map: LivePage.Map);
        Assert.Equal(assets, string.Join(',', Column(await TableAsync(server, $"/?sort={sort}&format=csv&table=assets"), 0)));
        var section = Regex.Match(await server.Http.GetStringAsync($"/?sort={sort}"), "<section id=\"assets\".*?</section>", RegexOptions.Singleline).Value;
        Assert.Equal(assets, string.Join(',', Regex.Matches(section, "data-key=\"([A-Z]+)\"").Select(match => match.Groups[1].Value)));
        Assert.Equal(direction ?? "", Regex.Match(section, "aria-sort=\"([a-z]+)\"").Groups[1].Value);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/asset/BTC")]
    [InlineData("/venues")]
    public async Task Every_table_is_there_as_csv(string path)
    {
        await using var server = await RunningServer.StartAsync(map: LivePage.Map);
        var page = WebUtility.HtmlDecode(await server.Http.GetStringAsync(path));
        var links = Regex.Matches(page, "<a class=\"csv\" href=\"([^\"]+)\"").Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(Regex.Count(page, "class=\"heading\""), links.Count);
        foreach (var link in links)
        {
            using var response = await server.Http.GetAsync(link);
            Assert.Equal((HttpStatusCode.OK, "text/csv"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
            Assert.Matches("^liqmon-[A-Za-z]+-[a-z]+\\.csv$", response.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
            Assert.DoesNotMatch(@"\d[eE][+-]?\d", await response.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task The_page_of_an_asset_shows_only_that_asset_and_more_of_it()
    {
        await using var server = await RunningServer.StartAsync(map: LivePage.Map);
        var page = WebUtility.HtmlDecode(await server.Http.GetStringAsync("/asset/xbt"));
        Assert.Contains("<title>BTC liquidations", page, StringComparison.Ordinal);
        foreach (var part in new[] { "Largest orders", "Contracts and funding", "Long and short accounts", "BTC: a model", "$192.0K", "+0.0100%" })
            Assert.Contains(part, page, StringComparison.Ordinal);
        Assert.DoesNotContain("ETHUSDT", page, StringComparison.Ordinal);
        Assert.Equal(["192001", "142500.000001"], Column(await TableAsync(server, "/asset/BTC?format=csv&table=largest"), 3));
    }

    [Theory]
    [InlineData("/asset/NOSUCHCOIN", "Nothing is known of NOSUCHCOIN")]
    [InlineData("/asset/%3Cscript%3E", "This cannot be an asset")]
    public async Task An_asset_of_which_nothing_is_known_is_said_to_be_so(string path, string words)
    {
        await using var server = await RunningServer.StartAsync(map: LivePage.Map);
        using var response = await server.Http.GetAsync(path);
        Assert.Equal((HttpStatusCode.NotFound, "text/html"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        var page = await response.Content.ReadAsStringAsync();
        Assert.Contains(words, page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/asset?asset=ETH&window=7d", "/asset/ETH?window=7d")]
    [InlineData("/asset?asset=", "/")]
    [InlineData("/asset?asset=%2F%2Fevil.example", "/asset/%2F%2Fevil.example")]
    public async Task The_list_of_assets_leads_to_the_page_of_one(string path, string address)
    {
        await using var server = await RunningServer.StartAsync(map: LivePage.Map);
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = server.Http.BaseAddress };
        using var response = await http.GetAsync(path);
        Assert.Equal((HttpStatusCode.Redirect, address), (response.StatusCode, response.Headers.Location?.OriginalString));
    }

    [Fact]
    public async Task Nothing_that_was_watched_is_not_zero()
    {
        await using var server = await RunningServer.StartAsync(
            options => options with { Time = new FixedTimeAt("2026-11-25T12:00:00.000Z") }, map: LivePage.Map);
        var page = WebUtility.HtmlDecode(await server.Http.GetStringAsync("/"));
        var card = Regex.Match(page, "aria-label=\"Last 1h\".*?</article>", RegexOptions.Singleline).Value;
        Assert.Contains("not watched", card, StringComparison.Ordinal);
        Assert.DoesNotContain("$0<", card, StringComparison.Ordinal);
        Assert.Contains("Nothing was watched in the last 24 h", page, StringComparison.Ordinal);
        Assert.Contains("class=\"gap\"", page, StringComparison.Ordinal);
        // No total, and no bar that would be all of one side.
        Assert.Matches("<td>binance</td>\\s*<td class=\"n\">\\s*–\\s*</td>\\s*<td class=\"bar off\">\\s*–", page);
    }

    [Fact]
    public async Task The_page_of_venues_says_who_is_missing_and_since_when()
    {
        await using var server = await RunningServer.StartAsync(
            with: options => options with { Venues = KnownVenues.Of(id => id is "binance" or "okx") },
            show: sources => sources with
            {
                Answers = new StoreQueries(() => LiqMon.Store.StoreReader.Open(Opened!), KnownVenues.Of(id => id is "binance" or "okx")),
                Status = () =>
                [
                    new StatusResult("binance", "market", "live", FixedTimeAt.Noon, null, 0),
                    new StatusResult("okx", "public", "blocked", FixedTimeAt.Noon.AddMinutes(-5), null, 0, "blocked", "HTTP 451"),
                ],
            },
            map: LivePage.Map);
        Opened = server.Store.Directory;
        var page = WebUtility.HtmlDecode(await server.Http.GetStringAsync("/venues"));
        Assert.Contains("<h1>1 of 2 venues live</h1>", page, StringComparison.Ordinal);
        Assert.Matches("<b>okx</b> \\(blocked since 2026-11-20 11:55:00 UTC: HTTP 451\\)", page);
        Assert.Contains("11:50–12:00 UTC: connection lost", page, StringComparison.Ordinal);
        Assert.Contains("the largest order per symbol and second", page, StringComparison.Ordinal);
        var rows = await TableAsync(server, "/venues?format=csv&table=venues");
        Assert.Equal("okx", rows[1][0]);
        var binance = rows.Single(row => row[0] == "binance");
        Assert.Equal(("live", "0.993055", "2026-11-20T11:45:00.000Z", "50", "3"), (binance[1], binance[2][..8], binance[3], binance[4], binance[5]));
    }

    private static string? Opened { get; set; }

    private static async Task<List<string[]>> TableAsync(RunningServer server, string path)
    {
        var text = await server.Http.GetStringAsync(path);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r').Split(','))];
    }

    private static List<string> Column(List<string[]> rows, int column) => [.. rows.Skip(1).Select(row => row[column])];

    [Fact]
    public async Task The_overview_is_made_before_anybody_comes()
    {
        var looks = 0;
        PageWork? work = null;
        await using var server = await RunningServer.StartAsync(
            show: sources => sources with { Status = () => { Interlocked.Increment(ref looks); return []; } },
            map: (app, options, sources) => work = DashboardEndpoints.Map(app, options, sources));

        await work!.MakeFirstPage(CancellationToken.None);

        Assert.Equal(1, looks);
    }

    private sealed class FixedTimeAt(string now) : TimeProvider
    {
        internal static DateTimeOffset Noon { get; } = DateTimeOffset.Parse("2026-11-20T12:00:00Z", CultureInfo.InvariantCulture);

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.Parse(now, CultureInfo.InvariantCulture);
    }
}
