using LiqMon.Api;
using LiqMon.Dashboard;
using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Tests.Api;
using LiqMon.Tests.Queries;
using LiqMon.Tests.Reports;

namespace LiqMon.Tests.Dashboard;

/// <summary>The pages in a real browser: pointing, choosing, pausing, narrow screens, contrast and names.</summary>
public sealed class PageBrowserTests(OneBrowser one) : IClassFixture<OneBrowser>
{
    [ReaderFact("chromium")]
    public async Task The_crosshair_follows_mouse_and_keys_and_speaks_to_screen_readers()
    {
        await using var server = await RunningServer.StartAsync(map: LivePage.Map);
        var browser = await one.OpenAsync();
        await browser.OpenAsync(new Uri(server.Http.BaseAddress!, "/?window=1h&bar=5m"), 1_280);
        Assert.True((bool)(await browser.EvaluateAsync("document.getElementById('bars-tip').hidden"))!);

        // The sixth of twelve bars is 11:30 to 11:35.
        await browser.EvaluateAsync("document.querySelector('.plot').scrollIntoView({ block: 'center' })");
        var x = (double)(await browser.EvaluateAsync("{ const b = document.querySelector('.plot').getBoundingClientRect(); b.left + b.width * 5.5 / 12 }"))!;
        var y = (double)(await browser.EvaluateAsync("{ const b = document.querySelector('.plot').getBoundingClientRect(); b.top + b.height / 2 }"))!;
        await browser.PointAsync(x, y);
        await browser.UntilAsync("!document.getElementById('bars-tip').hidden && document.getElementById('bars-tip').textContent.includes('11:30–11:35')");
        Assert.Contains("shorts $192.0K", (string?)await browser.EvaluateAsync("document.getElementById('bars-tip').textContent"), StringComparison.Ordinal);

        await browser.EvaluateAsync("document.getElementById('bars-cross').focus()");
        await browser.PressAsync("ArrowRight");
        await browser.UntilAsync("document.getElementById('bars-cross').getAttribute('aria-valuetext').startsWith('20 Nov 11:35–11:40 UTC, shorts $0')");
        await browser.PressAsync("ArrowLeft");
        await browser.UntilAsync("document.getElementById('bars-cross').getAttribute('aria-valuenow') === '6'");
        await browser.PressAsync("Escape");
        await browser.UntilAsync("document.getElementById('bars-tip').hidden");
        Assert.Empty(browser.Errors);
    }

    [ReaderFact("chromium")]
    public async Task A_click_on_a_bar_is_that_span_everywhere_and_the_way_back_works()
    {
        await using var server = await RunningServer.StartAsync(map: LivePage.Map);
        var browser = await one.OpenAsync();
        await browser.OpenAsync(new Uri(server.Http.BaseAddress!, "/?window=1h&bar=5m"), 1_280);
        await browser.EvaluateAsync("window.sameVisit = true; document.querySelector('.plot').scrollIntoView({ block: 'center' })");
        var x = (double)(await browser.EvaluateAsync("{ const b = document.querySelector('.plot').getBoundingClientRect(); b.left + b.width * 5.5 / 12 }"))!;
        var y = (double)(await browser.EvaluateAsync("{ const b = document.querySelector('.plot').getBoundingClientRect(); b.top + b.height / 2 }"))!;
        await browser.PointAsync(x, y, click: true);

        await browser.UntilAsync("location.search.includes('from=2026-11-20T11:30:00&to=2026-11-20T11:35:00')");
        await browser.UntilAsync("document.querySelectorAll('#orders tbody tr').length === 1 && document.querySelectorAll('#assets tbody tr').length === 1");
        Assert.Contains("11:30–11:35", (string?)await browser.EvaluateAsync("document.getElementById('hours').textContent"), StringComparison.Ordinal);
        Assert.Equal(1, (int)(await browser.EvaluateAsync("document.querySelectorAll('.slot.on').length"))!);

        await browser.EvaluateAsync("history.back()");
        await browser.UntilAsync("!location.search.includes('from') && document.querySelectorAll('#assets tbody tr').length === 2");
        Assert.True((bool)(await browser.EvaluateAsync("window.sameVisit"))!);
        Assert.Empty(browser.Errors);
    }

