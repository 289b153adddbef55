namespace LiqMon.Benchmarks.Load;

/// <summary>What a program took for the frames of a storm.</summary>
/// <param name="Program">Its name.</param>
/// <param name="FirstPerProcessorSecond">Frames of the first half for each second of its processor.</param>
/// <param name="WarmPerProcessorSecond">The same of the second half.</param>
/// <param name="PeakMiB">The most memory it had, MiB.</param>
public sealed record StormResult(string Program, double FirstPerProcessorSecond, double WarmPerProcessorSecond, double PeakMiB);
