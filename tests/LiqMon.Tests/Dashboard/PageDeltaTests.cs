using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using LiqMon.Dashboard;
using LiqMon.Market;
using LiqMon.Tests.Api;

namespace LiqMon.Tests.Dashboard;

/// <summary>What is sent when a page has changed, put together again as a browser does it.</summary>
public sealed class PageDeltaTests
{
    private const string Head = "<html><head><title>a title of some length</title></head><body><table><tbody>";
    private const string Tail = "</tbody></table><footer>Side is the position that was closed by force.</footer></body></html>";

    [Theory]
    [InlineData("", "")]
    [InlineData("", "<p>all new, and long enough to matter</p>")]
    [InlineData("<p>all gone, and long enough to matter</p>", "")]
    [InlineData("text only", "other text only")]
    [InlineData("<p>1</p><p>2</p><p>3</p>", "<p>3</p><p>1</p><p>2</p>")]
    [InlineData("<p>≥ \"quoted\" & <b>ü</b></p>", "<p>≥ \"quoted\" & <b>漢字</b></p>")]
    public void What_is_put_together_is_the_new_page(string before, string after) =>
        Assert.Equal(after, Together(before, PageDelta.Of(PageDelta.Pieces(before), PageDelta.Pieces(after))));

    [Fact]
    public void Random_edits_of_a_page_come_out_right()
    {
        var random = new Random(7);
        var rows = Enumerable.Range(0, 60).Select(row => Row(row, random.Next(5))).ToList();
        for (var round = 0; round < 200; round++)
        {
            var before = Head + string.Concat(rows) + Tail;
            for (var edit = random.Next(4); edit >= 0; edit--)
            {
                var at = random.Next(rows.Count);
                if (random.Next(3) is var kind && kind == 0)
                    rows.Insert(at, Row(1_000 + (round * 10) + edit, random.Next(5)));
                else if (kind == 1 && rows.Count > 5)
                    rows.RemoveAt(at);
                else
                    (rows[0], rows[at]) = (rows[at], rows[0]);
            }

            var after = Head + string.Concat(rows) + Tail;
            Assert.Equal(after, Together(before, PageDelta.Of(PageDelta.Pieces(before), PageDelta.Pieces(after))));
        }
    }

    [Fact]
    public void A_new_row_costs_a_row()
    {
        var rows = Enumerable.Range(0, 200).Select(row => Row(row, row % 3)).ToList();
        var before = Head + string.Concat(rows) + Tail;
        var after = Head + Row(999, 1) + string.Concat(rows.SkipLast(1)) + Tail;
        Assert.InRange(PageDelta.Of(PageDelta.Pieces(before), PageDelta.Pieces(after)).Length, 1, Row(999, 1).Length * 3);
    }

    [Fact]
    public async Task A_visitor_who_has_a_version_is_sent_nothing_or_what_has_changed()
    {
        await using var server = await RunningServer.StartAsync(map: LivePage.Map);
        using var first = await server.Http.GetAsync("/");
        var tag = first.Headers.ETag!.ToString();
        var before = await first.Content.ReadAsStringAsync();

        using var same = await AskAsync(server, tag, isDelta: true);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);

        server.Store.Add("BTCUSDT", "BTC", LiquidatedSide.Long, "2026-11-20T11:59:58.000Z", "97000", 1_500_000_000_000);
        using var changed = await UntilChangedAsync(server, tag);
        Assert.Equal(HttpStatusCode.IMUsed, changed.StatusCode);
        Assert.Equal(tag, changed.Headers.GetValues("Delta-Base").Single());
        var delta = await changed.Content.ReadAsByteArrayAsync();
        using var whole = await AskAsync(server, "\"unknown\"", isDelta: true);
        Assert.Equal(HttpStatusCode.OK, whole.StatusCode);
        Assert.Contains("$1.5M", Together(before, delta), StringComparison.Ordinal);
        Assert.InRange(delta.Length, 1, before.Length / 3);
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Page_and_files_are_packed_as_the_browser_takes_them(string coding)
    {
        await using var server = await RunningServer.StartAsync(map: LivePage.Map);
        foreach (var path in new[] { "/", "/live/page.js", "/live/page.css" })
        {
            using var plain = await server.Http.GetAsync(path);
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("Accept-Encoding", coding);
            using var packed = await server.Http.SendAsync(request);
            Assert.Equal([coding], packed.Content.Headers.ContentEncoding);
            var bytes = await packed.Content.ReadAsByteArrayAsync();
            using Stream unpacked = coding == "br"
                ? new System.IO.Compression.BrotliStream(new MemoryStream(bytes), System.IO.Compression.CompressionMode.Decompress)
                : new System.IO.Compression.GZipStream(new MemoryStream(bytes), System.IO.Compression.CompressionMode.Decompress);
            using var reader = new StreamReader(unpacked);
            var text = await reader.ReadToEndAsync();
            Assert.InRange(bytes.Length, 1, text.Length / 2);
            if (path != "/")
                Assert.Equal(await plain.Content.ReadAsStringAsync(), text);
        }
    }

    [Fact]
    public async Task Files_with_a_fingerprint_are_kept_for_good_and_others_are_checked()
    {
        await using var server = await RunningServer.StartAsync(map: LivePage.Map);
        var page = await server.Http.GetStringAsync("/");
        var address = System.Text.RegularExpressions.Regex.Match(page, "src=\"(/live/page.js\\?v=[0-9a-f]{16})\"").Groups[1].Value;
        using var kept = await server.Http.GetAsync(address);
        Assert.Equal("private, max-age=31536000, immutable", kept.Headers.GetValues("Cache-Control").Single().Replace("max-age=31536000, private", "private, max-age=31536000", StringComparison.Ordinal));
        using var bare = await server.Http.GetAsync("/live/page.js");
        Assert.True(bare.Headers.CacheControl!.NoCache);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/live/page.js");
        request.Headers.IfNoneMatch.Add(bare.Headers.ETag!);
        using var again = await server.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    private static async Task<HttpResponseMessage> UntilChangedAsync(RunningServer server, string tag)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            var answer = await AskAsync(server, tag, isDelta: true);
            if (answer.StatusCode != HttpStatusCode.NotModified)
                return answer;
            answer.Dispose();
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), "the page does not change");
            await Task.Delay(100);
        }
    }

    private static Task<HttpResponseMessage> AskAsync(RunningServer server, string tag, bool isDelta)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        if (isDelta)
            request.Headers.Add("A-IM", "liqmon-pieces");
        return server.Http.SendAsync(request);
    }

    private static string Row(int row, int cell) => $"<tr data-key=\"row-{row}\"><td>{row}</td><td class=\"n\">${cell}.0M</td><td>binance</td></tr>";

    /// <summary>As in the script: numbers copy pieces, strings stand for themselves.</summary>
    private static string Together(string before, byte[] delta)
    {
        var pieces = System.Text.RegularExpressions.Regex.Split(before, "(?=<(?!/))").Where(piece => piece.Length > 0).ToArray();
        var after = new StringBuilder();
        foreach (var part in JsonNode.Parse(delta)!.AsArray())
        {
            if (part is JsonArray copy)
                after.Append(string.Concat(pieces.AsSpan((int)copy[0]!, (int)copy[1]!).ToArray()));
            else
                after.Append((string)part!);
        }

        return after.ToString();
    }
}
