using LiqMon.Api;
using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Tests.Api;
using LiqMon.Tests.Reports;

namespace LiqMon.Tests.Dashboard;

/// <summary>The pages in a real browser: pointing, choosing, pausing, narrow screens, contrast and names.</summary>
public sealed class PageBrowserTests
{
    [ReaderFact("chromium")]
    public async Task The_crosshair_follows_mouse_and_keys_and_speaks_to_screen_readers()
    {
        await using var server = await RunningServer.StartAsync(map: LivePage.Map);
        await using var browser = await Browser.StartAsync();
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
        await using var browser = await Browser.StartAsync();
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
        await using var browser = await Browser.StartAsync();
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
            map: LivePage.Map);
        server.Store.Simulate();
        server.Store.Add("1000000BABYDOGECOINUSDT-PERPETUAL_20261225", "BABYDOGECOINWITHALONGNAME", LiquidatedSide.Long, "2026-11-20T11:59:58.123Z", "0.0000000012345678", 9_876_543_210_000_000);
        server.Store.Add("BTCUSDT", "BTC", LiquidatedSide.Short, "2026-11-20T11:59:59.123Z", "123456.789", 999_949_000_000_000);
        await using var browser = await Browser.StartAsync();
        var axe = new Deque.AxeCore.Commons.BundledAxeScriptProvider().GetScript();
        foreach (var path in new[] { "/", "/?from=2026-11-20T11:00:00&to=2026-11-20T12:00:00", "/?window=30d&bar=4h", "/asset/BTC", "/asset/BABYDOGECOINWITHALONGNAME", "/venues", "/?window=nonsense" })
        {
            foreach (var (width, isDark) in new[] { (320, false), (360, true), (768, false), (1_440, true) })
            {
                await browser.OpenAsync(new Uri(server.Http.BaseAddress!, path), width, isDark);
                var where = $"{path} at {width}: ";
                await browser.EvaluateAsync("for (const d of document.querySelectorAll('details')) d.open = true");
                await NothingIsFoundAsync(browser, where, Audit.Overflow);
                await NothingIsFoundAsync(browser, where, Audit.Contrast);
                await NothingIsFoundAsync(browser, where, Audit.Names);
                if (width is not (360 or 1_440))
                    continue;
                await browser.EvaluateAsync(axe + "; true");
                await NothingIsFoundAsync(browser, where, Audit.Axe);
            }
        }

        // The page about a bad address is itself sent with 400.
        var errors = browser.Errors.Where(error => !error.Contains("window=nonsense", StringComparison.Ordinal)).ToList();
        Assert.True(errors.Count == 0, string.Join('\n', errors));
        Assert.All(browser.Requested, asked => Assert.Equal(server.Http.BaseAddress!.Authority, asked.Authority));
    }

    // The findings are many lines, of which an assertion of equality shows the first words.
    private static async Task NothingIsFoundAsync(Browser browser, string where, string audit)
    {
        var found = (string?)await browser.EvaluateAsync(audit);
        Assert.True(found is "", where + found);
    }

    private static IReadOnlyList<StatusResult> Longest() =>
    [
        .. KnownVenues.Of(_ => true).Select((venue, at) => new StatusResult(
            venue.Id, "market", at % 2 == 0 ? "live" : "waiting_for_subscription", DateTimeOffset.UnixEpoch.AddYears(56), null, 0, at % 2 == 0 ? null : "subscription_refused",
            at % 2 == 0 ? null : "wss://a-very-long-host-name-without-any-break.futures.example.com/market/stream?streams=!forceOrder@arr refused the upgrade: HTTP 451")),
    ];
}
