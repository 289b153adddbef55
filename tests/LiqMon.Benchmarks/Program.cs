using BenchmarkDotNet.Running;
using LiqMon.Benchmarks;

if (args is ["latency"])
    await SocketToWindow.RunAsync();
else
    BenchmarkSwitcher.FromAssembly(typeof(HotPath).Assembly).Run(args);
