using System.Diagnostics;
using System.Globalization;
using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Reports;
using LiqMon.Reports.Formats;
using LiqMon.Store;
using LiqMon.Windows;

namespace LiqMon.Benchmarks;

/// <summary>Time and memory of a weekly report in all formats, on a store of <see cref="FullStore"/>.</summary>
public static class WeeklyReportSpeed
{
    /// <summary>Adds open interest and prices of every contract, minute by minute, to the week of the store.</summary>
    public static void AddSamples(string folder)
    {
        const long MinuteMs = 60_000, EightHoursMs = 8 * 60 * MinuteMs;
        using var store = EventStore.Open(new StoreOptions { DataDirectory = folder }, TimeProvider.System);
        var contracts = store.Rollups.Instruments();
        var startMs = FullStore.Monday.ToUnixTimeMilliseconds();
        for (var at = startMs; at < startMs + IsoWeek.LengthMs; at += MinuteMs)
        {
            List<StoreItem> items = [];
            foreach (var (contract, number) in contracts.Select((contract, number) => (contract, number)))
            {
                var price = 100 * (number + 1) * (1 + (0.05 * Math.Sin((at / 1e8) + number)));
                items.Add(StoreItem.Of(new OpenInterest(contract, at + number, 1e6, 1e6, 1e6 * price)));
                items.Add(StoreItem.Of(new MarkPrice(contract, at + number, price, price, 0.0001 * Math.Sin(number), ((at / EightHoursMs) + 1) * EightHoursMs)));
            }

            store.Commit(items);
        }
    }

    /// <summary>Measures a first report, as the command line makes it, and one more.</summary>
    public static async Task RunAsync(string folder)
    {
        for (var round = 0; round < 2; round++)
        {
            var (started, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            WeeklyReport report;
            using (var reader = StoreReader.Open(folder))
            {
                report = new WeeklyReports(KnownVenues.Of(_ => true), new(), "0").Read(
                    reader, new ReportQuery { Week = IsoWeek.Of(FullStore.Monday.ToUnixTimeMilliseconds()) }, FullStore.Monday.AddDays(30));
            }

            var read = Stopwatch.GetElapsedTime(started);
            var bytes = 0L;
            foreach (var format in Enum.GetValues<ReportFormat>())
                bytes += (await ReportFormats.WriteAsync(report, format)).Sum(file => (long)file.Content.Length);
            using var process = Process.GetCurrentProcess();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{report.Headline.LongOrders + report.Headline.ShortOrders:N0} orders: read in {read.TotalSeconds:F2} s, all formats after "
                + $"{Stopwatch.GetElapsedTime(started).TotalSeconds:F2} s ({(Environment.CpuUsage.TotalTime - cpu).TotalSeconds:F2} s of a core), "
                + $"{bytes >> 10:N0} KiB, memory {process.PeakWorkingSet64 >> 20} MiB at most"));
        }
    }
}