    [ReaderFact("chromium")]
    public async Task Sorting_keeps_the_place_and_a_paused_list_waits()
    {
        await using var server = await RunningServer.StartAsync(map: LivePage.Map);
        var browser = await one.OpenAsync();
        await browser.OpenAsync(server.Http.BaseAddress!, 1_280);
        await Until.TrueAsync(() => server.Live.Subscribers > 0, "the page listens");
        await browser.EvaluateAsync("window.sameVisit = true; { const link = document.querySelector('#assets th a'); link.focus(); link.click(); }");
        await browser.UntilAsync("location.search.includes('sort=assets.asset') && document.querySelector('#assets th').getAttribute('aria-sort') === 'ascending'");
        Assert.True((bool)(await browser.EvaluateAsync("window.sameVisit && document.activeElement === document.querySelector('#assets th a')"))!);

        await browser.EvaluateAsync("document.getElementById('pause').click()");
        Assert.Equal("true", (string?)await browser.EvaluateAsync("document.getElementById('pause').getAttribute('aria-pressed')"));
        server.Live.Publish(LiquidationResult.Of(server.Store.Add("BTCUSDT", "BTC", LiquidatedSide.Long, "2026-11-20T11:59:58.000Z", "97000", 1_500_000_000_000)));
        await browser.UntilAsync("document.querySelector('#totals .big').textContent.includes('$1.7M')");
        Assert.Equal(3, (int)(await browser.EvaluateAsync("document.querySelectorAll('#orders tbody tr').length"))!);
        await browser.EvaluateAsync("document.getElementById('pause').click()");
        await browser.UntilAsync("document.querySelectorAll('#orders tbody tr').length === 4");
        Assert.Empty(browser.Errors);
    }

    [ReaderFact("chromium")]
    public async Task Every_page_fits_the_narrowest_phone_with_the_longest_words_and_can_be_read_and_named()
    {
        await using var server = await RunningServer.StartAsync(
            with: options => options with { Venues = KnownVenues.Of(_ => true) },
            show: sources => sources with { Status = Longest },
            map: (app, options, sources) => DashboardEndpoints.Map(app, options, sources, new LongShelf()));
        server.Store.Simulate();
        server.Store.Add("1000000BABYDOGECOINUSDT-PERPETUAL_20261225", "BABYDOGECOINWITHALONGNAME", LiquidatedSide.Long, "2026-11-20T11:59:58.123Z", "0.0000000012345678", 9_876_543_210_000_000);
        server.Store.Add("BTCUSDT", "BTC", LiquidatedSide.Short, "2026-11-20T11:59:59.123Z", "123456.789", 999_949_000_000_000);
        var browser = await one.OpenAsync();
        var axe = new Deque.AxeCore.Commons.BundledAxeScriptProvider().GetScript();
        foreach (var path in new[] { "/", "/?from=2026-11-20T11:00:00&to=2026-11-20T12:00:00", "/?window=30d&bar=4h", "/asset/BTC", "/asset/BABYDOGECOINWITHALONGNAME", "/venues", "/reports", "/asset/NOSUCHASSET", "/?window=nonsense" })
        {
            foreach (var (width, isDark) in new[] { (320, false), (360, true), (768, false), (1_440, true) })
            {
                await browser.OpenAsync(new Uri(server.Http.BaseAddress!, path), width, isDark);
                var where = $"{path} at {width}: ";
                await browser.EvaluateAsync("for (const d of document.querySelectorAll('details')) d.open = true");
                await NothingIsFoundAsync(browser, where, Audit.Overflow);
                if (width > 320)
                    await NothingIsFoundAsync(browser, where, Audit.Broken);
                await NothingIsFoundAsync(browser, where, Audit.Contrast);
                await NothingIsFoundAsync(browser, where, Audit.Names);
                if (width is not (360 or 1_440))
                    continue;
                await browser.EvaluateAsync(axe + "; true");
                await NothingIsFoundAsync(browser, where, Audit.Axe);
            }
        }

        // The pages about a bad address and an unknown asset are themselves sent with 400 and 404.
        var errors = browser.Errors.Where(error => !error.Contains("window=nonsense", StringComparison.Ordinal) && !error.Contains("NOSUCHASSET", StringComparison.Ordinal)).ToList();
        Assert.True(errors.Count == 0, string.Join('\n', errors));
        Assert.All(browser.Requested, asked => Assert.Equal(server.Http.BaseAddress!.Authority, asked.Authority));
    }

    [ReaderFact("chromium")]
    public async Task An_empty_store_has_pages_without_a_zero_that_fit_and_can_be_read()
    {
        var folder = Directory.CreateTempSubdirectory("liqmon-empty-");
        using (EventStore.Open(new StoreOptions { DataDirectory = folder.FullName, ReserveBytes = 0 }, FixedTime.Noon))
        {
        }

        var browser = await one.OpenAsync();
        await using (var server = await RunningServer.StartAsync(
            show: sources => sources with { Answers = new StoreQueries(() => StoreReader.Open(folder.FullName), KnownVenues.Of(id => id == "binance")) },
            map: LivePage.Map))
        {
            foreach (var path in new[] { "/", "/venues" })
            {
                foreach (var (width, isDark) in new[] { (360, false), (1_440, true) })
                {
                    await browser.OpenAsync(new Uri(server.Http.BaseAddress!, path), width, isDark);
                    var where = $"{path} at {width}: ";
                    foreach (var audit in new[] { Audit.Overflow, Audit.Broken, Audit.Contrast, Audit.Names })
                        await NothingIsFoundAsync(browser, where, audit);
                    Assert.False((bool)(await browser.EvaluateAsync("/\\$0(?![.\\d])/.test([...document.querySelectorAll('.card,td')].map(e => e.innerText).join(' '))"))!, where + "a zero");
                }
            }

            Assert.Empty(browser.Errors);
            await browser.LeaveAsync();
        }

        folder.Delete(recursive: true);
    }

