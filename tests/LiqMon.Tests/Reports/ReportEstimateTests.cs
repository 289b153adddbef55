using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using LiqMon.Store;
using LiqMon.Tests.Cli;
using LiqMon.Tests.Queries;
using LiqMon.Tests.Store;
using LiqMon.Text;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Reports;

/// <summary>What a report says, when it is asked, of that which sampled feeds hide: what <c>squeeze --estimate</c> says.</summary>
public sealed class ReportEstimateTests : IDisposable
{
    private const string Name = "liqmon-2026-W47";
    private const string Title = "Estimate, not in the totals";

    private readonly StoreFolder _data = new();
    private readonly DirectoryInfo _out = Directory.CreateTempSubdirectory("liqmon-estimate-");

    public void Dispose()
    {
        _data.Dispose();
        _out.Delete(recursive: true);
    }

    [Fact]
    public async Task Every_format_says_what_squeeze_says()
    {
        Commit([.. BurstStore.Items(), Sample.Item(Sample.Contract("okx", "BTC-USDT-SWAP", "BTC"), BurstStore.Start + 1)]);
        await WriteAsync("--estimate");
        using var asked = JsonDocument.Parse(await SqueezeAsync("json"));
        var squeeze = asked.RootElement.GetProperty("estimate");
        Assert.Equal(JsonValueKind.Object, squeeze.GetProperty("total").ValueKind);

        using var json = JsonDocument.Parse(Text(".json"));
        Assert.True(JsonElement.DeepEquals(squeeze, json.RootElement.GetProperty("estimate")));

        var lines = Text(".estimate.csv").TrimEnd().Split("\r\n").Select(line => line.Split(',')).ToList();
        var binance = Assert.Single(squeeze.GetProperty("venues").EnumerateArray());
        Equal(squeeze, "ALL");
        Equal(binance, "binance");
        var whyNot = lines.Where(line => line[1] == "both").ToDictionary(line => line[0], line => line[^1]);
        Assert.Equal(
            ["", "", "it publishes all", "it hides by a rule that is not known", "it reported no order"],
            new[] { "ALL", "binance", "bybit", "okx", "aster" }.Select(venue => whyNot[venue]));
        Assert.All(lines.Skip(1), line => Assert.NotEqual(line[^1].Length == 0, line[^2] != "throttled_full_feed_1"));

        var sheet = Workbook.Read(File.ReadAllBytes(Of(".xlsx")))[Title];
        Assert.Equal(lines.Count, sheet.Count);
        for (var row = 1; row < lines.Count; row++)
        {
            for (var at = 0; at < lines[row].Length; at++)
            {
                if (decimal.TryParse(lines[row][at], CultureInfo.InvariantCulture, out var number))
                    Assert.Equal((double)number, double.Parse(sheet[row][at], CultureInfo.InvariantCulture), 1e-9);
                else
                    Assert.Equal(lines[row][at], sheet[row][at]);
            }
        }

        // People read the sentences of squeeze on the page, in Markdown and on the workbook's first sheet.
        var said = await SentencesAsync();
        Assert.Equal(4, said.Count);
        Assert.StartsWith("Estimate, not in the totals: ", said[0], StringComparison.Ordinal);
        Assert.Equal("In no estimate: what is hidden by okx, by rules that are not known, and by gaps.", said[^1]);
        AssertSaid(said);

        void Equal(JsonElement estimate, string venue)
        {
            foreach (var (part, side) in new[] { ("total", "both"), ("short", "short"), ("long", "long") })
            {
                var line = Assert.Single(lines, line => line[0] == venue && line[1] == side);
                string[] names = ["reported_usd", "estimate_usd", "low_usd", "high_usd"];
                Assert.Equal(names, lines[0][2..6]);
                Assert.Equal(
                    names.Select(name => estimate.GetProperty(part).GetProperty(name).GetDecimal()),
                    line[2..6].Select(text => decimal.Parse(text, CultureInfo.InvariantCulture)));
            }
        }
    }

