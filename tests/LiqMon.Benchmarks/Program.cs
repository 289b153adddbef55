using System.Globalization;
using BenchmarkDotNet.Running;
using LiqMon.Benchmarks;

switch (args)
{
    case ["latency"]:
        await SocketToWindow.RunAsync();
        break;
    case ["fill", var folder, var rows]:
        FullStore.Fill(folder, int.Parse(rows, CultureInfo.InvariantCulture));
        break;
    case ["export", var folder]:
        await Export.RunAsync(folder);
        break;
    case ["samples", var folder]:
        WeeklyReportSpeed.AddSamples(folder);
        break;
    case ["report", var folder]:
        await WeeklyReportSpeed.RunAsync(folder);
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(HotPath).Assembly).Run(args);
        break;
}
