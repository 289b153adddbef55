using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using DocumentFormat.OpenXml.Packaging;
using LiqMon.Reports.Formats;

namespace LiqMon.Tests.Reports;

/// <summary>
/// Week 46 in every format must be what lies in <c>Golden</c>. With LIQMON_WRITE_FIXTURES=1 the files are written
/// instead, to be looked at.
/// </summary>
public sealed class GoldenWeekReportTests(WeekStore store) : IClassFixture<WeekStore>
{
    [Theory]
    [InlineData(ReportFormat.Md)]
    [InlineData(ReportFormat.Html)]
    [InlineData(ReportFormat.Csv)]
    [InlineData(ReportFormat.Json)]
    [InlineData(ReportFormat.Xlsx)]
    public async Task The_week_reads_as_it_did(ReportFormat format)
    {
        var report = WeekReports.Of(store.Directory, "2026-W46");
        foreach (var file in await ReportFormats.WriteAsync(report, format))
        {
            var golden = Path.Combine(Folder(), report.Name + file.Ending);
            if (Environment.GetEnvironmentVariable("LIQMON_WRITE_FIXTURES") == "1")
                await File.WriteAllBytesAsync(golden, file.Content);
            else if (format == ReportFormat.Xlsx)
                Assert.Equal(Parts(await File.ReadAllBytesAsync(golden)), Parts(file.Content.ToArray()));
            else
                Assert.Equal(await File.ReadAllTextAsync(golden), Encoding.UTF8.GetString(file.Content.Span));
        }
    }

    [Fact]
    public void An_asset_has_one_price_everywhere()
    {
        var report = WeekReports.Of(store.Directory, "2026-W46");
        var prices = report.Prices.Rows.ToDictionary(row => row.Asset, row => (row.Venue, row.Symbol, row.Close));
        Assert.NotEmpty(report.Averages.Rows);
        Assert.All(report.Averages.Rows, row => Assert.Equal((row.Venue, row.Symbol, row.Price), prices[row.Asset]));
        Assert.Equal(report.Averages.Rows.Single(row => row.Asset == "BTC").Price, report.PriceLine.Rows[^1].Price);
    }

    [Fact]
    public async Task The_first_page_explains_floors_in_one_line_with_a_link_to_the_appendix()
    {
        var page = Encoding.UTF8.GetString((await ReportFormats.WriteAsync(WeekReports.Of(store.Directory, "2026-W46"), ReportFormat.Html))[0].Content.Span);
        var link = page.IndexOf("<a href=\"#floor\">", StringComparison.Ordinal);
        var reason = page.IndexOf("<li id=\"floor\">The totals are a floor", StringComparison.Ordinal);
        Assert.InRange(link, 1, page.IndexOf("class=\"charts\"", StringComparison.Ordinal));
        Assert.True(reason > page.IndexOf("Appendix", StringComparison.Ordinal));
        Assert.DoesNotContain("The totals are a floor", page[..link], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_workbook_begins_with_a_summary_and_its_charts()
    {
        var book = (await ReportFormats.WriteAsync(WeekReports.Of(store.Directory, "2026-W46"), ReportFormat.Xlsx))[0].Content.ToArray();
        Assert.Equal("Summary", Workbook.Read(book).Keys.First());
        using var document = SpreadsheetDocument.Open(new MemoryStream(book), isEditable: false);
        var sheet = (WorksheetPart)document.WorkbookPart!.GetPartById("sheet1");
        var charts = sheet.DrawingsPart!.ChartParts.Select(part => part.ChartSpace!).ToList();
        Assert.Equal(3, charts.Count);
        var first = charts.Single(chart => chart.InnerText.Contains("Liquidated a day", StringComparison.Ordinal));
        Assert.Contains("'Day by day'!$B$2:$B$8", first.InnerText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Equal_data_gives_equal_bytes()
    {
        using var again = new WeekStore();
        foreach (var format in Enum.GetValues<ReportFormat>())
        {
            var one = await ReportFormats.WriteAsync(WeekReports.Of(store.Directory, "2026-W46"), format);
            // Asked on another day.
            var other = await ReportFormats.WriteAsync(WeekReports.Of(again.Directory, "2026-W46", new(2027, 2, 1, 3, 4, 5, TimeSpan.Zero)), format);
            Assert.Equal(one.Select(file => Convert.ToHexString(file.Content.Span)), other.Select(file => Convert.ToHexString(file.Content.Span)));
        }
    }

    [Fact]
    public void The_schema_is_that_of_the_report()
    {
        var schema = ReportSchema.Text();
        if (Environment.GetEnvironmentVariable("LIQMON_WRITE_FIXTURES") == "1")
            File.WriteAllText(Path.Combine(Folder(), "../../../../src/LiqMon/Reports/report.schema.json"), schema);
        else
            Assert.Equal(JsonReport.Schema(), schema);
    }

    // How well deflate packs is the runtime's affair.
    private static List<(string Name, string Text)> Parts(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        return [.. archive.Entries.Select(entry =>
        {
            using var reader = new StreamReader(entry.Open());
            return (entry.FullName, reader.ReadToEnd());
        })];
    }

    private static string Folder([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "Golden");
}
