using System.Globalization;
using System.Text.Json;
using LiqMon.Reports;
using LiqMon.Reports.Formats;
using LiqMon.Reports.Tables;
using LiqMon.Tests.Cli;
using LiqMon.Venues;

namespace LiqMon.Tests.Reports;

/// <summary>The same number wherever it stands.</summary>
public sealed class ReportAgreementTests(WeekStore store) : IClassFixture<WeekStore>
{
    private static readonly Dictionary<string, string> FourVenues = VenueCatalog.All
        .Where(venue => venue.Profile.Id is not ("binance" or "bybit" or "okx" or "kraken"))
        .ToDictionary(venue => $"LIQMON_Venues__{venue.Profile.Id}__Enabled", _ => "false");

    [Theory]
    [InlineData("2026-W46", "", "2026-11-09T00:00", "2026-11-16T00:00", 0.9988, 0.8214)]
    [InlineData("2026-W46", "BTC", "2026-11-09T00:00", "2026-11-16T00:00", 0.9988, 0.8214)]
    [InlineData("2026-W47", "", "2026-11-16T00:00", "2026-11-20T12:00", 1, 1)]
    [InlineData(null, "ETH", "2026-11-13T12:00", "2026-11-20T12:00", 1, 1)]
    public async Task Report_and_squeeze_give_what_the_orders_add_up_to(
        string? week, string asset, string from, string to, double covered, double coveredOfKraken)
    {
        var counted = new WeekCount(store.Orders, WeekStore.Ms(from), WeekStore.Ms(to), asset);
        Assert.True(counted.LongOrders > 20 && counted.ShortOrders > 20);
        var report = WeekReports.Of(store.Directory, week, null, asset.Length == 0 ? [] : [asset]);
        string[] span = ["--from", from + "Z", "--to", to + "Z", .. asset.Length == 0 ? Array.Empty<string>() : ["--asset", asset]];
        var total = await Squeeze(span);
        Both(counted.TotalUsd, report.Headline.TotalUsd, Total(total));
        Both(counted.LongUsd, report.Headline.LongUsd, total.GetProperty("long_usd").GetDecimal());
        Both(counted.ShortUsd, report.Headline.ShortUsd, total.GetProperty("short_usd").GetDecimal());
        Both(counted.ShortUsd - counted.LongUsd, report.Headline.ShortMinusLongUsd, total.GetProperty("short_minus_long_usd").GetDecimal());
        Both(
            Math.Round(counted.ShortUsd / counted.TotalUsd, 4),
            Math.Round(report.Headline.ShortShare!.Value, 4), Math.Round(total.GetProperty("short_share").GetDecimal(), 4));
        Both(counted.LongOrders, report.Headline.LongOrders, total.GetProperty("long_orders").GetInt64());
        Both(counted.ShortOrders, report.Headline.ShortOrders, total.GetProperty("short_orders").GetInt64());
        Both(counted.LargestUsd, report.Orders.Rows[0].Usd, total.GetProperty("largest").GetProperty("usd").GetDecimal());
        // Binance publishes one order of a second at most.
        Both(true, report.Headline.Floor, total.GetProperty("floor").GetBoolean());
        BothHold(
            ["binance", "bybit", "kraken", "okx"],
            report.Coverage.Rows.Select(row => row.Venue).Order(StringComparer.Ordinal),
            Coverage(total).Select(venue => venue.GetProperty("venue").GetString()!).Order(StringComparer.Ordinal));
        Assert.All(report.Coverage.Rows, row => Assert.Equal(Of(row.Venue), (double)row.Share, 4));
        Assert.All(Coverage(total), row => Assert.Equal(Of(row.GetProperty("venue").GetString()!), row.GetProperty("share").GetDouble(), 4));

        BothHold(counted.ByDay, report.Days.Rows.Select(day => day.TotalUsd), await Totals("day"));
        BothHold(counted.ByHour, report.Hours.Rows.Select(hour => hour.LongUsd + hour.ShortUsd), await Totals("hour"));
        BothHold(counted.ByVenue, report.Venues.Rows.Select(venue => venue.TotalUsd), await Totals("venue"));
        BothHold(counted.ByAsset, report.Assets.Rows.Select(row => row.TotalUsd), await Totals("asset"));

        double Of(string venue) => venue == "kraken" ? coveredOfKraken : covered;

        async Task<IEnumerable<decimal>> Totals(string by) => (await Squeeze([.. span, "--by", by])).EnumerateArray().Select(Total);

        static IEnumerable<JsonElement> Coverage(JsonElement answer) => answer.GetProperty("coverage").EnumerateArray();

        static void Both<T>(T counted, T inReport, T bySqueeze) => Assert.Equal((counted, counted), (inReport, bySqueeze));

        static void BothHold<T>(IReadOnlyList<T> counted, IEnumerable<T> inReport, IEnumerable<T> bySqueeze)
        {
            Assert.Equal(counted, inReport);
            Assert.Equal(counted, bySqueeze);
        }
    }