    [ReaderFact("chromium")]
    public async Task Filters_and_links_lead_where_they_say_and_a_finger_points_before_it_chooses()
    {
        await using var server = await RunningServer.StartAsync(map: LivePage.Map);
        var browser = await one.OpenAsync();
        await browser.OpenAsync(server.Http.BaseAddress!, 1_280);
        await browser.EvaluateAsync("window.sameVisit = true");
        await ChooseAsync(browser, "side", "long");
        await browser.UntilAsync("location.search.includes('side=long') && document.querySelectorAll('#orders tbody tr').length === 1");
        await ChooseAsync(browser, "side", "");
        await ChooseAsync(browser, "min", "100000");
        await browser.UntilAsync("location.search.includes('min=100000') && !location.search.includes('side=') && document.querySelectorAll('#orders tbody tr').length === 2");
        await ChooseAsync(browser, "venue", "binance");
        await browser.UntilAsync("location.search.includes('venue=binance') && document.querySelectorAll('#orders tbody tr').length === 2");
        Assert.True((bool)(await browser.EvaluateAsync("window.sameVisit"))!);

        await ChooseAsync(browser, "asset", "ETH");
        await browser.UntilAsync("location.search.includes('asset=ETH') && document.title.includes('ETH')");
        await browser.EvaluateAsync("document.querySelector('.pages a[href=\"/venues\"]').click()");
        await browser.UntilAsync("location.pathname === '/venues' && document.querySelector('.pages [aria-current=page]').textContent === 'Venues'");
        await browser.EvaluateAsync("document.querySelector('.brand').click()");
        await browser.UntilAsync("location.pathname === '/' && document.querySelectorAll('#orders tbody tr').length === 3");

        await browser.OpenAsync(new Uri(server.Http.BaseAddress!, "/?window=1h&bar=5m"), 390);
        await browser.EvaluateAsync("document.querySelector('.plot').scrollIntoView({ block: 'center' })");
        var x = (double)(await browser.EvaluateAsync("{ const b = document.querySelector('.plot').getBoundingClientRect(); b.left + b.width * 5.5 / 12 }"))!;
        var y = (double)(await browser.EvaluateAsync("{ const b = document.querySelector('.plot').getBoundingClientRect(); b.top + b.height / 2 }"))!;
        await browser.TapAsync(x, y);
        await browser.UntilAsync("!document.getElementById('bars-tip').hidden && document.getElementById('bars-tip').textContent.includes('11:30–11:35')");
        Assert.DoesNotContain("from=", (string?)await browser.EvaluateAsync("location.search"), StringComparison.Ordinal);
        await browser.TapAsync(x, y);
        await browser.UntilAsync("location.search.includes('from=2026-11-20T11:30:00')");
        Assert.Empty(browser.Errors);
        Assert.All(browser.Requested, asked => Assert.Equal(server.Http.BaseAddress!.Authority, asked.Authority));
    }

    // As with the mouse: the list is opened, and the choice submits.
    private static async Task ChooseAsync(Browser browser, string name, string value) => await browser.EvaluateAsync(
        $"{{ const list = document.querySelector('select[name={name}]'); list.dispatchEvent(new PointerEvent('pointerdown', {{ bubbles: true }})); "
        + $"list.value = '{value}'; list.dispatchEvent(new Event('change', {{ bubbles: true }})); }}");

    // The findings are many lines, of which an assertion of equality shows the first words.
    private static async Task NothingIsFoundAsync(Browser browser, string where, string audit)
    {
        var found = (string?)await browser.EvaluateAsync(audit);
        Assert.True(found is "", where + found);
    }

    /// <summary>Reports with the longest names.</summary>
    private sealed class LongShelf : IReportShelf
    {
        public IReadOnlyList<string> Formats => ["csv", "html", "json", "md", "xlsx"];

        public IReadOnlyList<string> Weeks(DateTimeOffset now) => ["2026-W47", "2026-W46"];

        public IReadOnlyList<ShelvedReport> Past() =>
        [
            new("liqmon-2026-W46-BABYDOGECOINWITHALONGNAME-and-many-others.html", 123_456_789, FixedTime.Noon.GetUtcNow()), new("liqmon-2026-W46.csv.zip", 1, FixedTime.Noon.GetUtcNow()),
        ];

        public Stream? Open(string name) => null;

        public Task<MadeReport?> MakeAsync(string week, string format, DateTimeOffset now, CancellationToken cancellation) => Task.FromResult<MadeReport?>(null);
    }

    private static IReadOnlyList<StatusResult> Longest() =>
    [
        .. KnownVenues.Of(_ => true).Select((venue, at) => new StatusResult(
            venue.Id, "market", at % 2 == 0 ? "live" : "waiting_for_subscription", DateTimeOffset.UnixEpoch.AddYears(56), null, 0, at % 2 == 0 ? null : "subscription_refused",
            at % 2 == 0 ? null : "wss://a-very-long-host-name-without-any-break.futures.example.com/market/stream?streams=!forceOrder@arr refused the upgrade: HTTP 451")),
    ];
}
