using System.Text;
using System.Text.RegularExpressions;
using LiqMon.Reports;
using LiqMon.Reports.Formats;

namespace LiqMon.Tests.Reports;

/// <summary>Reports opened by the programs in which people read them.</summary>
public sealed partial class ReportReaderTests(WeekStore store) : IClassFixture<WeekStore>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("liqmon-reader-");

    public void Dispose() => _folder.Delete(recursive: true);

    [ReaderFact("chromium")]
    public async Task The_page_fits_a_phone_and_a_desk()
    {
        var page = (await WriteAsync(ReportFormat.Html))[0];
        foreach (var (width, height, margin) in new[] { (390, 6_000, 14), (1_200, 4_000, 20) })
        {
            var picture = await Reader.ScreenshotAsync(page, _folder.FullName, width, height);
            Assert.Equal((width, height), (picture.Width, picture.Height));
            var paper = picture[0, 0];
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < margin; x++)
                {
                    Assert.True(picture[x, y] == paper, $"ink in the left margin at {x},{y} of {width}");
                    Assert.True(picture[width - 1 - x, y] == paper, $"ink in the right margin at {width - 1 - x},{y} of {width}");
                }
            }

            // Bars of both sides are there.
            Assert.True(Count(picture, (0x1f, 0x6f, 0xb4)) > 500, "no blue bar");
            Assert.True(Count(picture, (0xd9, 0x73, 0x0d)) > 500, "no orange bar");
        }
    }

    [ReaderFact("soffice")]
    public async Task An_office_suite_prints_the_workbook_and_the_page()
    {
        var workbook = (await WriteAsync(ReportFormat.Xlsx))[0];
        var pages = Pages(await Reader.PdfAsync(workbook, _folder.FullName, "pdf:calc_pdf_Export"));
        // A page for the cover and at least one for each table.
        Assert.InRange(pages, LiqMon.Reports.Tables.ReportTables.Of(Report()).Count + 1, 40);
        var page = (await WriteAsync(ReportFormat.Html))[0];
        Assert.InRange(Pages(await Reader.PdfAsync(page, _folder.FullName, "pdf:writer_web_pdf_Export")), 2, 40);
    }

    private WeeklyReport Report() => WeekReports.Of(store.Directory, "2026-W46");

    private async Task<IReadOnlyList<string>> WriteAsync(ReportFormat format)
    {
        var report = Report();
        return ReportFiles.Write(_folder.FullName, report.Name, await ReportFormats.WriteAsync(report, format), force: true);
    }

    private static int Count(Picture picture, (byte, byte, byte) color)
    {
        var count = 0;
        for (var y = 0; y < picture.Height; y++)
        {
            for (var x = 0; x < picture.Width; x++)
                count += picture[x, y] == color ? 1 : 0;
        }

        return count;
    }

    private static int Pages(byte[] pdf)
    {
        var text = Encoding.Latin1.GetString(pdf);
        Assert.StartsWith("%PDF-", text, StringComparison.Ordinal);
        return PageObject().Count(text);
    }

    [GeneratedRegex(@"/Type\s*/Page\b(?!s)")]
    private static partial Regex PageObject();
}
