using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LiqMon.Api;
using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Tests.Api;
using LiqMon.Tests.Queries;
using LiqMon.Text;
using LiqMon.Windows;

namespace LiqMon.Tests.Dashboard;

/// <summary>The live page as text: what it says, and that it needs nothing from elsewhere.</summary>
public sealed partial class DashboardPageTests
{
    [Fact]
    public async Task Its_totals_are_those_of_the_same_question_over_http()
    {
        await using var server = await RunningServer.StartAsync(map: LivePage.Map);
        var page = await server.Http.GetStringAsync("/?asset=BTC");
        foreach (var window in new[] { "1h", "4h", "12h", "24h", "7d" })
        {
            var answer = JsonNode.Parse(await server.Http.GetStringAsync($"/api/squeeze?asset=BTC&window={window}"))!;
            var card = Regex.Match(page, $"aria-label=\"Last {window}\".*?</article>", RegexOptions.Singleline).Value;
            var total = (decimal)answer["total_usd"]!;
            Assert.Contains($"title=\"${NumberText.Exact(total)}\"", card, StringComparison.Ordinal);
            Assert.Contains($">{NumberText.Usd((decimal)answer["short_usd"]!)}</dd>", card, StringComparison.Ordinal);
            Assert.Contains($">{NumberText.Usd((decimal)answer["long_usd"]!)}</dd>", card, StringComparison.Ordinal);
            Assert.Contains(NumberText.SignedUsd((decimal)answer["short_minus_long_usd"]!), WebUtility.HtmlDecode(card), StringComparison.Ordinal);
            Assert.Equal((bool)answer["floor"]!, card.Contains("class=\"floor\"", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task It_says_how_complete_it_is_and_why()
    {
        await using var server = await RunningServer.StartAsync(map: LivePage.Map);
        var page = WebUtility.HtmlDecode(await server.Http.GetStringAsync("/"));
        Assert.Contains("99.3% covered", page, StringComparison.Ordinal);
        Assert.Contains("<li>binance publishes the largest order per symbol and second</li>", page, StringComparison.Ordinal);
        Assert.Contains("<li>binance missing 00:10:00 (connection lost)</li>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Orders_are_of_the_asset_and_size_that_were_asked_for()
    {
        await using var server = await RunningServer.StartAsync(map: LivePage.Map);
        Assert.Equal(["ETHUSDT", "BTCUSDT", "BTCUSDT"], Symbols(await server.Http.GetStringAsync("/")));
        Assert.Equal(["BTCUSDT", "BTCUSDT"], Symbols(await server.Http.GetStringAsync("/?asset=btc&min=0")));
        Assert.Equal(["BTCUSDT"], Symbols(await server.Http.GetStringAsync("/?min=150000")));
    }

    [Fact]
    public async Task Every_watched_venue_is_listed_with_the_state_of_its_feeds()
    {
        await using var server = await RunningServer.StartAsync(
            with: options => options with { Venues = KnownVenues.Of(id => id is "binance" or "okx") },
            show: sources => sources with
            {
                Status = () =>
                [
                    new StatusResult("binance", "market", "live", FixedTime.Noon.GetUtcNow(), null, 0),
                    new StatusResult("okx", "public", "blocked", FixedTime.Noon.GetUtcNow(), null, 0, Detail: "HTTP 451"),
                ],
            },
            map: LivePage.Map);
        var page = await server.Http.GetStringAsync("/");
        Assert.Contains("1 of 2 venues live", page, StringComparison.Ordinal);
        Assert.Matches("<td>binance</td>.*</i>live</td>.*<td>okx</td>.*title=\"HTTP 451\"><i class=\"dot bad\"></i>blocked</td>", Row().Replace(page, " "));
    }

    [Fact]
    public async Task Cascades_show_once_somebody_looks_for_them()
    {
        await using var server = await RunningServer.StartAsync(map: LivePage.Map);
        Assert.DoesNotContain("Cascades", await server.Http.GetStringAsync("/"), StringComparison.Ordinal);

        server.Store.Write(store => store.Write(
        [
            new CascadeWrite(new Cascade
            {
                Asset = "BTC", Side = LiquidatedSide.Short, StartMs = SampleStore.Ms("2026-11-20T11:30:00.000Z"), EndMs = SampleStore.Ms("2026-11-20T11:31:00.000Z"),
                MicroUsd = 192_001_000_000, SideMicroUsd = 192_001_000_000, Orders = 1, PeakMinuteMs = SampleStore.Ms("2026-11-20T11:30:00.000Z"),
                PeakMinuteMicroUsd = 192_001_000_000, Multiple = 12.4, Venues = ["binance"], PriceChange = 0.0123, Coverage = 1,
            }),
        ]));
        server.Store.Write(store => store.Searched([], SampleStore.Ms("2026-11-20T11:59:00.000Z"), store.Sequence));
        var page = await server.Http.GetStringAsync("/?asset=BTC");
        Assert.Contains("Cascades", page, StringComparison.Ordinal);
        Assert.Contains("×12", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Contains("+1.2%", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Contains("Not yet: an asset", await server.Http.GetStringAsync("/?asset=SOL"), StringComparison.Ordinal);

        server.Store.Add("BTCUSDT", "BTC", LiquidatedSide.Long, "2026-11-19T11:00:00.000Z", "95000", 1_000_000);
        server.Store.Write(store => store.Searched([], SampleStore.Ms("2026-11-20T11:59:00.000Z"), store.Sequence));
        Assert.Contains("None: no burst", await server.Http.GetStringAsync("/?asset=XRP"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_map_of_positions_is_called_a_model_and_stands_where_a_price_is_known()
    {
        await using var server = await RunningServer.StartAsync(map: LivePage.Map);
        var page = WebUtility.HtmlDecode(await server.Http.GetStringAsync("/?asset=BTC"));
        Assert.Contains("BTC: a model of where positions would be forced out", page, StringComparison.Ordinal);
        Assert.Contains("nobody outside the venues knows the positions", page, StringComparison.Ordinal);
        Assert.Contains("BTC: a model", await server.Http.GetStringAsync("/"), StringComparison.Ordinal);
        Assert.DoesNotContain("a model", await server.Http.GetStringAsync("/?asset=ETH"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Simulated_venues_are_never_taken_for_real_ones()
    {
        await using var server = await RunningServer.StartAsync(map: LivePage.Map);
        Assert.DoesNotContain("SIMULATED", await server.Http.GetStringAsync("/?asset=BTC"), StringComparison.Ordinal);
        server.Store.Simulate();
        var page = await server.Http.GetStringAsync("/");
        Assert.Contains("SIMULATED DATA", page, StringComparison.Ordinal);
        Assert.Contains("<title>SIMULATED", page, StringComparison.Ordinal);
        using var table = await server.Http.GetAsync("/?format=csv&table=assets");
        Assert.Equal("liqmon-SIMULATED-ALL-assets.csv", table.Content.Headers.ContentDisposition?.FileName);
    }

    [Theory]
    [InlineData("/?asset=BTC,ETH")]
    [InlineData("/?asset=%3Cscript%3E")]
    [InlineData("/?min=much")]
    [InlineData("/?window=5h")]
    [InlineData("/?bar=7m")]
    [InlineData("/?side=both")]
    [InlineData("/?from=yesterday")]
    [InlineData("/?venue=nowhere")]
    [InlineData("/venues?window=5h")]
    [InlineData("/asset/BTC?min=much")]
    public async Task What_is_not_understood_is_said(string path)
    {
        await using var server = await RunningServer.StartAsync(map: LivePage.Map);
        using var response = await server.Http.GetAsync(path);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        var page = await response.Content.ReadAsStringAsync();
        Assert.Contains("This address is not understood", page, StringComparison.Ordinal);
        Assert.Contains("To the overview", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_runs_nothing_of_its_own_text_and_loads_only_from_its_server()
    {
        await using var server = await RunningServer.StartAsync(map: LivePage.Map);
        foreach (var path in new[] { "/", "/asset/BTC", "/venues" })
            await RunsNothingAsync(server, path);
    }

    private static async Task RunsNothingAsync(RunningServer server, string path)
    {
        using var response = await server.Http.GetAsync(path);
        var page = await response.Content.ReadAsStringAsync();

        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", page);
        Assert.All(Address().Matches(page), match => Assert.True(match.Groups[1].Value is ['/', not '/', ..] or "/" or ['#', ..], match.Groups[1].Value));
        foreach (var (file, type) in new[]
        {
            ("page.js", "text/javascript"), ("page.css", "text/css"), ("charts.css", "text/css"), ("icon.svg", "image/svg+xml"),
        })
        {
            using var part = await server.Http.GetAsync("/live/" + file);
            Assert.Equal((HttpStatusCode.OK, type), (part.StatusCode, part.Content.Headers.ContentType?.MediaType));
            Assert.DoesNotMatch("https?://(?!www.w3.org/)", await part.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task With_a_key_it_wants_the_key()
    {
        const string Key = "0123456789abcdef0123456789abcdef";
        await using var server = await RunningServer.StartAsync(options => options with { Key = new ApiKey(Key) }, map: LivePage.Map);
        using var without = await server.Http.GetAsync("/");
        using var script = await server.Http.GetAsync("/live/page.js");
        server.Http.DefaultRequestHeaders.Add(ApiKey.Header, Key);
        using var with = await server.Http.GetAsync("/");
        Assert.Equal(
            (HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.OK), (without.StatusCode, script.StatusCode, with.StatusCode));
    }

    [Fact]
    public async Task Many_visitors_at_once_cost_one_reading()
    {
        var opened = 0;
        await using var server = await RunningServer.StartAsync(
            show: sources => sources with { Status = () => Count(ref opened) }, map: LivePage.Map);
        var pages = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => server.Http.GetStringAsync("/")));
        Assert.Single(pages.Distinct());
        Assert.Equal(1, opened);

        static IReadOnlyList<StatusResult> Count(ref int opened)
        {
            Interlocked.Increment(ref opened);
            return [];
        }
    }

    private static IEnumerable<string> Symbols(string page) => Symbol().Matches(page).Select(match => match.Groups[1].Value);

    [GeneratedRegex("<span class=\"symbol\">([^<]*)</span>")]
    private static partial Regex Symbol();

    [GeneratedRegex(@"\s(?:src|href|action)=""([^""]*)""")]
    private static partial Regex Address();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Row();
}
