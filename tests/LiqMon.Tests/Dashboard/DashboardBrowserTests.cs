using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Tests.Api;
using LiqMon.Tests.Reports;

namespace LiqMon.Tests.Dashboard;

/// <summary>The live page as a visitor sees it.</summary>
public sealed class DashboardBrowserTests(OneBrowser one) : IClassFixture<OneBrowser>
{
    private const string Overflowing =
        """
        [...document.querySelectorAll('.card,.panel,header,footer')]
          .filter(e => e.scrollWidth > e.clientWidth + 1 || e.getBoundingClientRect().right > innerWidth + 1)
          .map(e => `${e.id || e.className}: ${e.scrollWidth} of ${e.clientWidth}`).join()
        """;

    [ReaderFact("chromium")]
    public async Task It_fits_phone_and_desk_in_light_and_dark_and_asks_nobody_else()
    {
        await using var server = await RunningServer.StartAsync(map: LivePage.Map);
        var browser = await one.OpenAsync();
        foreach (var (width, isDark, background) in new[]
        {
            (390, false, ((byte)0xf4, (byte)0xf6, (byte)0xf8)), (390, true, ((byte)0x0e, (byte)0x13, (byte)0x19)),
            (1_280, false, ((byte)0xf4, (byte)0xf6, (byte)0xf8)), (1_280, true, ((byte)0x0e, (byte)0x13, (byte)0x19)),
        })
        {
            await browser.OpenAsync(server.Http.BaseAddress!, width, isDark);

            Assert.Equal((width, ""), (width, (string?)await browser.EvaluateAsync(Overflowing)));
            Assert.True((int)(await browser.EvaluateAsync("document.documentElement.scrollWidth"))! <= width);
            var picture = await browser.PictureAsync();
            Assert.Equal(background, picture[2, picture.Height - 2]);
            Assert.True((int)(await browser.EvaluateAsync("document.querySelectorAll('#hours svg rect').length"))! >= 2);
        }

        Assert.Empty(browser.Errors);
        Assert.NotEmpty(browser.Requested);
        Assert.All(browser.Requested, asked => Assert.Equal(server.Http.BaseAddress!.Authority, asked.Authority));
    }

    [ReaderFact("chromium")]
    public async Task Only_a_page_that_is_seen_holds_a_stream()
    {
        await using var server = await RunningServer.StartAsync(map: LivePage.Map);
        var browser = await one.OpenAsync();
        await browser.OpenAsync(server.Http.BaseAddress!, 1_280);
        await Until.TrueAsync(() => server.Live.Subscribers == 1, "the page listens");

        await browser.EvaluateAsync(
            "Object.defineProperty(document, 'hidden', {value: true, configurable: true}); document.dispatchEvent(new Event('visibilitychange'))");
        await Until.TrueAsync(() => server.Live.Subscribers == 0, "the hidden page lets go");
        await browser.EvaluateAsync(
            "Object.defineProperty(document, 'hidden', {value: false, configurable: true}); document.dispatchEvent(new Event('visibilitychange'))");
        await Until.TrueAsync(() => server.Live.Subscribers == 1, "the page listens again");
    }

    [ReaderFact("chromium")]
    public async Task A_new_order_appears_without_a_reload()
    {
        await using var server = await RunningServer.StartAsync(map: LivePage.Map);
        var browser = await one.OpenAsync();
        await browser.OpenAsync(server.Http.BaseAddress!, 1_280);
        await browser.EvaluateAsync("window.sameVisit = true");
        await Until.TrueAsync(() => server.Live.Subscribers > 0, "the page listens");
        Assert.Equal("≥$192.9K", await LastHourAsync(browser));

        var order = server.Store.Add("BTCUSDT", "BTC", LiquidatedSide.Long, "2026-11-20T11:59:58.000Z", "97000", 1_500_000_000_000);
        server.Live.Publish(LiquidationResult.Of(order));

        await browser.UntilAsync("document.querySelector('#orders tr.new.huge')?.textContent.includes('$1.5M')");
        Assert.True((bool)(await browser.EvaluateAsync("window.sameVisit"))!);
        Assert.Equal("≥$1.7M", await LastHourAsync(browser));
        Assert.Empty(browser.Errors);
    }

