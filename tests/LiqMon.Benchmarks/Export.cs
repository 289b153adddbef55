using System.Globalization;
using LiqMon.Cli.Rendering;
using LiqMon.Exports;
using LiqMon.Queries;
using LiqMon.Store;

namespace LiqMon.Benchmarks;

/// <summary>
/// Rows a second from the store to nowhere and to files, and the memory it takes; beside it the same rows through
/// CsvHelper. One pass over many rows is wanted, so the time of the processor is read here.
/// </summary>
public static class Export
{
    /// <summary>Measures on a store of <see cref="FullStore"/>.</summary>
    public static async Task RunAsync(string folder)
    {
        var target = Directory.CreateTempSubdirectory("liqmon-benchmark-").FullName;
        await MeasureAsync(folder, ExportKind.Liquidations, ExportFormat.Csv, "nowhere", () => ExportOutput.To(Stream.Null));
        await MeasureAsync(folder, ExportKind.Liquidations, ExportFormat.Csv, "a file", () => ExportOutput.ToFile(Path.Combine(target, "a.csv"), overwrite: false));
        await MeasureAsync(folder, ExportKind.Liquidations, ExportFormat.Csv, "a gzip file", () => ExportOutput.ToFile(Path.Combine(target, "a.csv.gz"), overwrite: false));
        await MeasureAsync(folder, ExportKind.Liquidations, ExportFormat.Ndjson, "a file", () => ExportOutput.ToFile(Path.Combine(target, "a.ndjson"), overwrite: false));
        await MeasureAsync(folder, ExportKind.Liquidations, ExportFormat.Parquet, "a file", () => ExportOutput.ToFile(Path.Combine(target, "a.parquet"), overwrite: false));
        await MeasureAsync(folder, ExportKind.Minutes, ExportFormat.Csv, "a file", () => ExportOutput.ToFile(Path.Combine(target, "m.csv"), overwrite: false));
        Directory.Delete(target, recursive: true);
        ThroughCsvHelper(folder);
    }

    private static SpanQuery Week()
    {
        var (from, to) = (FullStore.Monday.ToUnixTimeMilliseconds(), FullStore.Monday.AddDays(7).ToUnixTimeMilliseconds());
        return new SpanQuery { Filter = new() { FromMs = from, ToMs = to }, DisplayFromMs = from, DisplayToMs = to, NowMs = to };
    }

    private static async Task MeasureAsync(
        string folder, ExportKind kind, ExportFormat format, string where, Func<ExportOutput> open)
    {
        using var reader = StoreReader.Open(folder);
        await using var output = open();
        long early = 0, peak = 0;
        var started = Environment.CpuUsage.TotalTime;
        var rows = await ExportRun.RunAsync(
            reader, kind, Week(), format, output,
            done =>
            {
                peak = Math.Max(peak, Environment.WorkingSet);
                early = done <= 1_000_000 ? peak : early;
            },
            CancellationToken.None) ?? throw new InvalidOperationException("Nobody reads the output.");
        Tell($"{kind} as {format} to {where}", rows, started, $"memory {early >> 20} MiB at the first million, {peak >> 20} MiB at most");
    }

    private static void ThroughCsvHelper(string folder)
    {
        const int Rows = 500_000;
        using var reader = StoreReader.Open(folder);
        var started = Environment.CpuUsage.TotalTime;
        using var output = new StreamWriter(Stream.Null);
        var rows = reader.Liquidations.List(Week().Filter, 0, Rows, newestFirst: false).Select(LiquidationResult.Of).ToList();
        ListRendering.WriteCsv(output, new LiquidationsResult
        {
            Asset = "ALL",
            From = default,
            To = default,
            MinUsd = 0,
            More = false,
            Floor = false,
            Covered = 1,
            LeastCovered = null,
            Coverage = [],
            Deficits = [],
            Liquidations = rows,
        });
        Tell("the list 'liquidations' through CsvHelper to nowhere", Rows, started, "");
    }

    private static void Tell(string what, long rows, TimeSpan started, string more)
    {
        var seconds = (Environment.CpuUsage.TotalTime - started).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {rows:N0} rows, {seconds:F1} s of one core, {rows / seconds:N0} rows/s; {more}"));
    }
}
