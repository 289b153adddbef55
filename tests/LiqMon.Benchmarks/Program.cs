using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(LiqMon.Benchmarks.HotPath).Assembly).Run(args);