    [Fact]
    public void Parts_add_up_to_the_whole()
    {
        var report = WeekReports.Of(store.Directory, "2026-W46");
        var total = report.Headline.TotalUsd;
        Assert.True(total > 0);
        Assert.Equal(total, report.Headline.LongUsd + report.Headline.ShortUsd);
        Assert.Equal(total, report.Days.Rows.Sum(day => day.TotalUsd));
        Assert.Equal(total, report.Hours.Rows.Sum(hour => hour.LongUsd + hour.ShortUsd));
        Assert.Equal(total, report.Venues.Rows.Sum(venue => venue.TotalUsd));
        Assert.Equal(total, report.VenueDays.Rows.Sum(row => row.LongUsd + row.ShortUsd));
        Assert.Equal(total, report.Assets.Rows.Sum(row => row.TotalUsd));
        Assert.Equal(report.Headline.LongOrders + report.Headline.ShortOrders, report.Venues.Rows.Sum(venue => venue.Orders));
    }

    [Fact]
    public async Task All_formats_hold_the_same_numbers()
    {
        var report = WeekReports.Of(store.Directory, "2026-W46");
        using var json = JsonDocument.Parse((await Bytes(report, ReportFormat.Json))[".json"]);
        Assert.Equal(report.Headline.TotalUsd, json.RootElement.GetProperty("headline").GetProperty("total_usd").GetDecimal());
        var csv = await Bytes(report, ReportFormat.Csv);
        var sheets = Workbook.Read((await Bytes(report, ReportFormat.Xlsx))[".xlsx"]);
        var markdown = System.Text.Encoding.UTF8.GetString((await Bytes(report, ReportFormat.Md))[".md"]);
        var html = System.Net.WebUtility.HtmlDecode(System.Text.Encoding.UTF8.GetString((await Bytes(report, ReportFormat.Html))[".html"]));
        foreach (var table in ReportTables.Of(report))
        {
            var lines = System.Text.Encoding.UTF8.GetString(csv[$".{table.Id}.csv"]).TrimEnd().Split("\r\n");
            Assert.Equal(table.Rows.Count + 1, lines.Length);
            Assert.Equal(table.Columns.Select(column => column.Name), lines[0].Split(','));
            for (var row = 0; row < table.Rows.Count; row++)
            {
                for (var at = 0; at < table.Columns.Count; at++)
                {
                    if (table.Rows[row][at] is not { } value)
                        continue;
                    var sheet = sheets[table.Title][row + 1][at];
                    if (value is decimal or double or int or long)
                        Assert.Equal(Convert.ToDouble(value, CultureInfo.InvariantCulture), double.Parse(sheet, CultureInfo.InvariantCulture), 1e-9);
                    else if (value is string text && text.Length > 0)
                        Assert.Equal(text, sheet);
                    if (value is decimal exact)
                        Assert.Contains(exact.ToString(CultureInfo.InvariantCulture), lines[row + 1], StringComparison.Ordinal);
                    var shown = CellText.Of(table.Columns[at].Kind, value);
                    if (table.Id is not ("venue_days" or "hours"))
                        Assert.Contains(LiqMon.Text.GridText.MarkdownText(shown), markdown, StringComparison.Ordinal);
                    if (table.Id is not ("venue_days" or "hours" or "summary"))
                        Assert.Contains(shown, html, StringComparison.Ordinal);
                }
            }
        }
    }

    [Theory]
    [InlineData(",", ".", "~")]
    [InlineData("٫", "٬", "؜-")]
    [InlineData(",", "\u00a0", "−")]
    [InlineData("/", "'", "(")]
    public async Task The_culture_of_the_machine_changes_nothing(string point, string thousands, string minus)
    {
        var expected = await All();
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = point;
        culture.NumberFormat.NumberGroupSeparator = thousands;
        culture.NumberFormat.NegativeSign = minus;
        culture.DateTimeFormat.DateSeparator = ".";
        culture.DateTimeFormat.FirstDayOfWeek = DayOfWeek.Saturday;
        culture.DateTimeFormat.DayNames = ["a", "b", "c", "d", "e", "f", "g"];
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = culture;
            Assert.Equal(expected, await All());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        async Task<string> All()
        {
            var report = WeekReports.Of(store.Directory, "2026-W46");
            var text = "";
            foreach (var format in Enum.GetValues<ReportFormat>())
                text += string.Join('\n', (await ReportFormats.WriteAsync(report, format)).Select(file => Convert.ToHexString(file.Content.Span)));
            return text;
        }
    }

    private static async Task<Dictionary<string, byte[]>> Bytes(WeeklyReport report, ReportFormat format) =>
        (await ReportFormats.WriteAsync(report, format)).ToDictionary(file => file.Ending, file => file.Content.ToArray());

    private async Task<JsonElement> Squeeze(params string[] args)
    {
        var run = await CliRun.Of(FourVenues, ["squeeze", "--data", store.Directory, "--format", "json", .. args]);
        Assert.Equal("", run.Error);
        return JsonDocument.Parse(run.Out).RootElement;
    }

    private static decimal Total(JsonElement answer) => answer.GetProperty("total_usd").GetDecimal();
}
