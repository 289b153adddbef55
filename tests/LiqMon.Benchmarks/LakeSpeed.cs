using System.Diagnostics;
using System.Globalization;
using LiqMon.Lake;
using LiqMon.Store;

namespace LiqMon.Benchmarks;

/// <summary>Rows a second from the store into the files of a lake, and the memory it takes.</summary>
public static class LakeSpeed
{
    /// <summary>Measures on a store of <see cref="FullStore"/>, with the samples of <see cref="WeeklyReportSpeed.AddSamples"/> where it has them.</summary>
    public static async Task RunAsync(string folder)
    {
        var target = Directory.CreateTempSubdirectory("liqmon-benchmark-").FullName;
        using var reader = StoreReader.Open(folder);
        var writer = new LakeDayWriter(reader, new LakePlan { Directory = target }, TimeProvider.System);
        var days = new StoredDays(reader.Connection).Before(long.MaxValue);
        foreach (var part in new[] { LakePart.Orders, LakePart.OpenInterest, LakePart.Marks })
        {
            // A day that is not counted: the machine code is made meanwhile, which takes seconds.
            await writer.WriteAsync(new LakeDay(days[0]), part, null, CancellationToken.None);
            var (rows, peak, early) = (0L, 0L, 0L);
            var (cpu, wall) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
            foreach (var day in days)
            {
                rows += (await writer.WriteAsync(new LakeDay(day), part, null, CancellationToken.None)).Rows;
                peak = Math.Max(peak, Environment.WorkingSet);
                early = early == 0 ? peak : early;
            }

            if (rows == 0)
                continue;
            var seconds = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{part}: {rows:N0} rows of {days.Count} days, {seconds:F1} s of one core ({Stopwatch.GetElapsedTime(wall).TotalSeconds:F1} s), {rows / seconds:N0} rows/s; memory {early >> 20} MiB after a day, {peak >> 20} MiB at most"));
        }

        foreach (var table in Directory.EnumerateDirectories(target))
        {
            var bytes = Directory.EnumerateFiles(table, "*.parquet", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(table)}: {bytes / 1e6:N1} MB"));
        }

        Directory.Delete(target, recursive: true);
    }
}