    [Fact]
    public async Task Nothing_is_estimated_unless_it_is_asked_for()
    {
        Commit(BurstStore.Items());
        await WriteAsync();
        using var json = JsonDocument.Parse(Text(".json"));
        Assert.False(json.RootElement.TryGetProperty("estimate", out _));
        Assert.False(File.Exists(Of(".estimate.csv")));
        Assert.DoesNotContain(Title, Workbook.Read(File.ReadAllBytes(Of(".xlsx"))).Keys);
        foreach (var ending in new[] { ".md", ".html", ".json", ".data.csv" })
        {
            Assert.DoesNotContain("Estimate", Text(ending), StringComparison.Ordinal);
            Assert.DoesNotContain("throttled", Text(ending), StringComparison.Ordinal);
        }

        var totals = Text(".summary.csv");
        await WriteAsync("--estimate");
        Assert.Equal(totals, Text(".summary.csv"));
    }

    [Fact]
    public async Task Why_there_is_no_estimate_is_said_in_one_line()
    {
        Commit([Sample.Item(Sample.Btc, BurstStore.Start)]);
        await WriteAsync("--estimate");

        var said = Assert.Single(await SentencesAsync());
        Assert.Matches("^Estimate: none, because too few orders of full feeds \\(.*bybit.*\\) are stored to learn from\\.$", said);
        AssertSaid([said]);
        var why = said["Estimate: none, because ".Length..^1];
        Assert.Contains($",100,,,,,,,,\"{why}\"\r\n", Text(".estimate.csv"), StringComparison.Ordinal);
        Assert.Equal(["ALL", "both", "100"], Workbook.Read(File.ReadAllBytes(Of(".xlsx")))[Title][1].Take(3));
        Assert.Equal(why, Workbook.Read(File.ReadAllBytes(Of(".xlsx")))[Title][1][^1]);
        using var json = JsonDocument.Parse(Text(".json"));
        Assert.Equal(why, json.RootElement.GetProperty("estimate").GetProperty("no_estimate").GetString());
    }

    /// <summary>Each sentence is an item of the page's lists, an item of the Markdown's list and a line of the first sheet.</summary>
    private void AssertSaid(IReadOnlyList<string> sentences)
    {
        var shown = WebUtility.HtmlDecode(Text(".html"));
        var cover = Workbook.Read(File.ReadAllBytes(Of(".xlsx")))["Summary"].Select(row => row[0]).ToList();
        var markdown = Text(".md").Split('\n');
        foreach (var sentence in sentences)
        {
            Assert.Contains($"<li>{sentence}</li>", shown, StringComparison.Ordinal);
            Assert.Contains(sentence, cover);
            Assert.Contains("- " + GridText.MarkdownText(sentence), markdown);
        }
    }

    private void Commit(IReadOnlyList<StoreItem> items)
    {
        using var store = EventStore.Open(_data.Options, FixedTime.Noon);
        store.Commit(items);
    }

    private async Task WriteAsync(params string[] more)
    {
        var run = await CliRun.Of([
            "report", "weekly", "--data", _data.Path, "--week", "2026-W47", "--format", "md,html,csv,xlsx,json", "--out", _out.FullName, "--force", .. more]);
        Assert.Equal((0, ""), (run.Code, run.Error));
    }

    /// <summary>What squeeze tells people of its estimate, as sentences.</summary>
    private async Task<List<string>> SentencesAsync() =>
    [
        .. (await SqueezeAsync("md")).Split('\n')
            .Where(line => line.StartsWith("- estimate", StringComparison.Ordinal) || line.StartsWith("- method", StringComparison.Ordinal)
                || line.StartsWith("- in no estimate", StringComparison.Ordinal))
            .Select(line => char.ToUpperInvariant(line[2]) + line[3..].Replace("\\", "", StringComparison.Ordinal) + "."),
    ];

    private async Task<string> SqueezeAsync(string format)
    {
        var run = await CliRun.Of(
            "squeeze", "--data", _data.Path, "--from", "2026-11-16", "--to", "2026-11-20T12:00:00", "--format", format, "--estimate");
        Assert.Equal((0, ""), (run.Code, run.Error));
        return run.Out;
    }

    private string Text(string ending) => File.ReadAllText(Of(ending), Encoding.UTF8);

    private string Of(string ending) => Path.Combine(_out.FullName, Name + ending);
}