    [ReaderFact("chromium")]
    public async Task A_live_update_leaves_focus_selection_scroll_position_and_unchanged_rows_alone()
    {
        await using var server = await RunningServer.StartAsync(map: LivePage.Map);
        for (var order = 0; order < 60; order++)
            server.Store.Add("BTCUSDT", "BTC", LiquidatedSide.Long, $"2026-11-20T11:58:{order:00}.000Z", "97000", 2_000_000_000 + order);
        var browser = await one.OpenAsync();
        await browser.OpenAsync(server.Http.BaseAddress!, 1_280);
        await Until.TrueAsync(() => server.Live.Subscribers > 0, "the page listens");
        await browser.EvaluateAsync(
            """
            {
              const row = document.querySelectorAll('#orders tbody tr')[20];
              getSelection().selectAllChildren(row);
              document.querySelector('#assets tbody a').focus({ preventScroll: true });
              window.before = { row, focused: document.activeElement, selected: getSelection().toString() };
              const list = row.closest('#orders');
              list.scrollTop = 150;
              window.before.top = row.getBoundingClientRect().top;
            }
            """);
        Assert.Equal("A", (string?)await browser.EvaluateAsync("document.activeElement.nodeName"));

        for (var round = 0; round < 3; round++)
        {
            var order = server.Store.Add("BTCUSDT", "BTC", LiquidatedSide.Short, $"2026-11-20T11:59:5{round}.000Z", "97000", 3_000_000_000_000);
            server.Live.Publish(LiquidationResult.Of(order));
            await browser.UntilAsync($"document.querySelector('#orders tr.new')?.textContent.includes('11:59:5{round}')");
        }

        Assert.True((bool)(await browser.EvaluateAsync("before.focused === document.activeElement && before.focused.isConnected"))!);
        Assert.True((bool)(await browser.EvaluateAsync("before.row.isConnected && before.selected.length > 10 && getSelection().toString() === before.selected"))!);
        Assert.True((bool)(await browser.EvaluateAsync("Math.abs(before.row.getBoundingClientRect().top - before.top) < 2"))!);
        Assert.Empty(browser.Errors);
    }

    [ReaderFact("chromium")]
    public async Task An_arrow_key_in_a_list_waits_for_enter()
    {
        await using var server = await RunningServer.StartAsync(map: LivePage.Map);
        var browser = await one.OpenAsync();
        await browser.OpenAsync(server.Http.BaseAddress!, 1_280);
        await browser.EvaluateAsync("window.sameVisit = true; document.querySelector('select[name=asset]').focus()");
        await browser.PressAsync("ArrowDown");

        await browser.UntilAsync("document.querySelector('select[name=asset]').value !== 'all'");
        await browser.UntilAsync("getComputedStyle(document.querySelector('.filters button')).display !== 'none'");
        Assert.Equal("", (string?)await browser.EvaluateAsync("location.search"));
        Assert.True((bool)(await browser.EvaluateAsync("window.sameVisit"))!);

        await browser.PressAsync("Enter");
        await browser.UntilAsync("location.search.includes('asset=')");
    }

    [ReaderFact("chromium")]
    public async Task An_open_page_costs_a_few_bytes_for_each_change()
    {
        await using var server = await RunningServer.StartAsync(map: LivePage.Map);
        var browser = await one.OpenAsync();
        await browser.OpenAsync(server.Http.BaseAddress!, 1_280);
        await Until.TrueAsync(() => server.Live.Subscribers > 0, "the page listens");
        var before = browser.Received;
        for (var round = 0; round < 6; round++)
        {
            var order = server.Store.Add("BTCUSDT", "BTC", LiquidatedSide.Short, $"2026-11-20T11:59:5{round}.000Z", "97000", 3_000_000_000_000);
            server.Live.Publish(LiquidationResult.Of(order));
            await browser.UntilAsync($"document.querySelector('#orders tr')?.parentNode.parentNode.textContent.includes('11:59:5{round}')");
        }

        // The first change fetches the whole page, packed.
        Assert.InRange(browser.Received - before, 1_000, 24_000);
    }

    [ReaderFact("chromium")]
    public async Task It_says_when_nobody_answers_and_goes_on_when_somebody_does()
    {
        var isBroken = false;
        await using var server = await RunningServer.StartAsync(
            show: sources => sources with
            {
                Status = () => Volatile.Read(ref isBroken) ? throw new StoreException(StoreFailure.Other, "as if the disk was gone") : [],
            },
            map: LivePage.Map);
        var browser = await one.OpenAsync();
        await browser.OpenAsync(server.Http.BaseAddress!, 390);
        Assert.True((bool)(await browser.EvaluateAsync("document.getElementById('connection').hidden"))!);

        Volatile.Write(ref isBroken, true);
        await browser.EvaluateAsync("{ const now = Date.now; Date.now = () => now() + 20000; }");
        await browser.UntilAsync("!document.getElementById('connection').hidden");

        Volatile.Write(ref isBroken, false);
        await browser.EvaluateAsync("{ const now = Date.now; Date.now = () => now() + 10000; }");
        await browser.UntilAsync("document.getElementById('connection').hidden");
    }

    private static async Task<string?> LastHourAsync(Browser browser) =>
        (string?)await browser.EvaluateAsync("document.querySelector('#totals .big').textContent.trim()");
}
