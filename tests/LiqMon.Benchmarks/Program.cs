using System.Globalization;
using BenchmarkDotNet.Running;
using LiqMon.Benchmarks;
using LiqMon.Benchmarks.Disk;
using LiqMon.Benchmarks.Load;
using LiqMon.Benchmarks.Soak;
using LiqMon.Benchmarks.Transport;
using LiqMon.Influx;
using LiqMon.Simulator;

switch (args)
{
    case ["latency"]:
        await SocketToWindow.RunAsync();
        break;
    case ["transport"]:
        await TransportSpeed.RunAsync(frames: 1_000_000);
        break;
    case [FrameFlood.Verb, var frames]:
        await FrameFlood.ServeAsync(int.Parse(frames, CultureInfo.InvariantCulture));
        break;
    case ["fill", var folder, var rows]:
        FullStore.Fill(folder, int.Parse(rows, CultureInfo.InvariantCulture));
        break;
    case ["market", var folder, var scenario, var days]:
        MarketDays.Fill(folder, Enum.Parse<SimulationScenario>(scenario, ignoreCase: true), int.Parse(days, CultureInfo.InvariantCulture));
        break;
    case ["map", var folder]:
        MapChoice.Run(folder);
        break;
    case ["grafana", var file]:
        GrafanaDays.Write(file);
        Console.WriteLine(GrafanaDays.End.ToString("O", CultureInfo.InvariantCulture));
        break;
    case ["metrics", var file]:
        await MetricsHistory.WriteAsync(file, GrafanaDays.End);
        break;
    case ["ask", var folder, var times]:
        await AskSpeed.RunAsync(folder, int.Parse(times, CultureInfo.InvariantCulture));
        break;
    case ["export", var folder]:
        await Export.RunAsync(folder);
        break;
    case ["lake", var folder]:
        await LakeSpeed.RunAsync(folder);
        break;
    case ["influx", var seconds]:
        await InfluxSpeed.RunAsync(int.Parse(seconds, CultureInfo.InvariantCulture), InfluxApi.V1);
        break;
    case ["influx", var seconds, var api]:
        await InfluxSpeed.RunAsync(int.Parse(seconds, CultureInfo.InvariantCulture), Enum.Parse<InfluxApi>(api, ignoreCase: true));
        break;
    case ["cascades"]:
        CascadeDay.Run(lateMinutes: 0);
        break;
    case ["cascades", "late", var minutes]:
        CascadeDay.Run(int.Parse(minutes, CultureInfo.InvariantCulture));
        break;
    case ["cascade-start", var folder, var rows, var hours]:
        await CascadeStart.RunAsync(folder, long.Parse(rows, CultureInfo.InvariantCulture), double.Parse(hours, CultureInfo.InvariantCulture));
        break;
    case ["disk", var folder, var contracts, var hours, ("packed" or "rows") and var way, ("held" or "as-they-come") and var rhythm]:
        DiskDays.Fill(folder, int.Parse(contracts, CultureInfo.InvariantCulture), double.Parse(hours, CultureInfo.InvariantCulture), way == "packed", rhythm == "held");
        break;
    case ["disk", var folder]:
        DiskDays.Ask(folder);
        break;
    case ["packing"]:
        PackingSize.Run();
        break;
    case ["retention", var folder, var minutes]:
        await RetentionSpeed.RunAsync(folder, int.Parse(minutes, CultureInfo.InvariantCulture));
        break;
    case ["samples", var folder]:
        WeeklyReportSpeed.AddSamples(folder);
        break;
    case ["report", var folder]:
        await WeeklyReportSpeed.RunAsync(folder);
        break;
    case ["load", var seconds, var times]:
        return await AllVenuesLoad.RunAsync(
            TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)), double.Parse(times, CultureInfo.InvariantCulture)) ? 0 : 1;
    case ["pages", var seconds, var visitors, var orders]:
        await PageLoad.RunAsync(
            TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)), int.Parse(visitors, CultureInfo.InvariantCulture),
            double.Parse(orders, CultureInfo.InvariantCulture));
        break;
    case ["storm", var frames]:
        return await FrameStorm.RunAsync(int.Parse(frames, CultureInfo.InvariantCulture)) is null ? 1 : 0;
    case ["peers", var frames]:
        return await PeerStorm.RunAsync(int.Parse(frames, CultureInfo.InvariantCulture)) ? 0 : 1;
    case ["soak", .. var options]:
        return await SoakRun.RunAsync(SoakOptions.Parse(options)) ? 0 : 1;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(HotPath).Assembly).Run(args);
        break;
}

return 0;
